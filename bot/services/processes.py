"""How many processes share a database and an account, so that they can share its limits too."""

from datetime import datetime, timedelta
from uuid import uuid4

from bot.ports.key_value import KeyValue
from bot.ports.time import Clock

SILENT = timedelta(seconds=50)
"""A process that said nothing for so long is gone."""


class Processes:
    """The processes that call ``count`` again and again, well within ``SILENT``. All of them use the same ``name``."""

    def __init__(self, state: KeyValue, name: str, clock: Clock) -> None:
        self._state = state
        self._prefix = f"{name}.process."
        self._own = self._prefix + uuid4().hex
        self._clock = clock

    async def count(self) -> int:
        """Announce this process; return how many are running, this one included."""
        now = self._clock.now()
        await self._state.put(self._own, now.isoformat())
        alive = 0
        for name, last in (await self._state.named(self._prefix)).items():
            if now - datetime.fromisoformat(last) < SILENT:
                alive += 1
            else:
                await self._state.put(name, None)
        return max(1, alive)

    async def leave(self) -> None:
        """Announce that this process ends."""
        await self._state.put(self._own, None)
