"""Daily picks come at the right local time: every zone of the tz database, clock changes both ways."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import schedule as sched
from bot.errors import BadQuery
from bot.model import Schedule

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
EVERY_DAY = frozenset(range(1, 8))
DAY = timedelta(days=1)


def due_times(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    found = []
    at = start
    while (at := sched.next_due(schedule, at)) <= end:
        found.append(at)
    return found


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_every_zone_posts_once_a_local_day_through_each_of_its_clock_changes() -> None:
    for zone, changes in zones_that_differ(2025, 2026):
        for change in changes:
            local = change.astimezone(ZoneInfo(zone))
            for minute in (-90, -30, 0, 15, 30, 60, 119):
                at = (local.replace(tzinfo=None) + timedelta(minutes=minute)).time().replace(second=0)
                schedule = Schedule(days=EVERY_DAY, at=at, zone=zone)
                days = [local.date() + n * DAY for n in range(-2, 2)]
                expected = [honest_slot(schedule, day) for day in days]
                assert due_times(schedule, expected[0] - timedelta(seconds=1), expected[-1]) == expected


def zones_that_differ(first: int, last: int) -> list[tuple[str, list[datetime]]]:
    """One zone for each set of clock changes: most of the 600 names are other names of the same."""
    found: dict[tuple[object, ...], tuple[str, list[datetime]]] = {}
    for zone in ZONES:
        changes = clock_changes(ZoneInfo(zone), first, last)
        found[(*changes, *(change.astimezone(ZoneInfo(zone)).utcoffset() for change in changes))] = zone, changes
    return list(found.values())


def honest_slot(schedule: Schedule, day: date) -> datetime:
    """Another way to the same answer: walk, minute by minute, until the wall clock reads ``at`` or later."""
    zone = ZoneInfo(schedule.zone)
    minute = datetime.combine(day, schedule.at, tzinfo=zone).astimezone(UTC) - timedelta(hours=3)
    while minute.astimezone(zone).replace(tzinfo=None) < datetime.combine(day, schedule.at):
        minute += timedelta(minutes=1)
    return minute


def clock_changes(zone: ZoneInfo, first: int, last: int) -> list[datetime]:
    days = [utc(first, 1, 1) + n * DAY for n in range((last - first + 1) * 365)]
    changed = [(a, b) for a, b in pairwise(days) if a.astimezone(zone).utcoffset() != b.astimezone(zone).utcoffset()]
    return [turning_point(zone, a, b) for a, b in changed]


def turning_point(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high.replace(second=0, microsecond=0)


@given(
    zone=st.sampled_from(ZONES),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    after=st.integers(0, 37 * 365 * 24 * 60).map(lambda minutes: utc(2000, 1, 1) + timedelta(minutes=minutes)),
)
def test_the_next_slot_is_the_first_one_later(zone: str, days: frozenset[int], at: time, after: datetime) -> None:
    schedule = Schedule(days=days, at=at, zone=zone)
    due = sched.next_due(schedule, after)
    assert after < due <= after + 15 * DAY
    assert sched.last_due(schedule, due) == due
    assert sched.last_due(schedule, due - timedelta(microseconds=1)) <= after
    wall = due.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    late = wall - datetime.combine(wall.date(), at)
    assert late == timedelta(0) or (late > timedelta(0) and out_of(zone, wall, late))
    assert wall.isoweekday() in days or wall.time() == time(0)  # a gap that ends the day: Nuuk, on spring's Saturdays


def out_of(zone: str, wall: datetime, late: timedelta) -> bool:
    """Whether the clock change really left out what the slot should have been."""
    meant = (wall - late).replace(tzinfo=ZoneInfo(zone))
    return meant.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall - late


def test_a_time_that_spring_leaves_out_moves_to_the_next_valid_minute() -> None:
    schedule = Schedule(days=EVERY_DAY, at=time(2, 30), zone="Europe/Berlin")
    assert sched.next_due(schedule, utc(2026, 3, 28, 12)) == utc(2026, 3, 29, 1, 0)  # 03:00 summer time
    assert sched.next_due(schedule, utc(2026, 3, 29, 1, 0)) == utc(2026, 3, 30, 0, 30)


def test_a_time_that_autumn_repeats_counts_the_first_time_only() -> None:
    schedule = Schedule(days=EVERY_DAY, at=time(2, 30), zone="Europe/Berlin")
    assert due_times(schedule, utc(2026, 10, 24, 12), utc(2026, 10, 25, 12)) == [utc(2026, 10, 25, 0, 30)]


def test_a_change_at_midnight_keeps_the_day() -> None:
    schedule = Schedule(days=EVERY_DAY, at=time(0, 30), zone="Africa/Cairo")
    (slot,) = due_times(schedule, utc(2026, 4, 23, 12), utc(2026, 4, 24, 12))
    assert slot.astimezone(ZoneInfo("Africa/Cairo")).isoformat() == "2026-04-24T01:00:00+03:00"


def test_a_day_that_a_zone_skipped_has_no_slot() -> None:
    schedule = Schedule(days=frozenset({5}), at=time(9), zone="Pacific/Apia")
    assert sched.slot_on(schedule, date(2011, 12, 30)) is None
    assert sched.next_due(schedule, utc(2011, 12, 24)) == sched.slot_on(schedule, date(2012, 1, 6))


def test_a_first_day_can_be_asked_for() -> None:
    schedule = Schedule(zone="Europe/Berlin")
    assert sched.next_due(schedule, utc(2026, 11, 23, 7), from_day=date(2026, 11, 24)) == utc(2026, 11, 24, 8)
    assert sched.next_due(schedule, utc(2026, 11, 23, 7), from_day=date(2027, 6, 5)) == utc(2027, 6, 7, 7)


def test_a_week_ends_with_its_last_scheduled_day() -> None:
    schedule = Schedule(zone="Europe/Berlin")
    friday = utc(2026, 11, 27, 8)
    assert sched.ends_week(schedule, friday, sched.next_due(schedule, friday))
    assert not sched.ends_week(schedule, friday - DAY, friday)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("09:00", time(9)), ("9", time(9)), ("9am", time(9)), ("9 PM", time(21)), ("9:30p.m.", time(21, 30)),
        ("0930", time(9, 30)), ("21.15", time(21, 15)), ("7h05", time(7, 5)), ("12am", time(0)), ("12pm", time(12)),
        ("noon", time(12)), ("midnight", time(0)), (" 23:59 ", time(23, 59)),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed: str, meant: time) -> None:
    assert sched.parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "soon", "24:00", "9:60", "13pm", "0am", "9:5", "12345", "-1", "９９"])
def test_what_is_no_time_is_answered_with_how_to_type_one(typed: str) -> None:
    with pytest.raises(BadQuery, match=r"09:00|23:59"):
        sched.parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weekdays", {1, 2, 3, 4, 5}), ("Daily", EVERY_DAY), ("every day", EVERY_DAY), ("weekends", {6, 7}),
        ("mon-fri", {1, 2, 3, 4, 5}), ("Mon – Wed", {1, 2, 3}), ("mon,wed,fri", {1, 3, 5}), ("sat-mon", {6, 7, 1}),
        ("tuesday and thursdays", {2, 4}), ("mo di", None), ("mo tu", {1, 2}), ("weekend,wed", {3, 6, 7}),
        ("Tues; Thurs.", {2, 4}),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(typed: str, meant: set[int] | None) -> None:
    if meant is None:
        with pytest.raises(BadQuery):
            sched.parse_days(typed)
    else:
        assert sched.parse_days(typed) == meant


def test_a_misspelt_day_gets_its_likely_meaning() -> None:
    with pytest.raises(BadQuery, match="Did you mean Wednesday"):
        sched.parse_days("wendesday")


@given(st.text(max_size=60))
def test_any_text_is_read_or_answered_kindly(text: str) -> None:
    for parse in (sched.parse_time, sched.parse_days):
        with suppress(BadQuery):
            assert parse(text) is not None


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        (Schedule(zone="Europe/Berlin"), "weekdays at 09:00 Europe/Berlin"),
        (Schedule(days=EVERY_DAY, at=time(18, 30)), "every day at 18:30 UTC"),
        (Schedule(days=frozenset({5, 1, 3}), zone="Etc/GMT-2"), "Mon, Wed and Fri at 09:00 UTC+2"),
        (Schedule(days=frozenset({7})), "Sun at 09:00 UTC"),
    ],
)
def test_a_schedule_is_told_in_words(schedule: Schedule, text: str) -> None:
    assert sched.schedule_text(schedule) == text


def test_a_moment_is_told_in_local_time() -> None:
    assert sched.moment_text(utc(2026, 11, 23, 8), "Europe/Berlin") == "Mon 23 Nov, 09:00"
