"""How well a paper answers a query. Pure, and the same over every index."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter, mul
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.search.query_expansion import SPLIT, UNFINISHED, QueryTerm, mended
from bot.text import words

AUTHOR, TEXT = 0.9, 0.5
"""What a hit in an author's or organisation's name, or only in the abstract, is worth beside one in the title."""
TOGETHER, SHARPNESS = 0.38, 4
"""What words of the abstract gain by standing together, within ``WINDOW`` words: people remember sentences. It falls
steeply with the share of the words that do."""
WINDOW = 25
COVER = 0.05
BEGINS, HEADS = 0.1, 0.06
"""For a title that begins with what was typed; for one whose first word is the one typed: it is likely its name."""
NAMED = 0.1
"""For names in which the query's words stand side by side: Song Han comes before Han Song."""
SHORTEST_BEGINNING = 4
POPULAR = 0.002
BESIDE = 0.1
"""For words of the query that stand side by side in the title: *test-time* scaling."""
CLOSE_CALLS = 20
SORTED_WORDS, PARTIAL = 0.0006, 0.0004
"""Per percent of likeness of the whole title; only told apart at the top."""


class Candidate(NamedTuple):
    """A paper as far as ranking needs it. ``title`` is folded; ``names`` is a text of authors and organisation, only
    folded when the title leaves something to be found."""

    doc: int
    title: str
    names: str
    upvotes: int = 0


class Scored(NamedTuple):
    """``whole`` says that title and names answer all of the query, so that the abstract has nothing to add."""

    candidate: Candidate
    score: float
    whole: bool = False


Hits = Mapping[str, Sequence[tuple[int, float]]]
"""Words of papers, and which terms of a query each is a hit of, with its worth."""

_score_of = attrgetter("score")


_NOTHING: Mapping[int, float] = {}


