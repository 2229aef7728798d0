"""Leases, in a dictionary."""

from datetime import datetime


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
