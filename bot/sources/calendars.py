"""When the sources announce papers: pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
DAY = timedelta(days=1)

_SUNDAY, _FRIDAY, _SATURDAY = 6, 4, 5
_EXTRA_DEFERRED = frozenset({date(2026, 12, 29), date(2026, 12, 31)})
"""Deferred announcements beyond the public holidays, as arXiv publishes them for each year."""


def days_between(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def weekdays(first: date, last: date) -> Sequence[date]:
    """Monday to Friday: the days of Daily Papers."""
    return [day for day in days_between(first, last) if day.weekday() < _SATURDAY]


def announcements(first: date, last: date) -> Sequence[date]:
    """The days of arXiv's feed. It is rebuilt at midnight Eastern and tells what was announced the evening before;
    there are no announcements on Friday and Saturday evenings, nor on the evenings of holidays."""
    return [day for day in days_between(first, last) if _announces(day - DAY)]


def feed_rebuilt(day: date) -> datetime:
    """The midnight at which arXiv's feed of ``day`` appears."""
    return datetime(day.year, day.month, day.day, tzinfo=EASTERN)


def _announces(evening: date) -> bool:
    return evening.weekday() not in (_FRIDAY, _SATURDAY) and evening not in _deferred(evening.year)


def _deferred(year: int) -> frozenset[date]:
    """The holidays that arXiv keeps, by the rules of the United States, and what else it deferred that year."""
    holidays = {
        date(year, 1, 1),
        _nth(year, 1, weekday=0, nth=3),
        date(year, 6, 19),
        _observed(date(year, 7, 4)),
        _nth(year, 9, weekday=0, nth=1),
        _nth(year, 11, weekday=3, nth=4),
        date(year, 12, 25),
    }
    return _EXTRA_DEFERRED | holidays


def _nth(year: int, month: int, *, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _observed(day: date) -> date:
    """A holiday on a Saturday is kept on Friday, one on a Sunday on Monday."""
    return day + {_SATURDAY: -DAY, _SUNDAY: DAY}.get(day.weekday(), timedelta(0))
