"""What is new to who was here before. The browser remembers it; nothing is written down here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Paper

COOKIE = "paperboy-seen"
PAUSE = 30 * 60 * 1000
"""Milliseconds without a look, after which somebody is here anew: until then a reload shows the same as new."""
_A_YEAR = 31_536_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LastVisit:
    """In milliseconds since 1970: the newest paper shown before this visit, the newest shown by now, the last look."""

    before: int
    shown: int
    looked: int

    def is_new(self, paper: Paper) -> bool:
        """Whether the paper came after all that was shown before this visit."""
        return _arrived(paper) > self.before

    @property
    def remembered(self) -> tuple[str, str]:
        """The header by which the browser keeps it."""
        value = f"{self.before}-{self.shown}-{self.looked}"
        return "Set-Cookie", f"{COOKIE}={value}; Path=/; Max-Age={_A_YEAR}; SameSite=Lax; HttpOnly"


def this_visit(cookie: str, papers: Sequence[Paper], now: datetime) -> LastVisit:
    """The visit in which ``papers`` are shown, after what the browser remembers. At the first, nothing is new."""
    shown = max(map(_arrived, papers), default=0)
    looked = _milliseconds(now)
    last = _read(cookie)
    if last is None:
        return LastVisit(before=shown, shown=shown, looked=looked)
    before = last.shown if looked - last.looked > PAUSE else last.before
    return LastVisit(before=before, shown=max(last.shown, shown), looked=looked)


def _read(cookie: str) -> LastVisit | None:
    """None for what is not one of ours."""
    parts = cookie.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) <= 15 for part in parts):
        return None
    before, shown, looked = map(int, parts)
    return LastVisit(before=before, shown=shown, looked=looked)


def _arrived(paper: Paper) -> int:
    return _milliseconds(paper.first_seen) if paper.first_seen else 0


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
