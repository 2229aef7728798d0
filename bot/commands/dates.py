"""Days as people write them: ``monday``, ``3 days ago``, ``a week``, ``1 September``, ``2026-08-20``. Pure."""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.cards import problems
from bot.errors import BadQuery

_NEAR = {
    "": 0, "today": 0, "now": 0, "yesterday": -1, "tomorrow": 1,
    "day before yesterday": -2, "day after tomorrow": 2,
}  # fmt: skip
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_LEAD = re.compile(r"(?:until|till|to|for|on|from|of|the|in)\s+")
_SPAN = re.compile(r"(?P<number>\d{1,4}|[a-z]+)?\s*(?P<unit>d|days?|w|weeks?|months?)(?P<ago>\s+ago)?")
_WEEKDAY = re.compile(r"(?:(?P<which>last|next|this|coming)\s+)?(?P<day>[a-z]+)")
_DAY_OF_MONTH = re.compile(
    r"(?:(?P<alone>\d{1,2})(?:st|nd|rd|th)"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:of\s+)?(?P<month>[a-z]{3,9})"
    r"|(?P<month_first>[a-z]{3,9})\.?\s*(?P<day_last>\d{1,2})(?:st|nd|rd|th)?),?(?:\s+(?P<year>\d{4}))?"
)
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
_SLASHED = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})")
_DAYS_OF = {"d": 1, "w": 7, "m": 30}
_WEEKDAYS = tuple(day.casefold() for day in calendar.day_name)
_MONTHS = tuple(month.casefold() for month in calendar.month_name)


def read_date(text: str, today: date, *, ahead: bool = False) -> date:
    """The day that is meant. ``ahead``: it lies in the future, so that ``3 days`` are three to come, and ``monday`` the
    next one; else they are the last ones. Raises ``BadQuery`` with what to type instead."""
    word = " ".join(text.casefold().split()).rstrip(".!?")
    while lead := _LEAD.match(word):
        word = word[lead.end() :]
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word])
    for reading in _READINGS:
        if found := reading(word, today, ahead):
            return found
    raise BadQuery(problems.no_date(text, ahead=ahead))


def _written_in_full(word: str, today: date, ahead: bool) -> date | None:
    dotted = _DOTTED.fullmatch(word)
    if slashed := _SLASHED.fullmatch(word):
        return _of_slashes(int(slashed["first"]), int(slashed["second"]), int(slashed["year"]))
    try:
        if dotted:
            return date(int(dotted["year"]), int(dotted["month"]), int(dotted["day"]))
        return date.fromisoformat(word.replace("/", "-"))
    except ValueError:
        return None


def _of_slashes(first: int, second: int, year: int) -> date | None:
    """``21/08/2026`` and ``08/21/2026``; None for ``03/04/2026``, which is another day in Europe than in America."""
    days = {day for month, number in ((first, second), (second, first)) if (day := _date_of(year, month, number))}
    return days.pop() if len(days) == 1 else None


def _span(word: str, today: date, ahead: bool) -> date | None:
    found = _SPAN.fullmatch(word)
    number = _number(found["number"]) if found else 0
    if not found or not number or (found["ago"] and ahead):
        return None
    days = timedelta(days=number * _DAYS_OF[found["unit"][0]])
    return today + days if ahead else today - days


def _number(word: str | None) -> int:
    return int(word) if word and word.isdecimal() else _NUMBERS.get(word or "", 0)


def _weekday(word: str, today: date, ahead: bool) -> date | None:
    """The coming or the last one; today counts only where the past is meant and no ``last`` says otherwise."""
    found = _WEEKDAY.fullmatch(word)
    named = [n for n, name in enumerate(_WEEKDAYS) if found and len(found["day"]) > 2 and name.startswith(found["day"])]
    if not found or len(named) != 1 or found["which"] in (("last",) if ahead else ("next", "coming")):
        return None
    if ahead:
        return today + timedelta(days=(named[0] - today.weekday() - 1) % 7 + 1)
    back = (today.weekday() - named[0]) % 7
    return today - timedelta(days=back or (7 if found["which"] == "last" else 0))


def _coming_week(word: str, today: date, ahead: bool) -> date | None:
    """``next week`` begins on its Monday, ``next month`` on its first."""
    if not ahead or word not in ("next week", "next month"):
        return None
    if word == "next week":
        return today + timedelta(days=7 - today.weekday())
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def _day_of_month(word: str, today: date, ahead: bool) -> date | None:
    found = _DAY_OF_MONTH.fullmatch(word)
    if found and found["alone"]:
        return _nearest_such_day(int(found["alone"]), today, ahead)
    name = (found["month"] or found["month_first"]) if found else ""
    months = [number for number, month in enumerate(_MONTHS) if name and month.startswith(name)]
    if not found or len(months) != 1:
        return None
    day = int(found["day"] or found["day_last"])
    if found["year"]:
        return _date_of(int(found["year"]), months[0], day)
    return next(_on_the_right_side(months[0], day, today, ahead), None)


def _nearest_such_day(day: int, today: date, ahead: bool) -> date | None:
    """``the 10th``: of this month, or of the next or last one that has such a day on the right side of today."""
    months = (today.year * 12 + today.month - 1 + (step if ahead else -step) for step in range(3))
    found = (_date_of(month // 12, month % 12 + 1, day) for month in months)
    return next((one for one in found if one and (one > today if ahead else one <= today)), None)


def _on_the_right_side(month: int, day: int, today: date, ahead: bool) -> Iterator[date]:
    """The day in the nearest year in which it is to come, or has come."""
    for year in (today.year, today.year + 1 if ahead else today.year - 1):
        found = _date_of(year, month, day)
        if found and (found > today if ahead else found <= today):
            yield found


def _date_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READINGS: tuple[Callable[[str, date, bool], date | None], ...] = (
    _written_in_full,
    _span,
    _coming_week,
    _weekday,
    _day_of_month,
)
