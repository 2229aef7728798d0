"""Whether two titles are one. Pure."""

import re
from enum import Enum, auto

from rapidfuzz import fuzz

from bot.text import words

SAME = 96
"""From this likeness (0 to 100) on, two titles differ by a typo at most."""
_ALIKE = 84
_FEW_WORDS = 4
"""Titles of fewer words are shared by strangers."""
_NUMBERING = re.compile(r"\d|^[ivx]{1,4}$")


class Likeness(Enum):
    """How sure it is that two titles are of one work."""

    SAME = auto()
    ALIKE = auto()
    OTHER = auto()


def likeness(one: str, other: str, *, shared_author: bool | None = None, near: float = SAME) -> Likeness:
    """Compare two titles. ``shared_author`` says whether the works share an author, or None where that is unknown.

    Numbers must be the same: Qwen2 is not Qwen2.5, nor Part I Part II. Short titles need an author beside them.
    ``near`` (0 to 100) is how like they must be to be one.
    """
    ours, theirs = words(one), words(other)
    if not ours or not theirs:
        return Likeness.OTHER
    ratio = fuzz.ratio(" ".join(ours), " ".join(theirs))
    if shared_author is False or _numbers(ours) != _numbers(theirs):
        return Likeness.ALIKE if ratio >= _ALIKE else Likeness.OTHER
    telling = shared_author or len(ours) >= _FEW_WORDS
    if ratio >= near and telling:
        return Likeness.SAME
    return Likeness.ALIKE if ratio >= _ALIKE else Likeness.OTHER


def _numbers(title: list[str]) -> list[str]:
    return [word for word in title if _NUMBERING.search(word)]
