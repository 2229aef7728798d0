"""What searches need is read on in the background."""

import asyncio
from datetime import timedelta

import pytest

from bot.services.search_upkeep import SearchUpkeep
from tests.bot.services.conftest import NOW
from tests.bot.sources.conftest import LeapingClock


class Warmed:
    """Counts how often it is told to read on, and ends the third time."""

    def __init__(self, clock: LeapingClock) -> None:
        self._clock = clock
        self.at: list[timedelta] = []

    async def warm(self) -> None:
        self.at.append(self._clock.now() - NOW)
        if len(self.at) == 3:
            raise asyncio.CancelledError


async def test_papers_that_came_are_read_on_every_half_minute() -> None:
    clock = LeapingClock(NOW)
    index = Warmed(clock)
    with pytest.raises(asyncio.CancelledError):
        await SearchUpkeep(index, clock).run()  # type: ignore[arg-type]
    assert index.at == [timedelta(0), timedelta(seconds=30), timedelta(seconds=60)]
