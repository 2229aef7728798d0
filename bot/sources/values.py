"""What can be kept of values from outside, whatever they turn out to be."""

import math
import re
from datetime import UTC, date, datetime
from html import unescape

from bot.latex import with_dashes
from bot.text import clean

LONGEST_TEXT = 20_000
LONGEST_LINE = 1_000
MOST = 2**53
PLAUSIBLE_YEARS = range(1900, 2200)
_ADDRESS = re.compile(r"https?://[!-~]{3,480}")


def text(value: object, limit: int = LONGEST_TEXT) -> str:
    """One clean line; '' for anything that isn't text."""
    if not isinstance(value, str):
        return ""
    value = unescape(value[:limit]) if "&" in value else value[:limit]
    return with_dashes(clean(value))


def line(value: object) -> str:
    """The same for titles and names."""
    return text(value, LONGEST_LINE)


def count(value: object) -> int | None:
    """A whole number from 0; floats and digits in text are read too; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:16])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return max(0, int(value)) if value <= MOST else None


def day(value: object) -> date | None:
    """The UTC day of an ISO time or date; None for a year that no paper can be of."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        read = (at.astimezone(UTC) if at.tzinfo else at).date()
    except (ValueError, OverflowError):
        return None
    return read if read.year in PLAUSIBLE_YEARS else None


def address(value: object) -> str | None:
    """A web address as it stands; None for anything else."""
    given = value.strip() if isinstance(value, str) else ""
    return given if _ADDRESS.fullmatch(given) else None
