"""How near papers are to a query in meaning, whatever their words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from bot.meaning.word_table import Floats, word_table
from bot.search.meaning_index import MeaningIndex
from bot.search.query_expansion import QueryTerm
from bot.search.rank import Candidate, Hits

NEAREST = 100
"""Documents that meaning adds to those that words find."""
PAPER, TITLE = 0.4, 0.2
"""What the cosines of a whole paper and of its title count beside the share of the query's words."""
AKIN, AKIN_WORTH = 0.4, 0.6
"""From this cosine on another word says nearly the same (repair for fix), and what that is worth, times the cosine."""
TITLES_KEPT = 8_192
"""Titles whose meaning is kept: a kilobyte each."""
CLOSE = 0.2
"""From this closeness on a paper is an answer, though it has none of the query's words."""


def nearest(meanings: MeaningIndex, typed: Sequence[str], among: Sequence[int] | None = None) -> Mapping[int, float]:
    """The documents nearest to what was typed (of all, or among some), with about their cosines."""
    (vector,) = word_table().encode_words([typed])
    if among is None:
        return meanings.nearest(vector, NEAREST)
    near = meanings.cosines(vector, among)
    return dict(sorted(near.items(), key=lambda one: -one[1])[:NEAREST])


def closeness(meanings: MeaningIndex, typed: Sequence[str], candidates: Iterable[Candidate]) -> Mapping[int, float]:
    """How near each candidate is: the cosine of the paper, and half of that of its title. Never negative."""
    found = list(candidates)
    (vector,) = word_table().encode_words([typed])
    titles = [title_meaning(one.title) for one in found]
    papers = meanings.cosines(vector, [one.doc for one in found])
    near = np.array(titles).reshape(-1, len(vector)) @ vector
    return {
        one.doc: max(0.0, PAPER * papers.get(one.doc, 0.0) + TITLE * float(title))
        for one, title in zip(found, near, strict=True)
    }


@lru_cache(maxsize=TITLES_KEPT)
def title_meaning(title: str) -> Floats:
    """A title at unit length. Kept, since searches find the same papers again and again: encoding a hundred titles
    takes as long as all else in a search does."""
    (vector,) = word_table().encode_words([title.split()])
    return np.asarray(vector, dtype=np.float32)


def akin(terms: Sequence[QueryTerm], found: Iterable[str]) -> Hits:
    """Which of these words of papers say nearly what a word of the query does."""
    telling = [number for number, term in enumerate(terms) if not term.small]
    others = list(found)
    near = word_table().likeness(others, [terms[number].typed for number in telling])
    hits = defaultdict(list)
    for word, column in zip(*np.nonzero(near >= AKIN), strict=True):
        hits[others[word]].append((telling[column], AKIN_WORTH * float(near[word, column])))
    return hits
