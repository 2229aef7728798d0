"""A year in seconds: an event loop whose time jumps to the next timer whenever nobody has anything to do."""

import asyncio
import math
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class _JumpingSelector(selectors.DefaultSelector):
    """Never waits: instead of sleeping until the next timer it moves the clock there."""

    jumped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if not ready:
            assert timeout is not None, "everybody waits for ever"
            self.jumped = math.nextafter(self.jumped + timeout, math.inf)  # else a rest too small to count would stay
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Timers fire in their order, without any waiting. For code that touches neither threads nor the network."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.jumped


class VirtualClock:
    """The ``Clock`` of a ``VirtualLoop``."""

    def __init__(self, start: datetime) -> None:
        self._start = start

    def now(self) -> datetime:
        # whole microseconds: asyncio's timers may fire a hair early
        return self._start + timedelta(microseconds=round(asyncio.get_running_loop().time() * 1_000_000))

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run to the end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]
