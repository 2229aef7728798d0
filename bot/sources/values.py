"""What can be kept of values from outside, whatever they turn out to be."""

import math
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from bot.latex import with_dashes
from bot.markup import without_markup
from bot.text import clean

LONGEST_TEXT = 20_000
LONGEST_LINE = 1_000
MAX_COUNT = 2**53
PLAUSIBLE_YEARS = range(1900, 2200)
_SECONDS, _MILLISECONDS = 10**8, 10**11
"""From where on a number may be seconds of Unix time, and from where on only thousandths."""
_NUMBER = re.compile(r"\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?\s*", re.ASCII)
_ADDRESS = re.compile(r"https?://[!-~]{3,480}")


def text(value: object, limit: int = LONGEST_TEXT) -> str:
    """One clean line without tags and entities; '' for anything that isn't text."""
    if not isinstance(value, str):
        return ""
    return with_dashes(clean(without_markup(value[:limit])))


def line(value: object) -> str:
    """The same for titles and names."""
    return text(value, LONGEST_LINE)


def count(value: object) -> int | None:
    """A whole number from 0; floats and numbers in text are read too; None for anything else."""
    if isinstance(value, str) and (written := _NUMBER.fullmatch(value)):
        value = int(written[1].replace(",", "")[:16])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return max(0, int(value)) if value <= MAX_COUNT else None


def day(value: object) -> date | None:
    """The UTC day of a time or date, in ISO's form, mail's or Unix's; None for a year that no paper can be of."""
    try:
        at = _time(value)
        read = (at.astimezone(UTC) if at.tzinfo else at).date() if at else None
    except (ValueError, OverflowError, OSError):
        return None
    return read if read and read.year in PLAUSIBLE_YEARS else None


def _time(value: object) -> datetime | None:
    if isinstance(value, int | float):
        if value < _SECONDS:
            return None
        return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC)
    written = value.strip() if isinstance(value, str) else ""
    if written[:1].isalpha() or " " in written[:3]:
        return parsedate_to_datetime(written)
    return datetime.fromisoformat(written.replace("/", "-")) if written else None


def address(value: object) -> str | None:
    """A web address as it stands; None for anything else."""
    given = value.strip() if isinstance(value, str) else ""
    return given if _ADDRESS.fullmatch(given) else None
