"""Private addresses of feeds, in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.model import Member, Tenant


class MemoryFeedAddresses:
    """See ``bot.ports.feed_addresses.FeedAddresses``."""

    title = "private feed"

    def __init__(self) -> None:
        self._addresses: dict[Member, tuple[str, datetime]] = {}

    async def put(self, member: Member, mark: str, made: datetime) -> None:
        self._addresses[member] = (mark, made)

    async def owner(self, mark: str) -> Member | None:
        return next((member for member, (theirs, _) in self._addresses.items() if theirs == mark), None)

    async def made(self, member: Member) -> datetime | None:
        return self._addresses[member][1] if member in self._addresses else None

    async def revoke(self, member: Member) -> bool:
        return self._addresses.pop(member, None) is not None

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return [{"made": self._addresses[member][1].isoformat()}] if member in self._addresses else []

    def members(self) -> Iterable[Member]:
        return tuple(self._addresses)

    def forget_member(self, member: Member) -> int:
        return int(self._addresses.pop(member, None) is not None)

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum([self.forget_member(member) for member in self.members() if member.tenant == tenant])
