"""What a topic named in words means: its words, and the papers that they find."""

from dataclasses import dataclass

import numpy as np

from bot.ranking.features import FeatureSpace
from bot.ranking.terms import Terms, Vector

FEWEST, MOST, SHARE = 30, 80, 100
"""Papers that stand for a topic: a hundredth of those known, within bounds."""
OWN_WORDS = 0.3
"""The share of a topic's own words in its terms."""
COHERENT = 0.35
"""Shorter than this, the mean of those papers' meanings says that they do not hang together."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a pseudo-like. ``vague``: the papers it finds do not hang together, or there are none."""

    text: str
    terms: Terms
    dense: Vector
    vague: bool


def understand(space: FeatureSpace, text: str) -> Topic:
    """Pseudo-relevance feedback: the similarity-weighted mean of the papers that the words find, mixed in terms with
    the words themselves (after Rocchio, "Relevance feedback in information retrieval", 1971, without a judge)."""
    query = space.rows_of_texts([(text,)]).terms
    likeness = (space.sample.terms @ query.T).toarray().ravel().astype(np.float64)
    best = np.argsort(-likeness, kind="stable")[: min(MOST, max(FEWEST, len(likeness) // SHARE))]
    best = best[likeness[best] > 0]
    if not len(best):
        return Topic(text, Terms.nothing(), np.zeros(space.width), vague=True)
    weights = likeness[best] / likeness[best].sum()
    dense = weights @ space.sample.dense[best].astype(np.float64)
    terms = (1 - OWN_WORDS) * (space.sample.terms[best].T @ weights) + OWN_WORDS * query.toarray().ravel()
    places = np.flatnonzero(terms)
    vague = float(np.linalg.norm(dense)) < COHERENT
    return Topic(text, Terms.of(places, terms[places]), dense, vague)
