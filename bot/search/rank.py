"""How well a paper answers a query. Pure, and the same over every index."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.search.understand import Group
from bot.text import words

AUTHOR, TEXT = 0.9, 0.65
"""What a hit in an author's or organisation's name, or only in the abstract, is worth beside one in the title."""
COVER = 0.08
POPULAR = 0.002
CLOSE_CALLS = 30
SORTED_WORDS, PARTIAL = 0.0006, 0.0004
"""Per percent of likeness of the whole title; only told apart at the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A paper as far as ranking needs it. ``title`` is folded; ``names`` is a text of authors and organisation, only
    folded when the title leaves something to be found."""

    doc: int
    title: str
    names: str
    upvotes: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    candidate: Candidate
    score: float


def rank(
    typed: Sequence[str], groups: Sequence[Group], found: Sequence[tuple[Candidate, frozenset[int]]]
) -> list[Scored]:
    """Best first. Beside each candidate: the numbers of the groups that the index said it has somewhere."""
    total = sum(group.weight for group in groups) or 1.0
    scored = [
        Scored(candidate, _score(groups, candidate, known) / total + _trace(candidate)) for candidate, known in found
    ]
    scored.sort(key=lambda one: -one.score)
    text = " ".join(typed)
    top = [Scored(one.candidate, one.score + _likeness(text, one.candidate.title)) for one in scored[:CLOSE_CALLS]]
    return sorted(top, key=lambda one: -one.score) + scored[CLOSE_CALLS:]


def _score(groups: Sequence[Group], candidate: Candidate, known: frozenset[int]) -> float:
    """Weight of what was hit, plus how much of the title that covers (as a share of the weight at stake)."""
    title = frozenset(candidate.title.split())
    got = total = 0.0
    hits = 0
    names: frozenset[str] | None = None
    for number, group in enumerate(groups):
        worth = group.worth(title)
        hits += worth > 0
        if worth < AUTHOR:
            names = frozenset(words(candidate.names)) if names is None else names
            worth = max(worth, AUTHOR * group.worth(names), TEXT if number in known else 0.0)
        got += worth * group.weight
        total += group.weight
    return got + COVER * total * min(1.0, hits / (len(title) or 1))


def _trace(candidate: Candidate) -> float:
    return POPULAR * min(candidate.upvotes, 1000).bit_length()


def _likeness(text: str, title: str) -> float:
    return SORTED_WORDS * fuzz.token_sort_ratio(text, title) + PARTIAL * fuzz.partial_ratio(text, title)
