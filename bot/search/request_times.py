"""Times as people put them at the end of a request: "robots since June", "agents last week", "world models 2026"."""

import re
from datetime import date, timedelta

from bot.commands.dates import read_date
from bot.errors import BadQuery
from bot.search.dates import last_of_month

_NAMES = "January February March April May June July August September October November December".lower().split()
_MONTHS = {form: number for number, name in enumerate(_NAMES, start=1) for form in (name, name[:3])}
_MONTH = "|".join(_MONTHS)
_DAY = (
    r"(?:20\d\d-\d\d?-\d\d?|(?:the )?\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?"
    rf"(?:{_MONTH})\b(?:\s+20\d\d)?|the \d{{1,2}}(?:st|nd|rd|th)"
    rf"|(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+20\d\d)?)"
)
_WEEKDAY = r"(?:last\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_AGO = r"(?:\d{1,3}|an?|one|two|three|four|five|six)\s+(?:days?|weeks?|months?)\s+ago"
_WHEN = re.compile(
    rf"(?:^|\s+)(?:published\s+)?(?:"
    rf"(?P<since>since|from|after)\s+"
    rf"(?:(?P<since_last>last|this|(?:the )?(?:beginning|start) of (?:the|this))"
    rf"\s+(?P<since_unit>week|month|year)"
    rf"|(?P<month>{_MONTH})(?:\s+(?P<month_year>\d{{4}}))?)"
    rf"|(?:in |from |over |of |during )?(?P<the>the )?(?P<which>last|past|this)\s+(?:(?P<count>\d{{1,3}})\s+)?"
    rf"(?P<unit>day|week|month|year)s?"
    rf"|(?:in |from |of |during |for )?(?:the )?week of (?P<in_week>{_DAY})"
    rf"|(?:on |over |from |of |during )?(?:the |this |last |past )+(?P<weekend>weekend)"
    rf"|(?:in |from |of |during |over )?(?:the )?(?:(?P<week>first|second|third|fourth|last) week"
    rf"|(?P<third>early|mid|late|beginning|middle|end))(?:[ -]|\s+(?:of|in)\s+)"
    rf"(?P<part_month>{_MONTH})(?:\s+(?P<part_year>\d{{4}}))?"
    rf"|(?:in|during|of)\s+(?:(?P<in_month>{_MONTH})(?:\s+(?P<in_month_year>\d{{4}}))?)"
    rf"|(?:from|between)\s+(?P<first>{_DAY})\s+(?:to|until|till|and|-)\s+(?P<last>{_DAY})"
    rf"|(?P<side>since|from|after|until|before|on)\s+(?P<day>{_DAY})"
    rf"|(?P<near_side>since|after|until|before)\s+(?P<near>{_WEEKDAY}|{_AGO})"
    rf"|(?:(?:from|on|of)\s+)?(?P<only>{_WEEKDAY}|{_AGO})(?:['’]s)?"
    rf"|(?:from|between)\s+(?P<first_year>20\d\d)\s*(?:to|until|till|and|-)\s*(?P<last_year>20\d\d)"
    rf"|(?P<year_side>since|after|before|until|in|from|of)\s+(?P<year>20\d\d)"
    rf"|(?:(?P<yesterday_side>since|from|of|for)\s+)?(?P<yesterday>yesterday)(?:['’]s)?"
    rf"|(?:(?:since|from|of|for)\s+)?(?P<today>today)(?:['’]s)?"
    rf")\s*$",
    re.IGNORECASE,
)
_TO = r"\s*(?:to|until|till|and|-|–)\s*"
_SHARED_MONTH = re.compile(
    rf"(?:\b(?:from|between)\s+)?\b(?:(?P<month>{_MONTH})\s+(?P<first>\d{{1,2}}){_TO}(?P<last>\d{{1,2}})"
    rf"|(?P<own>(?:{_MONTH})\s+)?(?P<day>\d{{1,2}}){_TO}(?P<day_last>\d{{1,2}})\s+(?:of\s+)?(?P<month_last>{_MONTH}))\b"
    r"(?P<year>,?\s+20\d\d)?\s*$",
    re.IGNORECASE,
)
"""``august 18 to 20`` and ``18-20 august``: the month is said once."""
_LAST_WORD_YEAR = re.compile(r"(?P<rest>.*\b(?P<before>[\w.-]*[^\W\d_][\w.-]*))\s+(?P<year>20\d\d)")
_VENUES = frozenset(("interspeech", "neurips", "nips", "siggraph", "trec", "semeval"))
_YEARS_BACK = 3
"""So many years back a year at the end is when a paper came out; older ones name data: *COCO 2017*."""
_SATURDAY = 5
_WEEKS = ("first", "second", "third", "fourth", "last")
_THIRDS = {"early": 0, "beginning": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
Span = tuple[date | str | None, date | str | None]
"""First and last day; days that were written out in numbers stay as they are, for the language to read."""


def without_time(line: str, today: date) -> tuple[str, str]:
    """The line without what it says at its end of time, and that as filters; '' where it says nothing of it."""
    line = _SHARED_MONTH.sub(_each_with_its_month, line)
    if (found := _WHEN.search(line)) and (span := _span(found, today)):
        return line[: found.start()].strip(), _filters(span)
    found = _LAST_WORD_YEAR.fullmatch(line)
    if found and today.year - _YEARS_BACK <= int(found["year"]) <= today.year and not _names_an_event(found["before"]):
        return found["rest"], _filters(_years(found["year"], found["year"]))
    return line, ""


def time_alone(text: str, today: date) -> str | None:
    """A time and nothing else, as filters; None for anything else."""
    found = _WHEN.fullmatch(_SHARED_MONTH.sub(_each_with_its_month, text))
    span = _span(found, today) if found else None
    return _filters(span) if span else None


def _each_with_its_month(found: re.Match[str]) -> str:
    if found["own"]:
        return found[0]
    month, year = found["month"] or found["month_last"], found["year"] or ""
    first, last = found["first"] or found["day"], found["last"] or found["day_last"]
    return f"from {month} {first}{year} to {month} {last}{year}"


def _names_an_event(word: str) -> bool:
    """Whether a year belongs to the word before it: ICLR 2025, NeurIPS 2025."""
    return sum(letter.isupper() for letter in word) > 1 or word.lower() in _VENUES


def _filters(span: Span) -> str:
    first, last = span
    return " ".join(filter(None, [f"since:{first}" if first else "", f"until:{last}" if last else ""]))


def _span(found: re.Match[str], today: date) -> Span | None:
    """What is meant; None where there is no such day."""
    try:
        return _of_days(found, today) or _of_longer(found, today)
    except BadQuery:
        return None


def _of_days(found: re.Match[str], today: date) -> Span | None:
    if found["first"]:
        return _day(found["first"], today), _day(found["last"], today)
    if found["day"] or found["near"]:
        side, day = (found["side"] or found["near_side"]).lower(), _day(found["day"] or found["near"], today)
        before, only = side in ("until", "before"), side == "on"
        return None if before else day, day if before or only else None
    if found["only"]:
        day, longer = _day(found["only"], today), re.search("week|month", found["only"], re.IGNORECASE)
        return day, None if longer else day
    if found["yesterday"]:
        yesterday = today - timedelta(days=1)
        return yesterday, None if (found["yesterday_side"] or "").lower() == "since" else yesterday
    return (today, today) if found["today"] else None


def _day(text: str, today: date) -> date | str:
    return text if text[-1:].isdigit() and "-" in text else read_date(text, today)


def _of_longer(found: re.Match[str], today: date) -> Span:
    if found["in_week"]:
        day = read_date(found["in_week"], today)
        return (monday := day - timedelta(days=day.weekday())), monday + timedelta(days=6)
    if found["weekend"]:
        saturday = today - timedelta(days=(today.weekday() - _SATURDAY) % 7)
        return saturday, saturday + timedelta(days=1)
    if found["part_month"]:
        return _part_of_month(found, today)
    if found["in_month"]:
        first = _month(_MONTHS[found["in_month"].lower()], found["in_month_year"], today)
        return first, last_of_month(first)
    if found["first_year"]:
        return _years(found["first_year"], found["last_year"])
    if found["year"]:
        return _of_year(int(found["year"]), found["year_side"].lower())
    if found["month"]:
        return _month(_MONTHS[found["month"].lower()], found["month_year"], today), None
    return _lately(found, today)


def _part_of_month(found: re.Match[str], today: date) -> Span:
    """``the first week of August``, ``late August``: seven days, or a third of the month."""
    first = _month(_MONTHS[found["part_month"].lower()], found["part_year"], today)
    last = last_of_month(first)
    if found["week"]:
        week = _WEEKS.index(found["week"].lower())
        return (
            (last - timedelta(days=6), last)
            if week == len(_WEEKS) - 1
            else (first + timedelta(days=7 * week), first + timedelta(days=7 * week + 6))
        )
    third = _THIRDS[found["third"].lower()]
    return first + timedelta(days=10 * third), last if third == 2 else first + timedelta(days=10 * third + 9)


def _lately(found: re.Match[str], today: date) -> Span:
    """From some time ago on; *last week* ends where this one begins, *the last week* today."""
    which, unit = (found["since_last"] or found["which"]).lower(), (found["since_unit"] or found["unit"]).lower()
    if found["count"] or which == "past" or unit == "day" or (found["the"] and which == "last"):
        return today - timedelta(days=int(found["count"] or 1) * _DAYS[unit]), None
    first = _beginning(unit, today, before=which == "last")
    ends = which == "last" and not found["since_last"]
    return first, _beginning(unit, today, before=False) - timedelta(days=1) if ends else None


def _of_year(year: int, side: str) -> Span:
    match side:
        case "since":
            return date(year, 1, 1), None
        case "after":
            return date(year + 1, 1, 1), None
        case "before":
            return None, date(year - 1, 12, 31)
        case "until":
            return None, date(year, 12, 31)
    return date(year, 1, 1), date(year, 12, 31)


def _years(first: str, last: str) -> Span:
    return date(int(first), 1, 1), date(int(last), 12, 31)


def _month(number: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year), number, 1)
    return date(today.year - (number > today.month), number, 1)


def _beginning(unit: str, today: date, *, before: bool) -> date:
    """The first day of this week, month or year, or of the one before."""
    if unit == "week":
        return today - timedelta(days=today.weekday() + 7 * before)
    if unit == "year":
        return date(today.year - before, 1, 1)
    month = today.replace(day=1)
    return (month - timedelta(days=1)).replace(day=1) if before else month
