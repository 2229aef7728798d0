"""The processes that share one database and serve together."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

Do = Callable[[], Awaitable[None]]


def do_nothing() -> None:
    """Do nothing: the default of a callback."""


class Replicas(Protocol):
    """The processes that share the database, this one among them."""

    def alive(self, platform: str) -> int:
        """How many of them serve this platform just now; never under 1."""
        ...

    def ended(self, platform: str) -> int:
        """How many that served this platform have ended or fallen silent since this one looks: never fewer than before.

        Their number does not tell: one may come while another goes.
        """
        ...

    def holds(self, work: str) -> bool:
        """Whether this process may do the work just now: never while another one may."""
        ...

    async def count(self, platform: str) -> int:
        """The same as ``alive``, asked for now: that is some seconds old."""
        ...

    async def while_held(
        self, work: str, do: Do, otherwise: Callable[[], None] = do_nothing, *, together: str = ""
    ) -> bool:
        """Do the work once this process may; True when it has ended. What it raises is raised.

        Where the right to it is lost meanwhile, the work is cancelled, and False returned. ``otherwise`` is called
        where another process has it, before that is waited for. Processes that give the same word as ``together`` do
        it at the same time, and none that gives another or none.
        """
        ...

    async def done_by(self, work: str) -> str:
        """Which process does the work just now, or what those who do it together gave; '' for nobody."""
        ...

    async def share(self, works: Sequence[str], do: Callable[[str], Awaitable[None]]) -> None:
        """Do this process's part of the works, until cancelled; what one of them raises ends all, and is raised.

        Each is done by one process at a time, and none that calls this has more than its part (rounded up). What a
        process did that died is begun by others; to one that comes, each leaves what it has too many, one by one.
        """
        ...

    async def turn(self, name: str, seconds: float) -> None:
        """Wait for a turn: over all processes, each begins so many seconds after the one before, or later."""
        ...

    async def run(self) -> None:
        """Keep what is held, and look who else is there, until cancelled."""
        ...
