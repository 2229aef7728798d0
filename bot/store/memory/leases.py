"""Leases, in a dictionary."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.ports.leases import RETENTION


class MemoryLeases:
    """See ``bot.ports.leases.Leases``."""

    def __init__(self) -> None:
        self._leases: dict[str, tuple[datetime, str]] = {}

    async def acquire(self, name: str, now: datetime, until: datetime, holder: str = "") -> datetime | None:
        ends, held_by = self._leases.get(name, (now, ""))
        if ends > now and not (holder and holder == held_by):
            return ends
        self._leases[name] = until, holder
        return None

    async def release(self, name: str, at: datetime) -> None:
        self._leases[name] = at, ""

    async def until(self, name: str) -> datetime | None:
        return self._leases[name][0] if name in self._leases else None

    async def hold(self, names: Collection[str], holder: str, now: datetime, span: timedelta) -> frozenset[str]:
        return frozenset([name for name in names if await self.acquire(name, now, now + span, holder) is None])

    async def give_back(self, names: Collection[str], holder: str) -> None:
        self._leases = {
            name: (ends, by) for name, (ends, by) in self._leases.items() if name not in names or by != holder
        }

    async def holders(self, prefix: str, now: datetime) -> Mapping[str, str]:
        return {name: by for name, (ends, by) in self._leases.items() if name.startswith(prefix) and ends > now}

    async def expire(self, now: datetime) -> None:
        self._leases = {name: (ends, by) for name, (ends, by) in self._leases.items() if ends >= now - RETENTION}
