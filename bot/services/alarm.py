"""Waiting for a moment or for a word, whichever comes first."""

import asyncio
from datetime import datetime, timedelta

from bot.ports.time import Clock

LONGEST = timedelta(minutes=1)
"""Nobody sleeps longer at a stretch: another process may add work, and a machine's clock may be set."""


class Alarm:
    """One waits, many ring. A ring that comes while nobody waits is kept for the next wait."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    def ring(self) -> None:
        self._rung.set()

    async def wait(self, until: datetime | None) -> None:
        """Return at ``until`` (None: nothing is planned), at a ring, or after a minute, whichever comes first."""
        left = LONGEST if until is None else min(until - self._clock.now(), LONGEST)
        ringing = asyncio.ensure_future(self._rung.wait())
        sleeping = asyncio.ensure_future(self._clock.sleep(max(0.0, left.total_seconds())))
        try:
            await asyncio.wait((ringing, sleeping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (ringing, sleeping):
                task.cancel()
        self._rung.clear()
