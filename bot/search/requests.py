"""Requests as people say them → the query language: "papers by Song Han since June" is ``author:"Song Han" since:…``.

Only whole ways of asking are understood, and what was made of them is said back; everything else stays words.
"""

import re
from datetime import date, timedelta

from bot.search.well_known import WELL_KNOWN

_NAMES = "January February March April May June July August September October November December".lower().split()
_MONTHS = {form: number for number, name in enumerate(_NAMES, start=1) for form in (name, name[:3])}
_THINGS = r"(?:papers?|articles?|preprints?|publications?|research|work)"
_LEAD = re.compile(
    rf"(?:(?:please )?(?:find|show|give|get|search)(?: me)?(?: for)? )?(?:(?:some|all|any|the|a) )?"
    rf"(?:(?P<new>newest|latest|most recent|recent|new)|(?P<top>most popular|most upvoted|best|top))?\s*{_THINGS}\s+"
    rf"(?P<about>about|on|regarding|related to|dealing with)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_SORTED = re.compile(
    rf"(?:the )?(?:(?P<new>newest|latest|most recent)|(?P<top>most popular|most upvoted))\s+(?:{_THINGS}|(?:on|about))"
    rf"(?:\s+(?P<rest>.+))?",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?:the )?(?:(?P<new>newest|latest|most recent|recent)|(?P<top>most popular|most upvoted|best|top))"
    r"(?:\s+(?P<rest>[^:]+))?\s+(?:papers|articles|preprints|publications)",
    re.IGNORECASE,
)
_NEWEST = re.compile(r"(?:the )?(?P<new>newest|latest|most recent)(?P<top>)\s+(?P<rest>.+)", re.IGNORECASE)
_NEWS = re.compile(
    r"(?:what(?:['’]s| is)|anything) (?P<new>new)(?P<top>)\s+(?:on|in|about|for|with)\s+(?P<rest>.+)", re.IGNORECASE
)
_BY = re.compile(
    rf"(?:(?:the )?(?P<new>newest|latest|recent)\s+)?{_THINGS}\s+(?P<how>by|from)\s+(?P<name>[^,:]+?)"
    rf"(?:\s+(?:about|on)\s+(?P<rest>.+))?",
    re.IGNORECASE,
)
_DAY = r"20\d\d-\d\d?-\d\d?"
_WHEN = re.compile(
    rf"(?:^|\s+)(?:published\s+)?(?:"
    rf"(?P<since>since|from|after)\s+(?:(?P<since_last>last|this)\s+(?P<since_unit>week|month|year)"
    rf"|(?P<month>{'|'.join(_MONTHS)})(?:\s+(?P<month_year>\d{{4}}))?|(?P<since_year>20\d\d)|(?P<yesterday>yesterday))"
    rf"|(?:in |from |over |of |during )?(?:the )?(?P<which>last|past|this)\s+(?:(?P<count>\d{{1,3}})\s+)?"
    rf"(?P<unit>day|week|month|year)s?"
    rf"|(?:in|during|of)\s+(?:(?P<in_month>{'|'.join(_MONTHS)})(?:\s+(?P<in_month_year>\d{{4}}))?)"
    rf"|(?:from|between)\s+(?P<first>{_DAY})\s+(?:to|until|till|and|-)\s+(?P<last>{_DAY})"
    rf"|(?P<side>since|from|after|until|before|on)\s+(?P<day>{_DAY})"
    rf"|in\s+(?P<year>20\d\d)"
    rf")\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?P<rest>.+?)\s+(?:by|from|at)\s+(?:the\s+)?(?P<name>[^\s,:]+(?:\s[^\s,:]+)?)", re.IGNORECASE)
_CODE = re.compile(rf"(?:{_THINGS}\s+with\s+code|(?:source )?code)\s+(?:for|on|about)\s+(?P<rest>.+)", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.\s?){1,3}[A-Z][\w'’-]+")
_TURNED = re.compile(r"([A-Z][\w'’-]+),\s+([A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*)?)")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def as_query(text: str, today: date) -> str | None:
    """The request in the query language; None where it is none, or uses that language already."""
    line = text.strip().rstrip("?.!")
    if re.search(r'[\w"]:|"', line):
        return None
    if _INITIALS.fullmatch(line):
        return f'author:"{line}"'
    if turned := _TURNED.fullmatch(line):
        return f'author:"{turned[2]} {turned[1]}"'
    line, when = _without_time(line, today)
    asked = _asked(line, today)
    if asked is None and not when:
        return None
    return " ".join(filter(None, (line if asked is None else asked, when)))


def _asked(line: str, today: date) -> str | None:
    if by := _BY.fullmatch(line):
        return " ".join(filter(None, (by["rest"], _whose(by, today), "sort:new" if by["new"] else "")))
    if code := _CODE.fullmatch(line):
        return f"{code['rest']} has:code"
    ways = (_LEAD, _SORTED, _KIND, _NEWS, _NEWEST)
    found = next(filter(None, (way.fullmatch(line) for way in ways)), None)
    if not found:
        return None
    order = "sort:new" if found["new"] else "sort:top" if found["top"] else ""
    rest = re.sub(r"^(?:on|about|in|for)\s+", "", found["rest"] or "", flags=re.IGNORECASE)
    if (by := _FROM.fullmatch(rest)) and _is_known(by["name"]):
        rest = f'{by["rest"]} org:"{by["name"]}"'
    return " ".join(filter(None, (rest, order)))


def _whose(by: re.Match[str], today: date) -> str:
    """The filter of "papers by …" or "papers from …": an author, an organisation, or a time."""
    how, name = by["how"].lower(), by["name"].strip()
    if how == "from" and (when := _WHEN.fullmatch(f"from {name}") or _WHEN.fullmatch(name)):
        return _days(when, today)
    return f'{"author" if how == "by" and not _is_known(name) else "org"}:"{name}"'


def _is_known(name: str) -> bool:
    return not WELL_KNOWN.isdisjoint(name.lower().split())


def _without_time(line: str, today: date) -> tuple[str, str]:
    """The line without what it says at its end of time, and that as filters."""
    found = _WHEN.search(line)
    if not found:
        return line, ""
    return line[: found.start()].strip(), _days(found, today)


def _days(found: re.Match[str], today: date) -> str:
    first, last = _span(found, today)
    return " ".join(filter(None, [f"since:{first}" if first else "", f"until:{last}" if last else ""]))


def _span(found: re.Match[str], today: date) -> tuple[date | str | None, date | str | None]:
    """First and last day; days that were written out stay as they are, for the language to read."""
    if found["first"]:
        return found["first"], found["last"]
    if found["day"]:
        side = found["side"].lower()
        before, only = side in ("until", "before"), side == "on"
        return None if before else found["day"], found["day"] if before or only else None
    if found["in_month"]:
        first = _month(_MONTHS[found["in_month"].lower()], found["in_month_year"], today)
        return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if found["year"]:
        return date(int(found["year"]), 1, 1), date(int(found["year"]), 12, 31)
    if found["since_year"]:
        return date(int(found["since_year"]), 1, 1), None
    if found["yesterday"]:
        return today - timedelta(days=1), None
    if found["month"]:
        return _month(_MONTHS[found["month"].lower()], found["month_year"], today), None
    which, unit = (found["since_last"] or found["which"]).lower(), (found["since_unit"] or found["unit"]).lower()
    if found["count"] or which == "past" or unit == "day":
        return today - timedelta(days=int(found["count"] or 1) * _DAYS[unit]), None
    return _beginning(unit, today, before=which == "last"), None


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
