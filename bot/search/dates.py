"""Days as people type them in ``since:`` and ``until:``."""

import re
from calendar import monthrange
from datetime import date, timedelta

_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}
_NAMED = {"today": 0, "yesterday": 1, "week": 7, "month": 30, "year": 365}
_AGO = re.compile(r"(\d{1,5})(d|w|m|y)(?:ays?|eeks?|onths?|ears?)?")
_CALENDAR = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")


def span(text: str, today: date) -> tuple[date, date] | None:
    """First and last day of what is meant: ``7d`` (ago), ``week``, ``2026-08-01``, ``2026-08``, ``2026``; else None."""
    text = text.strip().lower()
    if text in _NAMED:
        day = _ago(today, _NAMED[text])
        return day, day
    if ago := _AGO.fullmatch(text):
        day = _ago(today, int(ago[1]) * _UNITS[ago[2]])
        return day, day
    if parts := _CALENDAR.fullmatch(text):
        return _calendar(*(int(part) if part else None for part in parts.groups()))
    return None


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=min(days, (today - date.min).days))


def _calendar(year: int | None, month: int | None = None, day: int | None = None) -> tuple[date, date] | None:
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day is not None:
        return first, first
    return first, last_of_month(first if month else first.replace(month=12))


def last_of_month(day: date) -> date:
    """The last day of the month that a day lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])
