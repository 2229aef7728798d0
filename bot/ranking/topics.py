"""What a topic named in words means: its words, and the papers that they find."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.ranking.features import FeatureSpace
from bot.ranking.term_index import TermIndex
from bot.ranking.terms import Terms, Vector
from bot.text import stem, words

FEWEST, MOST, SHARE = 30, 150, 100
"""Papers that stand for a topic: a hundredth of those known, within bounds."""
OWN_WORDS = 0.3
"""The share of a topic's own words in its terms."""
FORM = 0.3
"""What all other forms of a word weigh beside the one that was typed, as the length of their vector."""
COHERENT = 0.35
"""Shorter than this, the mean of those papers' meanings says that they do not hang together."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a pseudo-like. ``vague``: the papers it finds do not hang together, or there are none."""

    text: str
    terms: Terms
    dense: Vector
    vague: bool


def expand_topic(space: FeatureSpace, text: str) -> Topic:
    """Pseudo-relevance feedback: the similarity-weighted mean of the papers that the words find, mixed in terms with
    the words themselves (after Rocchio, "Relevance feedback in information retrieval", 1971, without a judge)."""
    query = _query(space.term_index, text)
    likeness = (space.sample.terms @ query).astype(np.float64)
    best = np.argsort(-likeness, kind="stable")[: min(MOST, max(FEWEST, len(likeness) // SHARE))]
    best = best[likeness[best] > 0]
    if not len(best):
        return Topic(text, Terms.nothing(), np.zeros(space.width), vague=True)
    weights = likeness[best] / likeness[best].sum()
    dense = weights @ space.sample.dense[best].astype(np.float64)
    terms = (1 - OWN_WORDS) * (space.sample.terms[best].T @ weights) + OWN_WORDS * query
    places = np.flatnonzero(terms)
    vague = float(np.linalg.norm(dense)) < COHERENT
    return Topic(text, Terms.of(places, terms[places]), dense, vague)


def _query(term_index: TermIndex, text: str) -> Vector:
    """Typed words and pairs, and other forms of the words: papers on "databases" are what "database" is to find."""
    query = np.zeros(len(term_index.terms))
    for word in words(text):
        forms = _forms(term_index.places, word)
        query[forms] = FORM / np.sqrt(max(1, len(forms)))
    query[list(term_index.counts((text,)))] = 1
    query *= term_index.idf
    return query / max(float(np.linalg.norm(query)), 1e-9)


def _forms(terms: Mapping[str, int], word: str) -> list[int]:
    """Where words of the same stem are, never pairs."""
    root = stem(word)
    return [place for term, place in terms.items() if term.startswith(root[:-1]) and stem(term) == root]
