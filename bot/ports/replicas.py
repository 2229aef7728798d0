"""The processes that share one database and serve together."""

from collections.abc import Awaitable, Callable
from typing import Protocol


class Replicas(Protocol):
    """The processes that share the database, this one among them."""

    def alive(self, platform: str) -> int:
        """How many of them serve this platform just now; never under 1."""
        ...

    def holds(self, work: str) -> bool:
        """Whether this process may do the work just now: never while another one may."""
        ...

    async def while_held(self, work: str, do: Callable[[], Awaitable[None]]) -> None:
        """Do the work as soon as this process may, until it has ended; what it raises is raised.

        Where the right to it is lost meanwhile, the work is cancelled, and begun anew once this process may again.
        """
        ...

    async def run(self) -> None:
        """Keep what is held, and look who else is there, until cancelled."""
        ...
