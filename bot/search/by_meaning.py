"""How near papers are to a query in meaning, whatever their words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from bot.meaning.word_table import word_table
from bot.search.meaning_index import MeaningIndex
from bot.search.query_expansion import QueryTerm
from bot.search.rank import Candidate, Hits

NEAREST = 50
"""Documents that meaning adds to those that words find."""
PAPER, TITLE = 0.4, 0.2
"""What the cosines of a whole paper and of its title count beside the share of the query's words."""
USUAL_TITLE = 0.8
"""A title's cosine for each of its paper's, on average: stands in for titles that are not read."""
AKIN, AKIN_WORTH = 0.4, 0.6
"""From this cosine on another word says nearly the same (repair for fix), and what that is worth, times the cosine."""
CLOSE = 0.2
"""From this closeness on a paper is an answer, though it has none of the query's words."""


class QueryMeaning:
    """What was typed, as a vector beside those of papers and of their titles."""

    def __init__(self, meanings: MeaningIndex, typed: Sequence[str]) -> None:
        self._meanings = meanings
        self._vector = word_table().encode_query(typed)

    def nearest(self, among: Sequence[int] | None = None) -> Mapping[int, float]:
        """The nearest documents (of all, or among some), with about their cosines."""
        if among is None:
            return self._meanings.nearest(self._vector, NEAREST)
        near = self._meanings.cosines(self._vector, among)
        return dict(sorted(near.items(), key=lambda one: -one[1])[:NEAREST])

    def closeness(self, docs: Sequence[int]) -> dict[int, float]:
        """How near each document is, by its paper alone. Never negative; those not taken in yet are left out."""
        near = self._meanings.cosines(self._vector, docs)
        return {doc: max(0.0, (PAPER + TITLE * USUAL_TITLE) * cosine) for doc, cosine in near.items()}

    def closeness_read(self, candidates: Sequence[Candidate]) -> dict[int, float]:
        """The same with their titles read: a tenth of a millisecond for three."""
        near = self._meanings.cosines(self._vector, [one.doc for one in candidates])
        titles = word_table().encode_words([one.title.split() for one in candidates]) @ self._vector
        return {
            one.doc: max(0.0, PAPER * near.get(one.doc, 0.0) + TITLE * float(title))
            for one, title in zip(candidates, titles, strict=True)
        }


def similar_words(terms: Sequence[QueryTerm], found: Iterable[str]) -> Hits:
    """Which of these words of papers say nearly what a word of the query does."""
    telling = [number for number, term in enumerate(terms) if not term.small]
    others = list(found)
    near = word_table().likeness(others, [word_table().usual_spelling(terms[number].typed) for number in telling])
    hits = defaultdict(list)
    for word, column in zip(*np.nonzero(near >= AKIN), strict=True):
        hits[others[word]].append((telling[column], AKIN_WORTH * float(near[word, column])))
    return hits
