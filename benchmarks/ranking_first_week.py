"""The first week, when few papers are known: what the word table adds to terms and latent semantics."""

from collections.abc import Sequence

import numpy as np

from benchmarks.likes import Ints, Likes, Person, Split
from benchmarks.ranking_quality import Paperboy, Results, measured
from bot.ranking.term_index import Floats

KNOWN = 150
"""Papers that a store has after some days."""
COUNTS = (1, 3, 5)


def first_week(likes: Likes, known: Split, people: Sequence[Person]) -> Results:
    """Everything is fitted to few papers, which need not be those that people liked.

    By text alone: people who post their own papers are found by their names, however little is known.
    """
    rng = np.random.default_rng(0)
    few = Split(np.sort(rng.permutation(known.old)[:KNOWN]), known.new, known.people)
    paperboy = Paperboy(likes, few)
    without = WithoutTable(paperboy)
    return measured(
        {
            "paperboy": lambda liked, papers, _: paperboy.scores(liked, papers, authors=False),
            "terms and latent semantics": lambda liked, papers, _: without.scores(liked, papers),
            "latent semantics alone": lambda liked, papers, _: without.scores(liked, papers, terms_weigh=0),
        },
        people,
        COUNTS,
    )


class WithoutTable:
    """The mean of likes in terms and latent semantics, each standardised."""

    def __init__(self, paperboy: Paperboy) -> None:
        self._paperboy = paperboy

    def scores(self, likes: Sequence[int], papers: Ints, terms_weigh: float = 1.0) -> Floats:
        rows, space = self._paperboy.rows, self._paperboy.space
        background, liked, new = space.background, rows.take(list(likes)), rows.take(papers)
        terms = np.asarray(liked.terms.mean(axis=0)).ravel()
        latent = liked.dense[:, space.latent].mean(axis=0)
        by_terms = new.terms @ terms / max(float((background.terms @ terms).std()), 1e-3)
        by_latent = new.dense[:, space.latent] @ latent
        by_latent /= max(float((background.dense[:, space.latent] @ latent).std()), 1e-3)
        found = terms_weigh * by_terms + by_latent
        return np.asarray(found, dtype=np.float32)
