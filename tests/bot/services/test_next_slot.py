"""When a subscription posts next, whatever was posted, paused, or put off by a wrong clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.model import Active, Channel, Paused, Schedule, Stopped, Subscription, Tenant
from bot.services.next_slot import brought_back, due_after, is_too_far, with_next_slot

ROOM = Channel(Tenant("console", "here"), "room")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEKDAYS = frozenset({1, 2, 3, 4, 5})


def at(day: int, hour: int = 9) -> datetime:
    """In August 2026, whose 20th is a Thursday."""
    return datetime(2026, 8, day, hour, tzinfo=UTC)


DAILY = Subscription(id="s", channel=ROOM, owner=None, schedule=Schedule(zone="UTC"), next_due=at(20))
"""At nine on weekdays."""


@pytest.mark.parametrize(
    ("now", "newest", "due"),
    [
        (at(20, 8), None, at(20)),
        (at(20, 9), None, at(21)),
        (at(20, 10), None, at(21)),
        (at(21, 10), None, at(24)),
        (at(20, 8), at(19), at(20)),
        (at(20, 8), at(20, 7), at(21)),
        (at(20, 8), at(20, 8), at(21)),
        (at(20, 8), at(20, 9), at(20)),
        (at(20, 8), at(29), at(20)),
    ],
)
def test_the_next_post_is_on_no_local_day_that_had_one(now: datetime, newest: datetime | None, due: datetime) -> None:
    """A post of the future was made by a clock that was wrong, and keeps no day from its own."""
    assert DAILY.schedule.days == WEEKDAYS
    assert due_after(DAILY, now, newest) == due


@pytest.mark.parametrize(
    ("status", "due"),
    [
        (Active(), at(20)),
        (Stopped("gone"), None),
        (Paused(None), None),
        (Paused(date(2026, 8, 21)), at(21)),
        (Paused(date(2026, 8, 22)), at(24)),
        (Paused(date(2026, 8, 1)), at(20)),
    ],
)
def test_what_is_paused_posts_from_its_day_on_and_what_is_stopped_never(
    status: Active | Paused | Stopped, due: datetime | None
) -> None:
    assert due_after(replace(DAILY, status=status), at(20, 8), at(19)) == due


@pytest.mark.parametrize(
    ("next_due", "too_far"),
    [(None, False), (at(20), False), (at(21), False), (at(24), False), (at(25), True), (at(31), True)],
)
def test_a_slot_beyond_the_next_after_two_days_was_set_by_a_wrong_clock(
    next_due: datetime | None, too_far: bool
) -> None:
    assert is_too_far(replace(DAILY, next_due=next_due), at(20, 10)) == too_far


@pytest.mark.parametrize(("next_due", "too_far"), [(at(23), False), (at(24), True)])
def test_a_daily_slot_may_lie_three_days_ahead_in_another_zone(next_due: datetime, too_far: bool) -> None:
    daily = replace(DAILY, schedule=replace(DAILY.schedule, days=frozenset(range(1, 8))), next_due=next_due)
    assert is_too_far(daily, at(20, 10)) == too_far


def test_what_a_wrong_clock_put_off_is_brought_back_and_has_seen_nothing_of_the_future() -> None:
    put_off, now = replace(DAILY, next_due=at(31), seen_to=at(30)), at(20, 10)
    assert brought_back(put_off, now, None) == replace(put_off, next_due=at(21), seen_to=now)
    assert brought_back(replace(put_off, seen_to=at(19)), now, None).seen_to == at(19)
    assert brought_back(replace(put_off, seen_to=None), now, None).seen_to is None
    fine = replace(DAILY, next_due=at(21), seen_to=at(30))
    assert brought_back(fine, now, None) is fine
    stopped = replace(put_off, status=Stopped("gone"))
    assert brought_back(stopped, now, None) is stopped


def test_a_change_that_leaves_the_schedule_leaves_the_slot_and_any_other_finds_the_next() -> None:
    overdue, now = replace(DAILY, next_due=at(20)), at(20, 10)
    assert with_next_slot(replace(overdue, count=3), overdue, None, now).next_due == at(20), "it is still to be made"
    later = replace(overdue, schedule=replace(overdue.schedule, zone="Asia/Tokyo"))
    assert with_next_slot(later, overdue, None, now).next_due == at(21, 0)
    assert with_next_slot(DAILY, None, None, now).next_due == at(21)
    paused = replace(overdue, status=Paused(date(2026, 8, 30)))
    assert with_next_slot(DAILY, paused, None, now).next_due == at(21)
    unset = replace(overdue, next_due=None)
    assert with_next_slot(DAILY, unset, None, now).next_due == at(21)
    far = replace(overdue, next_due=at(31))
    assert with_next_slot(far, far, None, now).next_due == at(21)
