"""What members follow or mute no more, so that it can be had back as it was."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import EndedInterest, Interest, Member

RETENTION = timedelta(days=30)
"""How long what was ended is remembered."""


class EndedInterests(Protocol):
    """What commands ended in the last ``RETENTION``; of a member, in all accounts they joined (``bot.ports.links``)."""

    async def keep(self, member: Member, interests: Sequence[Interest], at: datetime) -> None:
        """Remember that these ended at that time, all by one command."""
        ...

    async def of(self, member: Member) -> Sequence[EndedInterest]:
        """What is remembered, the last ended first."""
        ...

    async def drop(self, member: Member, at: datetime) -> None:
        """Remember no more what ended at that time."""
        ...

    async def expire(self, now: datetime) -> None:
        """Forget, of everybody, what ended longer than ``RETENTION`` ago."""
        ...
