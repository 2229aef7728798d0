"""Members who show what they save, in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.model import Member, Tenant


class MemoryShownSaves:
    """See ``bot.ports.shown_saves.ShownSaves``."""

    title = "what you save is shown to your team"

    def __init__(self) -> None:
        self._since: dict[Member, datetime] = {}

    async def show(self, member: Member, at: datetime) -> None:
        self._since.setdefault(member, at)

    async def hide(self, member: Member) -> bool:
        return self._since.pop(member, None) is not None

    async def among(self, members: Sequence[Member]) -> frozenset[Member]:
        return frozenset(members) & self._since.keys()

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return [{"since": self._since[member].isoformat()}] if member in self._since else []

    def members(self) -> Iterable[Member]:
        return self._since

    def forget_member(self, member: Member) -> int:
        return int(self._since.pop(member, None) is not None)

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum([self.forget_member(member) for member in list(self._since) if member.tenant == tenant])
