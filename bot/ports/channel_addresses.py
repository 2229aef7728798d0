"""Private addresses of channels' digests: which channel each leads to."""

from datetime import datetime
from typing import Protocol

from bot.model import Channel


class ChannelAddresses(Protocol):
    """One private address a channel. Tokens are never kept: an address is known by a digest of its token, its mark."""

    async def put(self, channel: Channel, mark: str, made: datetime) -> None:
        """Keep an address for a channel, in place of the last one."""
        ...

    async def channel(self, mark: str) -> Channel | None:
        """The channel that an address leads to; None for one that was revoked, or never was."""
        ...

    async def made(self, channel: Channel) -> datetime | None:
        """Since when the channel has an address; None without one."""
        ...

    async def revoke(self, channel: Channel) -> bool:
        """End the channel's address; False where there was none."""
        ...
