"""Who does a piece of work until when, among all processes that share a database."""

from datetime import datetime
from typing import Protocol


class Leases(Protocol):
    """Named leases, each held by at most one holder at a time. A holder that died loses its lease by time."""

    async def acquire(self, name: str, now: datetime, until: datetime, holder: str = "") -> datetime | None:
        """Acquire the lease ``name`` until ``until``. Return None if acquired, else when the holder's lease ends.

        A ``holder`` that names itself may acquire again what it holds: that renews the lease, and proves that it still
        holds it.
        """
        ...

    async def release(self, name: str, at: datetime) -> None:
        """Let anybody acquire the lease from ``at`` on, and nobody before."""
        ...

    async def until(self, name: str) -> datetime | None:
        """When the lease ends or ended; None where nobody ever held it."""
        ...
