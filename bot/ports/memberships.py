"""Who is active where."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Channel, Member


class Memberships(Protocol):
    """Which members are active in which channels: whoever reacted or asked there."""

    async def seen(self, channel: Channel, member: Member, at: datetime) -> None: ...

    async def of(self, channel: Channel, since: datetime) -> Sequence[Member]:
        """Members seen there after ``since``, most recently seen first."""
        ...

    async def channels_of(self, member: Member) -> frozenset[Channel]:
        """Where the member was ever seen."""
        ...
