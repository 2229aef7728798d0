"""Processes that share a database, as a test wants them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from bot.ports.replicas import Do, do_nothing


class FakeReplicas:
    """``number`` processes. Those that share ``turn`` do each piece of work one after the other."""

    def __init__(self, turn: asyncio.Lock | None = None) -> None:
        self.number = 1
        self.gone = 0
        self._turn = turn or asyncio.Lock()
        self._held: dict[str, asyncio.Task[None]] = {}

    def alive(self, platform: str) -> int:
        return self.number

    async def count(self, platform: str) -> int:
        return self.number

    def ended(self, platform: str) -> int:
        return self.gone

    def holds(self, work: str) -> bool:
        return work in self._held

    async def while_held(
        self, work: str, do: Do, otherwise: Callable[[], None] = do_nothing, *, together: str = ""
    ) -> bool:
        if self._turn.locked():
            otherwise()
        async with self._turn:
            self._held[work] = task = asyncio.ensure_future(do())
            try:
                await asyncio.wait({task})
            finally:
                self._held.pop(work, None)
                task.cancel()
                await asyncio.wait({task})
            if task.cancelled():
                return False
            task.result()
            return True

    async def done_by(self, work: str) -> str:
        return "a process" if self._turn.locked() else ""

    async def share(self, works: Sequence[str], do: Callable[[str], Awaitable[None]]) -> None:
        await asyncio.gather(*(self.while_held(work, partial(do, work)) for work in works))

    async def turn(self, name: str, seconds: float) -> None:
        """At once."""

    def lose(self, work: str) -> None:
        """Another process takes over."""
        self._held.pop(work).cancel()

    async def run(self) -> None:
        """Nothing to renew."""