class Relevance:
    """One query, laid out so that each word of a paper is looked up once, however many words would be a hit.

    ``close`` says how near documents are to it in meaning, which adds to what their words say.
    """

    def __init__(self, typed: Sequence[str], terms: Sequence[QueryTerm], close: Mapping[int, float] = _NOTHING) -> None:
        self._text = " ".join(typed)
        self._beginnings = (self._text, " ".join(mended(typed, terms))) if len(typed) > 1 else (self._text,)
        self._close = close
        self._terms = terms
        self._weights = [term.weight for term in terms]
        self._total = sum(self._weights) or 1.0
        self._splits = [(number, term.split) for number, term in enumerate(terms) if term.split]
        self._hits: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, term in enumerate(terms):
            for word, worth in term.words.items():
                self._hits[word].append((number, worth))
        self._nowhere = [0.0] * len(terms)
        self._named = [(number, tuple(term.words)) for number, term in enumerate(terms) if term.named]
        self._names: dict[int, tuple[Sequence[float], bool]] = {}
        self._telling = self._hits.keys() | {half for _, split in self._splits for half in split}

    def add_hits(self, hits: Hits) -> None:
        """Take more words for hits, where they are none yet."""
        for word in hits.keys() - self._hits.keys():
            self._hits[word] = list(hits[word])
        self._telling |= hits.keys()

    def rank(self, found: Iterable[tuple[Candidate, frozenset[int]]]) -> list[Scored]:
        """Best first. Beside each candidate: the numbers of the terms that the index said it has somewhere."""
        return sorted((self._scored(one, known, ()) for one, known in found), key=_score_of, reverse=True)

    def rank_closer(self, scored: Iterable[Scored], close: Mapping[int, float]) -> list[Scored]:
        """The same where it is known better how near in meaning some are."""
        before, self._close = self._close, close
        again = []
        for one in scored:
            doc = one.candidate.doc
            again.append(one._replace(score=one.score + close.get(doc, 0.0) - before.get(doc, 0.0)))
        return sorted(again, key=_score_of, reverse=True)

    def rank_again(self, scored: Iterable[Scored], abstracts: Mapping[int, Sequence[str]]) -> list[Scored]:
        """The same with some abstracts read, and close calls at the top decided by the likeness of whole titles."""
        again = [
            self._scored(one.candidate, frozenset(), abstracts[one.candidate.doc])
            if one.candidate.doc in abstracts
            else one
            for one in scored
        ]
        again.sort(key=_score_of, reverse=True)
        top = [one._replace(score=one.score + self._details(one.candidate.title)) for one in again[:CLOSE_CALLS]]
        return sorted(top, key=_score_of, reverse=True) + again[CLOSE_CALLS:]

    def _scored(self, candidate: Candidate, known: frozenset[int], abstract: Sequence[str]) -> Scored:
        """Weight of what was hit, as a share of the weight at stake, plus what tells equals apart."""
        title = candidate.title.split()
        begins = len(self._text) >= SHORTEST_BEGINNING and candidate.title.startswith(self._beginnings)
        worths = self._worths(title)
        if begins:
            worths = [max(worth, UNFINISHED) for worth in worths]
        named = 0.0
        if min(worths, default=1.0) < AUTHOR:
            named = NAMED * self._add_names(worths, candidate)
        hits, whole = len(worths) - worths.count(0.0), min(worths, default=0.0) >= TEXT
        if abstract:
            self._add_abstract(worths, abstract)
        for number in known:
            worths[number] = max(worths[number], TEXT)
        got = sum(map(mul, worths, self._weights)) / self._total
        extra = COVER * min(1.0, hits / (len(title) or 1)) + POPULAR * min(candidate.upvotes, 1000).bit_length()
        extra += named + (BEGINS if begins else self._head(title))
        return Scored(candidate, got + extra + self._close.get(candidate.doc, 0.0), whole)

    def _worths(self, text: Sequence[str]) -> list[float]:
        """The best hit of each term among these words, 0 to 1."""
        worths = self._nowhere.copy()
        hits = self._hits
        for word in text:
            if word in hits:
                for number, worth in hits[word]:
                    if worth > worths[number]:
                        worths[number] = worth
        for number, (left, right) in self._splits:
            if left in text and right in text:
                worths[number] = max(worths[number], SPLIT)
        return worths

    def _add_names(self, worths: list[float], candidate: Candidate) -> bool:
        """Count hits in names; say whether all of the query stands there side by side."""
        if not self._named:
            return False
        if candidate.doc not in self._names:
            self._names[candidate.doc] = self._in_names(worths, candidate.names)
        in_names, side_by_side = self._names[candidate.doc]
        worths[:] = map(max, worths, in_names)
        return side_by_side

    def _in_names(self, worths: Sequence[float], names: str) -> tuple[Sequence[float], bool]:
        """What each term's best hit in names adds, and whether all of the query stands there side by side."""
        if not self._may_hold(worths, names):
            return self._nowhere, False
        found = words(names)
        name = f" {' '.join(found)} "
        together = len(self._terms) > 1 and any(f" {text} " in name for text in self._beginnings)
        return [AUTHOR * worth for worth in self._worths(found)], together

    def _may_hold(self, worths: Sequence[float], names: str) -> bool:
        """A quick look that spares most candidates the folding of their names."""
        if not names.isascii():
            return True
        within = names.lower().__contains__
        return any(worths[number] < AUTHOR and any(map(within, sought)) for number, sought in self._named)

    def _add_abstract(self, worths: list[float], abstract: Sequence[str]) -> None:
        telling = self._telling
        occurrences = [(place, word) for place, word in enumerate(abstract) if word in telling]
        gain = TEXT + TOGETHER * self._together(occurrences) ** SHARPNESS
        for number, worth in enumerate(self._worths([word for _, word in occurrences])):
            worths[number] = max(worths[number], gain * worth)

    def _together(self, occurrences: Sequence[tuple[int, str]]) -> float:
        """The greatest share of the query's weight within any ``WINDOW`` words."""
        hits = [(place, number) for place, word in occurrences for number, _ in self._hits.get(word, ())]
        within = [0] * len(self._terms)
        first, weight, best = 0, 0.0, 0.0
        for place, number in hits:
            within[number] += 1
            weight += self._weights[number] * (within[number] == 1)
            while hits[first][0] <= place - WINDOW:
                leaving, first = hits[first][1], first + 1
                within[leaving] -= 1
                weight -= self._weights[leaving] * (within[leaving] == 0)
            best = max(best, weight)
        return best / self._total

    def _head(self, title: Sequence[str]) -> float:
        return HEADS if len(self._terms) == 1 and self._worths(title[:1])[0] > UNFINISHED else 0.0

    def _details(self, title: str) -> float:
        return BESIDE * self._beside(title.split()) + self._likeness(title)

    def _beside(self, title: Sequence[str]) -> float:
        """The share of the query's weight in pairs of neighbours that are neighbours here too."""
        hits = [self._hits.get(word, ()) for word in title]
        pairs = [(left, {number for number, _ in right}) for left, right in pairwise(hits) if left and right]
        firsts = {number for left, right in pairs for number, _ in left if number + 1 in right}
        return sum(self._weights[number] for number in firsts | {number + 1 for number in firsts}) / self._total

    def _likeness(self, title: str) -> float:
        return SORTED_WORDS * fuzz.token_sort_ratio(self._text, title) + PARTIAL * fuzz.partial_ratio(self._text, title)
