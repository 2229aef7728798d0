"""Caches of ranking, in dictionaries."""

from collections.abc import Mapping, Sequence

from bot.model import Member, Tenant
from bot.ports.ranking import StoredSpace


class MemoryProfiles:
    """See ``bot.ports.ranking.Profiles``."""

    title = ""

    def __init__(self) -> None:
        self._kept: dict[Member, tuple[str, bytes]] = {}

    async def load(self, members: Sequence[Member], space: str) -> Mapping[Member, bytes]:
        kept = {member: self._kept[member] for member in members if member in self._kept}
        return {member: content for member, (version, content) in kept.items() if version == space}

    async def save(self, profiles: Mapping[Member, bytes], space: str) -> None:
        for member, content in profiles.items():
            self._kept.pop(member, None)
            if content:
                self._kept[member] = (space, content)

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return ()

    def forget_member(self, member: Member) -> int:
        return int(self._kept.pop(member, None) is not None)

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum(self.forget_member(member) for member in list(self._kept) if member.tenant == tenant)


class MemorySpaces:
    """See ``bot.ports.ranking.Spaces``."""

    def __init__(self) -> None:
        self._kept: StoredSpace | None = None

    async def load(self) -> StoredSpace | None:
        return self._kept

    async def save(self, space: StoredSpace) -> None:
        self._kept = space
