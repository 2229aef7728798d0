"""Candidates by their words: lookups from strict to loose, until there is enough."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from bot.meaning.word_table import word_table
from bot.search.lookups import Lookups
from bot.search.query_expansion import mended

TITLES = 40
RARE_ALONE = 400
LONG = 5
"""More words than these that all match are an answer by themselves: somebody pasted a title."""
MOST_RELAXED, RELAXED_CAP = 6, 60
"""Relaxed lookups at most, and papers that each brings: a bound on the time of one search on whatever machine."""
FEW = 10
"""Papers that hold all words; where there are fewer, meaning helps."""
KNOWN_ITEM = 3
"""More words than these that all stand in one title, or a single one that does: it is meant, and nothing like it."""


@dataclass(slots=True, kw_only=True)
class Gathered:
    """Documents found, each with the numbers of the terms that it is known to have.

    ``answered``: the words alone answer the query, and meaning has nothing to add. ``held``: some paper holds all of
    many words; it is meant, and words that are like them would only be noise.
    """

    found: dict[int, frozenset[int]] = field(default_factory=dict)
    answered: bool = False
    held: bool = False

    def add(self, docs: Sequence[int], known: Sequence[int]) -> None:
        for doc in docs:
            self.found[doc] = self.found.get(doc, frozenset()).union(known)


def gather(lookups: Lookups, *, typing: bool) -> Gathered:
    """Look up from strict to loose, until enough is found; while somebody is ``typing``, in titles and names first.

    A match in the title counts more than one only in the abstract, so one missing word is tried in titles before
    anything is looser in abstracts. Of a single word all papers are told, however many have it in the title.
    """
    gathered, needed, phrases = Gathered(), lookups.needed, lookups.query.phrases
    if not lookups.narrowed:
        gathered.add(_beginning_so(lookups), ())
    gathered.add(lookups.holding(needed, whole=False), needed)
    in_titles = bool(gathered.found)
    known_item = in_titles and (len(needed) == 1 or len(needed) > KNOWN_ITEM)
    gathered.answered = bool(phrases) or known_item or _named(lookups) or len(gathered.found) >= FEW
    enough = len(gathered.found) >= lookups.wanted
    if (enough and (typing or len(needed) > 1)) or (in_titles and len(needed) > LONG):
        return gathered
    gathered.add(lookups.holding(needed, whole=True), needed)
    gathered.held = bool(gathered.found) and len(needed) > KNOWN_ITEM
    enough = len(gathered.found) >= lookups.wanted
    if not phrases and not (enough and in_titles and len(needed) > 2):
        _relax(lookups, gathered)
    return gathered


def _beginning_so(lookups: Lookups) -> list[int]:
    typed = lookups.query.words
    beginnings = dict.fromkeys((" ".join(typed), " ".join(mended(typed, lookups.terms))))
    return list(lookups.index.titles(list(filter(None, beginnings)), TITLES))


def _relax(lookups: Lookups, gathered: Gathered) -> None:
    """As many ways as terms in any case, the others while there is not enough."""
    ways = _fewer(lookups)[:MOST_RELAXED]
    certain = len(lookups.needed)
    for numbers, docs in lookups.each_in_heads(ways[:certain], cap=RELAXED_CAP):
        gathered.add(docs, numbers)
    others = lookups.each_in_heads(ways[certain:], cap=RELAXED_CAP)
    while len(gathered.found) < lookups.wanted and (found := next(others, None)):
        gathered.add(found[1], found[0])


def _named(lookups: Lookups) -> bool:
    """Whether somebody is named.

    By a word that is nothing else in the field (Cook may be meant to cook), or by words that are all names.
    """
    spelled = lookups.needed_words
    names = [word for word in spelled if lookups.index.vocabulary.is_name(word)]
    return len(names) == len(spelled) or not all(map(word_table().knows, names))


def _fewer(lookups: Lookups) -> list[tuple[int, ...]]:
    """Fewer and fewer terms.

    Words that are nowhere left out, then each in turn, commonest first, then the telling ones alone and in pairs.
    """
    terms, needed = lookups.terms, lookups.needed
    rarest = sorted((n for n in needed if terms[n].count), key=lambda n: terms[n].count)
    known = tuple(n for n in needed if n in rarest)
    without_one = [tuple(n for n in known if n != left_out) for left_out in reversed(rarest)]
    alone = [(n,) for n in rarest[:2] if terms[n].count <= RARE_ALONE]
    pairs = [tuple(sorted(pair)) for pair in combinations(rarest[:3], 2)]
    return [way for way in dict.fromkeys([known, *without_one, *alone, *pairs]) if way and way != needed]
