"""Time zones as people name them: IANA names, cities, countries, abbreviations, offsets. Nothing else becomes one."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from bot.cards import problems
from bot.errors import BadQuery, Unclear

_SPOKEN = {
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "ct": "America/Chicago", "cdt": "America/Chicago", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York", "pacific time": "America/Los_Angeles", "mountain time": "America/Denver",
    "central time": "America/Chicago", "eastern time": "America/New_York", "akst": "America/Anchorage",
    "cest": "CET", "eest": "EET", "west": "WET", "msk": "Europe/Moscow", "brt": "America/Sao_Paulo",
    "pkt": "Asia/Karachi", "sgt": "Asia/Singapore", "hkt": "Asia/Hong_Kong", "jst": "Asia/Tokyo", "kst": "Asia/Seoul",
    "ict": "Asia/Bangkok", "wib": "Asia/Jakarta", "sast": "Africa/Johannesburg", "eat": "Africa/Nairobi",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "acst": "Australia/Adelaide", "awst": "Australia/Perth",
    "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland", "z": "UTC", "gmt": "UTC",
    "san francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles", "boston": "America/New_York",
    "washington": "America/New_York", "washington dc": "America/New_York", "austin": "America/Chicago",
    "montreal": "America/Toronto", "munich": "Europe/Berlin", "hamburg": "Europe/Berlin", "cologne": "Europe/Berlin",
    "geneva": "Europe/Zurich", "lausanne": "Europe/Zurich", "barcelona": "Europe/Madrid", "milan": "Europe/Rome",
    "lyon": "Europe/Paris", "cambridge": "Europe/London", "oxford": "Europe/London", "edinburgh": "Europe/London",
    "manchester": "Europe/London", "st petersburg": "Europe/Moscow", "tel aviv": "Asia/Jerusalem",
    "beijing": "Asia/Shanghai", "shenzhen": "Asia/Shanghai", "hangzhou": "Asia/Shanghai", "guangzhou": "Asia/Shanghai",
    "mumbai": "Asia/Kolkata", "delhi": "Asia/Kolkata", "new delhi": "Asia/Kolkata", "bangalore": "Asia/Kolkata",
    "bengaluru": "Asia/Kolkata", "chennai": "Asia/Kolkata", "hyderabad": "Asia/Kolkata", "osaka": "Asia/Tokyo",
    "kyoto": "Asia/Tokyo", "hanoi": "Asia/Ho_Chi_Minh", "abu dhabi": "Asia/Dubai", "cape town": "Africa/Johannesburg",
    "nyc": "America/New_York", "new york city": "America/New_York", "sf": "America/Los_Angeles",
    "california": "America/Los_Angeles", "bombay": "Asia/Kolkata", "calcutta": "Asia/Kolkata", "koln": "Europe/Berlin",
    "munchen": "Europe/Berlin", "mez": "CET", "mesz": "CET",
    "rio de janeiro": "America/Sao_Paulo", "canberra": "Australia/Sydney", "wellington": "Pacific/Auckland",
}  # fmt: skip
"""What people call zones, where the tz database has no such name or means another (its EST has no summer time)."""

_SEVERAL = {
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ast": ("America/Halifax", "Asia/Riyadh"),
    "gst": ("Asia/Dubai", "Atlantic/South_Georgia"),
    "sst": ("Asia/Singapore", "Pacific/Pago_Pago"),
    "amt": ("America/Manaus", "Asia/Yerevan"),
    "georgia": ("Asia/Tbilisi", "America/New_York"),
    "congo": ("Africa/Brazzaville", "Africa/Lubumbashi"),
}
"""What people use for several zones, the most used first."""

_COUNTRIES = {
    "usa": "US", "us": "US", "united states of america": "US", "america": "US", "uk": "GB", "united kingdom": "GB",
    "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "holland": "NL",
    "the netherlands": "NL", "uae": "AE", "emirates": "AE", "korea": "KR", "south korea": "KR", "north korea": "KP",
    "czechia": "CZ", "russia": "RU", "vietnam": "VN", "ivory coast": "CI", "turkiye": "TR", "türkiye": "TR",
}  # fmt: skip
"""Countries as people call them, where the list that comes with the tz database has another name."""

_MOST_PEOPLE = (
    *("America/New_York", "America/Chicago", "America/Los_Angeles", "America/Denver", "America/Phoenix"),
    *("America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax"),
    *("Australia/Sydney", "Australia/Brisbane", "Australia/Perth", "Australia/Adelaide", "Australia/Darwin"),
    *("America/Sao_Paulo", "America/Manaus", "America/Mexico_City", "America/Tijuana", "America/Cancun"),
    *("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Europe/Samara", "Asia/Irkutsk", "Asia/Omsk"),
    *("Asia/Vladivostok", "Asia/Yakutsk", "Asia/Jakarta", "Asia/Makassar", "Asia/Shanghai", "Asia/Almaty"),
    *("America/Santiago", "America/Guayaquil", "Africa/Kinshasa", "Europe/Kyiv", "Pacific/Auckland"),
    *("Pacific/Port_Moresby", "Pacific/Tarawa", "Pacific/Pohnpei", "Pacific/Tahiti", "Antarctica/McMurdo"),
    *("Europe/Madrid", "Europe/Lisbon", "America/Nuuk", "Asia/Ulaanbaatar"),
)
"""Of countries with several clocks, the zones where most people live, in this order; the tz database counts nobody."""

_ORDINARY = frozenset(
    (
        *("act", "casey", "center", "central", "christmas", "davis", "easter", "eastern", "general", "lhi", "midway"),
        *("mountain", "navajo", "north", "pacific", "palmer", "south", "troll", "universal", "wake", "west", "zulu"),
    )
)
"""Ordinary words that happen to name a zone: typed alone, they may well mean something else."""

_OFFSET = re.compile(r"(?:(?P<word>utc|gmt|z)\s*)?(?P<sign>[+\-−–])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?")
_UNSIGNED = re.compile(r"(utc|gmt)\s*(\d{1,2}(?::?[0-5]\d)?)")
_ZERO = re.compile(r"(?:utc|gmt)\s*[+\-±]?\s*0{1,2}(?::?00)?")
_FIXED = re.compile(r"UTC([+-])(\d{2}):(\d{2})")
_MOST_HOURS = {"+": 14, "-": 12}
_LONGEST_NAME = 100
"""Letters. A text of many commas is no city, in no country, however often one asks."""
_MOST_OFFERED = 12


def zone_of(name: str) -> tzinfo:
    """The zone that a stored name stands for: an IANA zone, or an offset with minutes such as ``UTC+05:30``."""
    fixed = _FIXED.fullmatch(name)
    if not fixed:
        return ZoneInfo(name)
    offset = timedelta(hours=int(fixed[2]), minutes=int(fixed[3]))
    return timezone(offset if fixed[1] == "+" else -offset, name)


def parse_zone(text: str) -> str:
    """The zone that ``Europe/Berlin``, ``berlin``, ``India``, ``CET``, ``UTC+5:30`` or ``+2`` names, for ``zone_of``.

    Raises ``Unclear`` with the zones that may be meant, and ``BadQuery`` for what names none.
    """
    meant = zones_named(text)
    if len(meant) == 1:
        return meant[0]
    if meant:
        offered = tuple((zone_text(zone), zone) for zone in meant)
        raise Unclear(problems.several_zones(text), offered)
    names, word = _names(), _folded(text)
    if unsigned := _UNSIGNED.fullmatch(word):
        raise BadQuery(problems.no_zone(text, f"{unsigned[1].upper()}+{unsigned[2]}"))
    near = process.extractOne(word, list(names), scorer=fuzz.ratio, score_cutoff=75) if len(word) > 3 else None
    raise BadQuery(problems.no_zone(text, names[near[0]] if near else ""))


def known_zone(told: str) -> str:
    """The zone that a platform or a browser told of somebody, where it is one; else ''. It is a guess."""
    try:
        return parse_zone(told) if told else ""
    except BadQuery:
        return ""


def day_there(at: datetime, told: str, otherwise: str) -> date:
    """The date where somebody is: in the zone that a platform or a browser told of them, or else in another."""
    return at.astimezone(zone_of(known_zone(told) or otherwise)).date()


def zones_named(text: str) -> tuple[str, ...]:
    """Every zone that a text names; none where it names none, several where it stays unclear."""
    word = _folded(text) if len(text) <= _LONGEST_NAME else ""
    if not word:
        return ()
    if offset := _OFFSET.fullmatch(word):
        return _at(offset)
    if _ZERO.fullmatch(word):
        return ("UTC",)
    if spoken := _SPOKEN.get(word):
        return (spoken,)
    several = _SEVERAL.get(word) or _of_country(word)  # before names: the tz database also has a zone Portugal
    named = _names().get(word)
    found = several or ((named,) if named else _city_in(word))
    return found or (zones_named(word.removesuffix(" time")) if word.endswith(" time") else ())


def zone_text(zone: str) -> str:
    """A zone as people read it: ``Europe/Berlin``; ``Etc/GMT-2`` is ``UTC+2``, ``UTC+05:30`` is ``UTC+5:30``."""
    if fixed := _FIXED.fullmatch(zone):
        return f"UTC{fixed[1]}{int(fixed[2])}:{fixed[3]}"
    found = re.fullmatch(r"Etc/GMT([+-])(\d+)", zone)
    if not found:
        return zone
    return f"UTC{'-' if found[1] == '+' else '+'}{found[2]}" if found[2] != "0" else "UTC"


def _folded(text: str) -> str:
    """Small letters without accents, and one space between words."""
    letters = unicodedata.normalize("NFKD", text.replace("_", " ").casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _at(offset: re.Match[str]) -> tuple[str, ...]:
    """The zone of one offset. The tz database counts the other way round: Etc/GMT-2 is two hours ahead of UTC."""
    sign = "+" if offset["sign"] == "+" else "-"
    hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
    if hours > _MOST_HOURS[sign] or (hours == _MOST_HOURS[sign] and minutes):
        return ()
    if minutes:
        return (f"UTC{sign}{hours:02}:{minutes:02}",)
    return (f"Etc/GMT{'-' if sign == '+' else '+'}{hours}",) if hours else ("UTC",)


def _of_country(word: str) -> tuple[str, ...]:
    """A country's zone; several where its clocks differ, one for each way that they go, the most peopled first."""
    code = _COUNTRIES.get(word) or _country_codes().get(word.removeprefix("the "))
    zones = sorted(_country_zones().get(code or "", ()), key=_rank)
    by_clock: dict[tuple[timedelta | None, ...], str] = {}
    for zone in zones:
        by_clock.setdefault(_clock_of(zone), zone)
    return tuple(by_clock.values())[:_MOST_OFFERED]


