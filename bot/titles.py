"""Whether two titles are one. Pure."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.spelling import american
from bot.text import stem, words

SAME = 96
"""From this likeness (0 to 100) on, two titles differ by a typo at most."""
ALIKE = 84
"""From this likeness on a person may be asked whether they are one."""
_FEW_WORDS = 4
"""Titles of fewer words are shared by strangers."""
FEWEST_WORDS = 3
"""Of a title without its subtitle, to be worth a question."""
_TYPO = 75
_SHORT = 4
"""Letters. Shorter words mean something else with any other letter: on and of, Part A and Part B."""
_ARTICLES = {"a", "an", "the"}
_NUMBERING = re.compile(r"\d|^[ivx]{1,4}$")


class Likeness(Enum):
    """How sure it is that two titles are of one work."""

    SAME = auto()
    ALIKE = auto()
    OTHER = auto()


def likeness(one: str, other: str, *, shared_author: bool | None = None, near: float = SAME) -> Likeness:
    """Compare two titles. ``shared_author`` says whether the works share an author, or None where that is unknown.

    Numbers must be the same: Qwen2 is not Qwen2.5, nor Part I Part II. Words may differ by typos and endings alone:
    what is unsupervised is not supervised. Short titles need an author beside them. ``near`` (0 to 100) is how like
    they must be to be one.
    """
    ours, theirs = (words(title.replace("&", " and ")) for title in (one, other))
    if not ours or not theirs:
        return Likeness.OTHER
    ratio = fuzz.ratio(" ".join(ours), " ".join(theirs))
    telling = shared_author or len(ours) >= _FEW_WORDS
    if ratio >= near and telling and shared_author is not False and _same_words(ours, theirs):
        return Likeness.SAME
    return Likeness.ALIKE if ratio >= ALIKE or begins_with(ours, theirs) else Likeness.OTHER


def begins_with(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one is the other without its end: a subtitle is left out often."""
    shorter = min(len(ours), len(theirs))
    return shorter >= FEWEST_WORDS and ours[:shorter] == theirs[:shorter]


def _same_words(ours: list[str], theirs: list[str]) -> bool:
    if "".join(ours) == "".join(theirs):
        return True
    return _numbers(ours) == _numbers(theirs) and all(
        change.tag == "equal"
        or _same_word(
            "".join(ours[change.src_start : change.src_end]), "".join(theirs[change.dest_start : change.dest_end])
        )
        for change in Levenshtein.opcodes(ours, theirs)
    )


def _same_word(one: str, other: str) -> bool:
    """Whether two words are one but for a typo, an ending, or an article that one title lacks."""
    if not one or not other:
        return one + other in _ARTICLES
    if one == other or stem(american(one)) == stem(american(other)):
        return True
    long_enough = min(len(one), len(other)) >= _SHORT
    part = one.endswith(other) or other.endswith(one)
    return long_enough and not part and one[0] == other[0] and fuzz.ratio(one, other) >= _TYPO


def _numbers(title: list[str]) -> list[str]:
    return [word for word in title if _NUMBERING.search(word)]
