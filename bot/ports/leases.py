"""Who does a piece of work until when, among all processes that share a database."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

RETENTION = timedelta(days=1)
"""How long a lease that has ended is remembered."""


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

    async def hold(self, names: Collection[str], holder: str, now: datetime, span: timedelta) -> frozenset[str]:
        """Acquire or renew, for ``span`` from now, those that nobody else holds; return which are the holder's now.

        Machines need not agree on the time: a server's own counts where the database is one, and ``now`` elsewhere.
        """
        ...

    async def give_back(self, names: Collection[str], holder: str) -> None:
        """Let anybody acquire at once those that the holder holds."""
        ...

    async def holders(self, prefix: str, now: datetime) -> Mapping[str, str]:
        """Who holds the leases whose names begin with ``prefix``, by name; time counts as in ``hold``."""
        ...

    async def expire(self, now: datetime) -> None:
        """Forget the leases that ended over a day ago."""
        ...
