"""Waiting until a moment or until woken, whichever comes first."""

import asyncio
from datetime import datetime, timedelta

from bot.ports.time import Clock

MAX_SLEEP = timedelta(minutes=1)
"""Nobody sleeps longer at a stretch: another process may add work, and a machine's clock may be set."""


class Wakeup:
    """One task waits, others wake it; a call that comes while nobody waits is kept for the next wait."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def wait(self, until: datetime | None) -> None:
        """Return at ``until`` (None: nothing is planned), at ``wake``, or after a minute, whichever comes first."""
        left = MAX_SLEEP if until is None else min(until - self._clock.now(), MAX_SLEEP)
        waking = asyncio.ensure_future(self._woken.wait())
        sleeping = asyncio.ensure_future(self._clock.sleep(max(0.0, left.total_seconds())))
        try:
            await asyncio.wait((waking, sleeping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (waking, sleeping):
                task.cancel()
        self._woken.clear()
