"""Turns and waits: never too fast, never for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import ConfigurationError, TryLater, Unavailable
from bot.pacing import Backoff, Pace, keep_trying
from tests.bot.sources.conftest import LeapingClock

NOON = datetime(2026, 8, 21, 12, tzinfo=UTC)


async def _begun(clock: LeapingClock, pace: Pace, turns: int) -> list[float]:
    """Seconds after noon at which each of so many turns began."""
    begun = []
    for _ in range(turns):
        await pace.turn()
        begun.append((clock.now() - NOON).total_seconds())
    return begun


async def test_turns_never_begin_faster_than_the_rate() -> None:
    clock = LeapingClock(NOON)
    assert await _begun(clock, Pace(clock, 4), 5) == pytest.approx([0, 0.25, 0.5, 0.75, 1])


async def test_after_a_silence_a_few_begin_at_once_and_the_rate_holds_all_the_same() -> None:
    clock = LeapingClock(NOON)
    begun = await _begun(clock, Pace(clock, 10, burst=5), 25)
    assert begun[4] == 0
    for at in begun:
        assert sum(at <= other < at + 1 for other in begun) <= 10 + 5


async def test_who_would_wait_too_long_is_sent_away_and_takes_no_turn() -> None:
    clock = LeapingClock(NOON)
    pace = Pace(clock, 1, longest=0.5)
    await pace.turn()
    for _ in range(3):
        with pytest.raises(TryLater) as late:
            await pace.turn()
        assert late.value.wait.total_seconds() == pytest.approx(1)
    assert clock.slept == []


async def test_several_processes_share_a_rate() -> None:
    clock, processes = LeapingClock(NOON), [1, 1, 4]
    pace = Pace(clock, 2, shared_by=lambda: processes.pop(0))
    assert await _begun(clock, pace, 3) == pytest.approx([0, 0.5, 1])
    assert await _begun(clock, Pace(clock, 2, shared_by=lambda: 4), 2) == pytest.approx([1, 3])


def test_waits_double_up_to_the_longest_and_begin_anew_after_success() -> None:
    waits = Backoff(longest=30)
    for due in (1, 2, 4, 8, 16, 30, 30):
        assert due / 2 <= waits.next() <= due
    waits.reset()
    assert waits.next() <= 1


class Failing:
    """Fails as it is told, each time after so many seconds; then returns."""

    def __init__(self, clock: LeapingClock, *failures: tuple[float, Exception]) -> None:
        self._clock = clock
        self._failures = list(failures)
        self.waits: list[float] = []

    async def attempt(self) -> str:
        if not self._failures:
            return "done"
        seconds, error = self._failures.pop(0)
        await self._clock.sleep(seconds)
        raise error

    def told(self, error: Exception, wait: float) -> None:
        self.waits.append(wait)


async def test_what_passes_is_tried_again_with_waits_that_grow_to_the_longest() -> None:
    clock = LeapingClock(NOON)
    failing = Failing(clock, *[(0, Unavailable("No network."))] * 9)
    assert await keep_trying(failing.attempt, clock, failing.told, longest=30) == "done"
    assert failing.waits[0] <= 1
    assert failing.waits[5] > 10
    assert max(failing.waits) <= 30
    assert (clock.now() - NOON).total_seconds() == pytest.approx(sum(failing.waits))


async def test_after_an_attempt_that_worked_for_long_the_waits_are_short_again() -> None:
    clock = LeapingClock(NOON)
    short, long = (5, Unavailable("No network.")), (31, Unavailable("Closed."))
    failing = Failing(clock, *[short] * 6, long, short)
    await keep_trying(failing.attempt, clock, failing.told, longest=30)
    assert failing.waits[5] > 10
    assert failing.waits[6] <= 1


async def test_a_wait_that_is_asked_for_is_kept() -> None:
    clock = LeapingClock(NOON)
    failing = Failing(clock, (0, Unavailable("Too fast.", timedelta(minutes=2))))
    await keep_trying(failing.attempt, clock, failing.told, longest=30)
    assert 120 < failing.waits[0] <= 121


@pytest.mark.parametrize("error", [ConfigurationError("Bad token."), KeyError("a bug")])
async def test_what_does_not_pass_by_itself_ends_it_at_once(error: Exception) -> None:
    clock = LeapingClock(NOON)
    failing = Failing(clock, (0, error))
    with pytest.raises(type(error)):
        await keep_trying(failing.attempt, clock, failing.told, longest=30)
    assert failing.waits == []


async def test_a_wrong_setting_is_the_end_even_where_everything_else_passes() -> None:
    clock = LeapingClock(NOON)
    failing = Failing(clock, (0, KeyError("a bug")), (0, ConfigurationError("Bad token.")))
    with pytest.raises(ConfigurationError):
        await keep_trying(failing.attempt, clock, failing.told, longest=30, passing=Exception)
    assert len(failing.waits) == 1
