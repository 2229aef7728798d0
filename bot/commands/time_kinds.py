"""The kinds of arguments that say when: a day, a time of day, days of the week, a time zone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from bot.commands.dates import read_date
from bot.commands.kinds import Kind
from bot.errors import BadQuery
from bot.schedule import parse_days, parse_time
from bot.zones import parse_zone, zones_named

_TIME = re.compile(
    r"[0-9]{1,2}|0[0-9]{3}|[0-9]{1,2}(?:[:.h][0-9]{2})?\s*[ap]\.?m\.?|[0-9]{1,2}[:.h][0-9]{2}|noon|midday|midnight",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:africa|america|antarctica|asia|atlantic|australia|europe|indian|pacific)/\S+", re.IGNORECASE)

_ANY_DAY = date(2000, 1, 3)
"""Whether a day can be read hardly depends on what day it is; 29 February is read anew then."""


@dataclass(frozen=True, slots=True)
class DayName(Kind[Callable[[date], date]]):
    """A day, which may depend on what day it is today. ``ahead``: one to come is meant."""

    ahead: bool = False

    def looks_like(self, text: str) -> bool:
        try:
            self.read(text)
        except BadQuery:
            return False
        return True

    def read(self, text: str) -> Callable[[date], date]:
        read_date(text, _ANY_DAY, ahead=self.ahead)
        return lambda today: read_date(text, today, ahead=self.ahead)


class TimeOfDay(Kind[time]):
    """A local time."""

    @property
    def hint(self) -> str:
        return "such as 09:00"

    def looks_like(self, text: str) -> bool:
        return _TIME.fullmatch(text) is not None

    def read(self, text: str) -> time:
        return parse_time(text)


class Weekdays(Kind[frozenset[int]]):
    """Days of the week, by their ISO numbers."""

    @property
    def hint(self) -> str:
        return "weekdays, daily, or such as mon,wed,fri"

    def looks_like(self, text: str) -> bool:
        try:
            return bool(parse_days(text))
        except BadQuery:
            return False

    def read(self, text: str) -> frozenset[int]:
        return parse_days(text)


class Zone(Kind[str]):
    """A time zone, for ``bot.zones.zone_of``."""

    suggested = True

    @property
    def hint(self) -> str:
        return "such as Europe/Berlin, India or UTC+2"

    def looks_like(self, text: str) -> bool:
        """Only what names one; ``Europe/Berln`` is meant as one too, and is answered with the nearest."""
        return bool(zones_named(text)) or _ZONE.fullmatch(text) is not None

    def read(self, text: str) -> str:
        return parse_zone(text)
