"""Turns and waits: never too fast, never for ever."""

from datetime import UTC, datetime

import pytest

from bot.errors import TryLater
from bot.pacing import Backoff, Pace
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


async def test_a_rate_can_change() -> None:
    clock = LeapingClock(NOON)
    pace = Pace(clock, 1)
    pace.rate = 2
    assert await _begun(clock, pace, 3) == pytest.approx([0, 0.5, 1])


def test_waits_double_up_to_the_longest_and_begin_anew_after_success() -> None:
    waits = Backoff(longest=30)
    for due in (1, 2, 4, 8, 16, 30, 30):
        assert due / 2 <= waits.next() <= due
    waits.reset()
    assert waits.next() <= 1
