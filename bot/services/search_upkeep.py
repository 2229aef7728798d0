"""Keeps what this process knows of the search index up to date."""

from bot.ports.search_index import SearchIndex
from bot.ports.time import Clock

PAUSE = 30.0
"""Seconds after which papers that any process stored are known to spelling and completion, searched for or not."""


class SearchUpkeep:
    """Reads ahead what searches need, and goes on as papers come."""

    def __init__(self, index: SearchIndex, clock: Clock) -> None:
        self._index = index
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._index.warm()
            await self._clock.sleep(PAUSE)
