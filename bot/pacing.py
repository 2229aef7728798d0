"""How fast a platform is spoken to: turns of a queue, and waits between attempts."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from bot.errors import ConfigurationError, TryLater, Unavailable
from bot.ports.time import Clock

T = TypeVar("T")
OnFailure = Callable[[Exception, float], None]
"""Called with what an attempt failed by, and the seconds until the next one."""


class Pace:
    """A queue that lets at most ``rate`` turns a second begin, in the order in which they were asked for.

    After a silence, ``burst`` turns may begin at once. Who would wait longer than ``longest`` seconds is sent away.
    ``shared_by`` tells how many processes share the rate just now; each takes its part.
    """

    def __init__(
        self,
        clock: Clock,
        rate: float,
        *,
        burst: int = 1,
        longest: float = 10.0,
        shared_by: Callable[[], int] = lambda: 1,
    ) -> None:
        self._clock = clock
        self._rate = rate
        self._shared_by = shared_by
        self._burst = burst
        self._longest = longest
        self._empty_at = clock.monotonic()

    async def turn(self) -> None:
        """Wait for a turn. Raise ``TryLater`` at once, and take none, when it is too far away."""
        wait, empty_at = next_turn(self._empty_at, self._clock.monotonic(), self._shared_by() / self._rate, self._burst)
        if wait > self._longest:
            raise TryLater("too much is waiting to be sent already", timedelta(seconds=wait))
        self._empty_at = empty_at
        if wait > 0:
            await self._clock.sleep(wait)


def next_turn(empty_at: float, now: float, every: float, burst: int) -> tuple[float, float]:
    """Seconds until the next turn, and when the queue will be empty after it.

    The generic cell rate algorithm (ITU-T I.371): each turn moves the end of the queue on by ``every`` seconds, and
    may begin ``burst - 1`` turns ahead of it.
    """
    end = max(empty_at, now)
    return max(0.0, end - (burst - 1) * every - now), end + every


class Backoff:
    """Waits between attempts: each twice as long as the one before, up to ``longest`` seconds, none quite the same."""

    def __init__(self, longest: float, first: float = 1.0) -> None:
        self._first = first
        self._longest = longest
        self._wait = first

    def next(self) -> float:
        """Seconds to wait before the next attempt: between half and all of what is due, so that clients part."""
        wait, self._wait = self._wait, min(self._wait * 2, self._longest)
        return wait * random.uniform(0.5, 1.0)

    def reset(self) -> None:
        """Begin with the first wait again: an attempt succeeded."""
        self._wait = self._first


async def keep_trying(
    attempt: Callable[[], Awaitable[T]],
    clock: Clock,
    on_failure: OnFailure,
    *,
    longest: float,
    passing: type[Exception] = Unavailable,
    worked_after: float | None = None,
) -> T:
    """What ``attempt`` returns, begun anew for as long as it fails by what is ``passing``; all else ends it.

    A wrong setting never passes. The waits grow up to ``longest`` seconds, beside what an ``Unavailable`` asks for;
    they are short again after an attempt that went on for over ``worked_after`` seconds (``longest`` unless said).
    """
    backoff = Backoff(longest)
    while True:
        began = clock.monotonic()
        try:
            return await attempt()
        except ConfigurationError:
            raise
        except passing as error:
            if clock.monotonic() - began > (longest if worked_after is None else worked_after):
                backoff.reset()
            asked = error.wait.total_seconds() if isinstance(error, Unavailable) else 0.0
            wait = asked + backoff.next()
            on_failure(error, wait)
            await clock.sleep(wait)
