"""When picks are due, in local wall-clock time, and times and days as people type and read them. Pure."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from rapidfuzz import fuzz, process

from bot.cards import problems
from bot.errors import BadQuery
from bot.model import Schedule
from bot.zones import zone_of, zone_text

DAY = timedelta(days=1)
_FURTHEST = 16
"""Days to look ahead: two weeks for a weekly slot whose own day a zone skipped, and the days that zones lie apart."""


def next_due(schedule: Schedule, after: datetime, *, from_day: date | None = None) -> datetime:
    """The first slot later than ``after``, on or after the local day ``from_day``. Aware UTC.

    Every scheduled local day has one slot: a time that a clock change leaves out moves to the next valid minute, a time
    that comes twice counts the first time. A day that a zone skipped whole (Samoa, 30 December 2011) has none.
    """
    first = local_day(schedule, after) - DAY
    first = max(first, from_day) if from_day else first
    days = (first + n * DAY for n in range(_FURTHEST))
    return next(slot for day in days if (slot := slot_on(schedule, day)) and slot > after)


def last_due(schedule: Schedule, until: datetime) -> datetime:
    """The newest slot at or before ``until``."""
    last = local_day(schedule, until) + DAY
    days = (last - n * DAY for n in range(_FURTHEST))
    return next(slot for day in days if (slot := slot_on(schedule, day)) and slot <= until)


def slot_on(schedule: Schedule, day: date) -> datetime | None:
    """The slot of one local day, or None when nothing is scheduled on it."""
    if day.isoweekday() not in schedule.days:
        return None
    zone = zone_of(schedule.zone)
    wall = datetime.combine(day, schedule.at, tzinfo=zone)
    slot = wall.astimezone(UTC)
    if slot.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return slot
    return _after_gap(wall, zone) if _exists(day, zone) else None


def local_day(schedule: Schedule, at: datetime) -> date:
    return at.astimezone(zone_of(schedule.zone)).date()


def ends_week(schedule: Schedule, slot: datetime, following: datetime) -> bool:
    """Whether a local ISO week comes to its end between two slots."""
    return local_day(schedule, slot).isocalendar()[:2] != local_day(schedule, following).isocalendar()[:2]


def _after_gap(wall: datetime, zone: tzinfo) -> datetime:
    """The first moment after the change that leaves ``wall`` out (PEP 495: fold 1 lies before it, fold 0 after)."""
    before, after = wall.replace(fold=1).astimezone(UTC), wall.astimezone(UTC)
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def _exists(day: date, zone: tzinfo) -> bool:
    ends = (datetime.combine(day, at, tzinfo=zone) for at in (time(0), time(23, 59)))
    return any(end.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == end.replace(tzinfo=None) for end in ends)


# Reading

_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?\s*(?P<half>[ap])?\.?(?:m\.?)?", re.IGNORECASE)
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS, _WEEKEND, _ALL = frozenset(range(1, 6)), frozenset({6, 7}), frozenset(range(1, 8))
_NAMED_DAYS = {"weekday": _WEEKDAYS, "workday": _WEEKDAYS, "weekend": _WEEKEND} | dict.fromkeys(
    ("daily", "everyday", "every day", "all", "day"), _ALL
)
_NAMED_DAYS |= dict.fromkeys(("weekly", "every week", "once a week"), frozenset({1}))


def parse_time(text: str) -> time:
    """``09:00``, ``9``, ``9am``, ``9.30 pm``, ``0930``, ``21h15``, ``noon``. Raises ``BadQuery``."""
    word = text.strip().casefold()
    if word in _NAMED_TIMES:
        return _NAMED_TIMES[word]
    found = _TIME.fullmatch(word)
    if found is None:
        raise BadQuery(problems.no_time(text))
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        raise BadQuery(problems.past_the_day(text))
    return time(hour, minute)


def parse_days(text: str) -> frozenset[int]:
    """``weekdays``, ``daily``, ``mon-fri``, ``mon and fri``, ``every monday``; ISO weekdays. Raises ``BadQuery``."""
    word = " ".join(text.casefold().split())
    if named := _NAMED_DAYS.get(word):
        return named
    word = re.sub(r"^(?:every|each|on) ", "", word)
    if named := _NAMED_DAYS.get(word) or _NAMED_DAYS.get(word.removesuffix("s")):
        return named
    parts = [part for part in re.split(r"[\s,;/+&]+", re.sub(r"\s*[-–]\s*", "-", word)) if part and part != "and"]
    days: set[int] = set()
    for part in parts:
        days |= _day_range(part)
    if not days:
        raise BadQuery(problems.NO_DAYS)
    return frozenset(days)


def readable_days(text: str) -> frozenset[int]:
    """The same days; none where they can't be read."""
    try:
        return parse_days(text)
    except BadQuery:
        return frozenset()


def _day_range(text: str) -> frozenset[int]:
    if named := _NAMED_DAYS.get(text) or _NAMED_DAYS.get(text.removesuffix("s")):
        return named
    first, dash, last = text.partition("-")
    start, end = _day(first), _day(last) if dash else _day(first)
    return frozenset((start - 1 + n) % 7 + 1 for n in range((end - start) % 7 + 1))


_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _day(text: str) -> int:
    word = text.strip(" .").removesuffix("s") if len(text) > 4 else text.strip(" .")
    fits = [number for number, name in enumerate(_FULL_DAYS, 1) if len(word) > 1 and name.startswith(word)]
    if len(fits) == 1:
        return fits[0]
    near = process.extractOne(word, _FULL_DAYS, scorer=fuzz.ratio, score_cutoff=70)
    raise BadQuery(problems.no_day(text, near[0] if near else ""))


# Wording


def schedule_text(schedule: Schedule) -> str:
    """``weekdays at 09:00 Europe/Berlin``."""
    return f"{days_text(schedule.days)} at {schedule.at:%H:%M} {zone_text(schedule.zone)}"


def days_text(days: frozenset[int]) -> str:
    named = {_ALL: "every day", _WEEKDAYS: "weekdays", _WEEKEND: "weekends"}
    if days in named:
        return named[days]
    *most, last = [DAY_NAMES[day - 1] for day in sorted(days)]
    return f"{', '.join(most)} and {last}" if most else last


def moment_text(at: datetime, zone: str) -> str:
    """``Mon 23 Nov, 09:00`` in a zone."""
    local = at.astimezone(zone_of(zone))
    return f"{DAY_NAMES[local.isoweekday() - 1]} {local.day} {local:%b}, {local:%H:%M}"
