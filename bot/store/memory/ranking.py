"""Caches of ranking, in dictionaries."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.model import Member, Tenant
from bot.ports.ranking import Fit, StoredSpace


class MemoryProfiles:
    """See ``bot.ports.ranking.Profiles``."""

    title = ""

    def __init__(self, reacted: Callable[[Member], bool]) -> None:
        """``reacted`` says of whom there are reactions, in this account or one joined to it."""
        self._reacted = reacted
        self._kept: dict[tuple[Member, str], tuple[str, bytes]] = {}

    async def load(self, members: Sequence[Member], fit: Fit) -> Mapping[Member, bytes]:
        kept = {member: self._kept.get((member, fit.method), ("", b"")) for member in members}
        return {member: content for member, (version, content) in kept.items() if version == fit.version}

    async def save(self, profiles: Mapping[Member, bytes], fit: Fit) -> None:
        for member, content in profiles.items():
            self._kept.pop((member, fit.method), None)
            if content and self._reacted(member):
                self._kept[member, fit.method] = (fit.version, content)

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return ()

    def members(self) -> Iterable[Member]:
        return (member for member, _ in self._kept)

    def forget_member(self, member: Member) -> int:
        own = [key for key in self._kept if key[0] == member]
        return sum(self._kept.pop(key, None) is not None for key in own)

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum(self.forget_member(member) for member in {key[0] for key in self._kept} if member.tenant == tenant)


class MemorySpaces:
    """See ``bot.ports.ranking.Spaces``."""

    def __init__(self) -> None:
        self._kept: dict[str, StoredSpace] = {}

    async def load(self, method: str) -> StoredSpace | None:
        return self._kept.get(method)

    async def newest(self, method: str) -> Fit | None:
        return self._kept[method].fit if method in self._kept else None

    async def save(self, space: StoredSpace) -> None:
        self._kept[space.fit.method] = space
