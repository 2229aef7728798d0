"""How well a paper answers a query. Pure, and the same over every index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.search.understand import Group
from bot.text import words

AUTHOR, TEXT = 0.9, 0.55
"""What a hit in an author's or organisation's name, or only in the abstract, is worth beside one in the title."""
TOGETHER = 0.3
"""What words of the abstract gain by standing together, within ``WINDOW`` words: people remember sentences."""
WINDOW = 25
COVER = 0.08
BEGINS, HEADS = 0.1, 0.06
"""For a title that begins with what was typed; for one whose first word is the one typed: it is likely its name."""
SHORTEST_BEGINNING = 4
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
    """``whole`` says that title and names answer all of the query, so that the abstract has nothing to add."""

    candidate: Candidate
    score: float
    whole: bool = False


def rank(
    typed: Sequence[str], groups: Sequence[Group], found: Sequence[tuple[Candidate, frozenset[int]]]
) -> list[Scored]:
    """Best first. Beside each candidate: the numbers of the groups that the index said it has somewhere."""
    text = " ".join(typed)
    scored = [_scored(text, groups, candidate, known, ()) for candidate, known in found]
    return sorted(scored, key=lambda one: -one.score)


def rank_again(
    typed: Sequence[str], groups: Sequence[Group], scored: Sequence[Scored], abstracts: Mapping[int, str]
) -> list[Scored]:
    """The same with some abstracts read, and close calls at the top decided by the likeness of whole titles."""
    text = " ".join(typed)
    again = [
        _scored(text, groups, one.candidate, frozenset(), words(abstracts[one.candidate.doc]))
        if one.candidate.doc in abstracts
        else one
        for one in scored
    ]
    again.sort(key=lambda one: -one.score)
    top = [Scored(one.candidate, one.score + _likeness(text, one.candidate.title)) for one in again[:CLOSE_CALLS]]
    return sorted(top, key=lambda one: -one.score) + again[CLOSE_CALLS:]


def _scored(
    text: str, groups: Sequence[Group], candidate: Candidate, known: frozenset[int], abstract: Sequence[str]
) -> Scored:
    """Weight of what was hit, as a share of the weight at stake, plus what tells equals apart."""
    title = candidate.title.split()
    worths = _in_head(groups, frozenset(title), candidate)
    whole = min(worths, default=0.0) >= min(AUTHOR * 0.9, TEXT)
    hits = sum(worth > 0 for worth in worths)
    if abstract:
        worths = _with_abstract(groups, worths, abstract)
    else:
        worths = [max(worth, TEXT if number in known else 0.0) for number, worth in enumerate(worths)]
    total = sum(group.weight for group in groups) or 1.0
    got = sum(worth * group.weight for worth, group in zip(worths, groups, strict=True)) / total
    extra = COVER * min(1.0, hits / (len(title) or 1)) + POPULAR * min(candidate.upvotes, 1000).bit_length()
    return Scored(candidate, got + extra + _beginning(text, groups, candidate.title, title), whole)


def _in_head(groups: Sequence[Group], title: frozenset[str], candidate: Candidate) -> list[float]:
    worths = [group.worth(title) for group in groups]
    missing = [number for number, worth in enumerate(worths) if worth < AUTHOR]
    if missing and _may_hold(candidate.names, [groups[number] for number in missing]):
        names = frozenset(words(candidate.names))
        for number in missing:
            worths[number] = max(worths[number], AUTHOR * groups[number].worth(names))
    return worths


def _may_hold(names: str, groups: Sequence[Group]) -> bool:
    """A quick look that spares most candidates the folding of their names."""
    if not names.isascii():
        return True
    lower = names.lower()
    return any(word in lower for group in groups for word in group.words)


def _with_abstract(groups: Sequence[Group], worths: Sequence[float], abstract: Sequence[str]) -> list[float]:
    held = frozenset(abstract)
    in_text = [group.worth(held) for group in groups]
    together = _together(groups, abstract)
    return [max(worth, (TEXT + TOGETHER * together**2) * there) for worth, there in zip(worths, in_text, strict=True)]


def _together(groups: Sequence[Group], abstract: Sequence[str]) -> float:
    """The greatest share of the query's weight within any ``WINDOW`` words."""
    of_word = {word: number for number, group in enumerate(groups) for word in group.words}
    hits = [(place, of_word[word]) for place, word in enumerate(abstract) if word in of_word]
    weights = [group.weight for group in groups]
    best = 0.0
    for first, (place, _) in enumerate(hits):
        within = {number for at, number in hits[first : first + WINDOW] if at < place + WINDOW}
        best = max(best, sum(weights[number] for number in within))
    return best / (sum(weights) or 1.0)


def _beginning(text: str, groups: Sequence[Group], title: str, title_words: Sequence[str]) -> float:
    if len(text) >= SHORTEST_BEGINNING and title.startswith(text):
        return BEGINS
    return HEADS if len(groups) == 1 and title_words and groups[0].worth({title_words[0]}) else 0.0


def _likeness(text: str, title: str) -> float:
    return SORTED_WORDS * fuzz.token_sort_ratio(text, title) + PARTIAL * fuzz.partial_ratio(text, title)