def _rank(zone: str) -> tuple[int, bool]:
    """Where most people live first, then what the tz database names first."""
    place = _MOST_PEOPLE.index(zone) if zone in _MOST_PEOPLE else len(_MOST_PEOPLE)
    return place, zone not in _best_known()


def _city_in(word: str) -> tuple[str, ...]:
    """``berlin, germany``: the city's zone, where the country has it."""
    city, comma, country = (part.strip() for part in word.partition(","))
    if not comma or not country:
        return ()
    named, clocks = zones_named(city), {_clock_of(zone) for zone in zones_named(country)}
    return tuple(zone for zone in named if _clock_of(zone) in clocks)


def _clock_of(zone: str) -> tuple[timedelta | None, ...]:
    """How far from UTC it is in winter and in summer: zones that agree in this are one to people."""
    return tuple(datetime(2026, month, 1, tzinfo=UTC).astimezone(zone_of(zone)).utcoffset() for month in (1, 7))


@cache
def _names() -> Mapping[str, str]:
    """Every zone by its folded name and, where that is free, by its city; shorter names win."""
    zones = sorted(available_timezones() - {"localtime", "Factory", "posixrules"}, key=lambda zone: (len(zone), zone))
    names = {_folded(zone): zone for zone in zones if not re.search(r"GMT[+\-]?\d", zone) or "/" in zone}
    for zone in zones:
        if "/" in zone and not zone.startswith("Etc/"):
            names.setdefault(_folded(zone.rpartition("/")[2]), zone)
    return {name: zone for name, zone in names.items() if name not in _ORDINARY}


def _table(name: str) -> Sequence[list[str]]:
    lines = files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@cache
def _country_codes() -> Mapping[str, str]:
    return {_folded(name.replace("&", "and")).partition(" (")[0]: code for code, name in _table("iso3166.tab")}


@cache
def _best_known() -> frozenset[str]:
    """Of zones whose clocks agree from now on, the one that the tz database names first."""
    return frozenset(zone for _, _, zone, *_ in _table("zonenow.tab"))


@cache
def _country_zones() -> Mapping[str, tuple[str, ...]]:
    zones: dict[str, tuple[str, ...]] = {}
    for code, _, zone, *_ in _table("zone.tab"):
        zones[code] = (*zones.get(code, ()), zone)
    return zones
