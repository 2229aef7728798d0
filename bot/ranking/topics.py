"""What a topic named in words means: its words, and the papers that they find."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.ranking.features import FeatureSpace

FOUND = 30
"""Papers that stand for a topic."""
COHERENT = 0.35
"""Shorter than this, the mean of those papers' meanings says that they do not hang together."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a pseudo-like. ``vague``: the papers it finds do not hang together, or there are none."""

    text: str
    terms: Mapping[int, float]
    dense: npt.NDArray[np.float64]
    vague: bool


def understand(space: FeatureSpace, text: str) -> Topic:
    """Pseudo-relevance feedback: the similarity-weighted mean of the papers that the words find, in terms half and half
    with the words themselves (after Rocchio, "Relevance feedback in information retrieval", 1971, without a judge)."""
    query = space.rows_of_texts([(text,)]).terms
    likeness = (space.sample.terms @ query.T).toarray().ravel().astype(np.float64)
    best = np.argsort(-likeness, kind="stable")[:FOUND]
    best = best[likeness[best] > 0]
    if not len(best):
        return Topic(text, {}, np.zeros(space.sample.dense.shape[1]), vague=True)
    weights = likeness[best] / likeness[best].sum()
    dense = weights @ space.sample.dense[best].astype(np.float64)
    terms = 0.5 * (space.sample.terms[best].T @ weights) + 0.5 * query.toarray().ravel()
    places = np.flatnonzero(terms)
    vague = float(np.linalg.norm(dense)) < COHERENT
    return Topic(text, dict(zip(places.tolist(), terms[places].tolist(), strict=True)), dense, vague)
