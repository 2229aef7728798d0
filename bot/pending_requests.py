"""Requests that are not answered yet: the end of the program waits for them, within bounds."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

FINISH_SECONDS = 4.0
"""How long an end waits for answers in hand. Whoever stops a process often kills it after ten seconds."""


class PendingRequests:
    """Counts requests from their arrival to the end of their answer."""

    def __init__(self) -> None:
        self._count = 0
        self._nothing = asyncio.Event()
        self._nothing.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one more for as long as this context lasts."""
        self._count += 1
        self._nothing.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._nothing.set()

    async def finished(self, seconds: float = FINISH_SECONDS) -> int:
        """Wait until none is pending, for so many seconds at most; return how many are left then."""
        try:
            async with asyncio.timeout(seconds):
                await self._nothing.wait()
        except TimeoutError:
            pass
        return self._count
