"""Installations by others, in dictionaries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.model import Member, Tenant


class MemoryInstallations:
    """See ``bot.ports.installations.Installations``."""

    title = ""

    def __init__(self) -> None:
        self._sealed: dict[Tenant, tuple[datetime, str]] = {}
        self._states: dict[str, datetime] = {}

    async def save(self, tenant: Tenant, sealed: str, at: datetime) -> None:
        self._sealed[tenant] = (at, sealed)

    async def of(self, tenant: Tenant) -> str | None:
        kept = self._sealed.get(tenant)
        return kept[1] if kept else None

    async def erase(self, tenant: Tenant) -> bool:
        return self._sealed.pop(tenant, None) is not None

    async def of_platform(self, platform: str) -> dict[Tenant, str]:
        ours = [(at, tenant, sealed) for tenant, (at, sealed) in self._sealed.items() if tenant.platform == platform]
        return {tenant: sealed for _, tenant, sealed in sorted(ours)}

    async def begin(self, state: str, until: datetime) -> None:
        self._states[state] = until

    async def expire(self, now: datetime) -> None:
        self._states = {begun: until for begun, until in self._states.items() if until > now}

    async def finish(self, state: str, now: datetime) -> bool:
        await self.expire(now)
        return self._states.pop(state, None) is not None

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return ()

    def members(self) -> Iterable[Member]:
        return ()

    def forget_member(self, member: Member) -> int:
        return 0

    def forget_tenant(self, tenant: Tenant) -> int:
        return int(self._sealed.pop(tenant, None) is not None)
