"""What was posted to a channel, to be read again."""

from collections.abc import Sequence
from typing import Protocol

from bot.model import Channel, Digest, DigestDay, FeedEntry


class DigestArchive(Protocol):
    """Reads digests that were made. Reading one teaches nothing and makes none."""

    async def channel(self, token: str) -> Channel | None:
        """The channel that a private address leads to; None for one that was revoked, or never was."""
        ...

    async def digests(self, channel: Channel, limit: int) -> Sequence[Digest]:
        """The channel's last digests, newest slot first; those without picks too."""
        ...

    async def days(self, channel: Channel, limit: int) -> Sequence[DigestDay]:
        """The local days of so many of the channel's last digests, newest first."""
        ...

    async def entries(self, digests: Sequence[Digest]) -> Sequence[FeedEntry]:
        """The picked papers with their reasons, in the order of the digests."""
        ...
