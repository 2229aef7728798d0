"""The processes that share one database and serve together."""

from collections.abc import Awaitable, Callable
from typing import Protocol

Do = Callable[[], Awaitable[None]]


def do_nothing() -> None:
    """Do nothing: the default of a callback."""


class Replicas(Protocol):
    """The processes that share the database, this one among them."""

    def alive(self, platform: str) -> int:
        """How many of them serve this platform just now; never under 1."""
        ...

    def holds(self, work: str) -> bool:
        """Whether this process may do the work just now: never while another one may."""
        ...

    async def count(self, platform: str) -> int:
        """The same as ``alive``, asked for now: that is some seconds old."""
        ...

    async def while_held(self, work: str, do: Do, otherwise: Callable[[], None] = do_nothing) -> bool:
        """Do the work once this process may; True when it has ended. What it raises is raised.

        Where the right to it is lost meanwhile, the work is cancelled, and False returned. ``otherwise`` is called
        where another process has it, before that is waited for.
        """
        ...

    async def run(self) -> None:
        """Keep what is held, and look who else is there, until cancelled."""
        ...
