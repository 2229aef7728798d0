"""A clock that never waits, and a loopback server with real sockets."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.platforms.papers import PaperServer


class LeapingClock:
    """Sleeping moves it on at once; ``slept`` remembers each sleep in seconds."""

    def __init__(self, time: datetime) -> None:
        self.time = time
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> LeapingClock:
    return LeapingClock(datetime(2026, 8, 21, 15, tzinfo=UTC))


@pytest.fixture
async def server() -> AsyncIterator[PaperServer]:
    async with PaperServer() as server:
        yield server
