"""Papers like a paper."""

from collections.abc import Sequence
from heapq import nsmallest

import numpy as np

from bot.model import PaperId
from bot.ranking.features import FeatureSpace
from bot.ranking.rows import Rows
from bot.ranking.term_index import Floats

WORDS_COUNT, MEANING_COUNTS = 0.5, 0.5
"""How much terms and meaning count in the likeness of two papers."""


def likeness(one: Rows, others: Rows) -> Floats:
    """Papers of ``one``, a few, × papers of ``others``, at most 1."""
    by_words = (others.terms @ one.terms.toarray().T).T  # a few dense rows: a product of two sparse ones took thrice it
    by_meaning = one.dense @ others.dense.T
    return np.asarray(WORDS_COUNT * by_words + MEANING_COUNTS * by_meaning, dtype=np.float32)


def alike(
    space: FeatureSpace, paper: Rows, recent: Rows, recent_ids: Sequence[PaperId], count: int
) -> list[tuple[PaperId, float]]:
    """The papers most like one, among recent ones and those the space was fitted on."""
    found = dict(zip(space.sample_ids, likeness(paper, space.sample)[0].tolist(), strict=True))
    found |= dict(zip(recent_ids, likeness(paper, recent)[0].tolist(), strict=True))
    return nsmallest(count, found.items(), key=lambda each: (-each[1], each[0]))
