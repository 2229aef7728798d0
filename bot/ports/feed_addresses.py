"""Private addresses of feeds: whose they are."""

from datetime import datetime
from typing import Protocol

from bot.model import Member


class FeedAddresses(Protocol):
    """One private address a member. Tokens are never kept: an address is known by a digest of its token, its mark."""

    async def put(self, member: Member, mark: str, made: datetime) -> None:
        """Keep an address for a member, in place of the last one."""
        ...

    async def owner(self, mark: str) -> Member | None:
        """Whose address this is; None for one that was revoked, or never was."""
        ...

    async def made(self, member: Member) -> datetime | None:
        """Since when the member has an address; None without one."""
        ...

    async def revoke(self, member: Member) -> bool:
        """End the member's address; False where there was none."""
        ...
