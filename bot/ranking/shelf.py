"""The rows of papers in use, in memory: made once per paper and text, taken in any number at once."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from scipy import sparse

from bot.model import Paper, PaperId
from bot.ranking.features import FeatureSpace, Rows, names_of
from bot.ranking.profile import Row
from bot.ranking.rules import Readable
from bot.ranking.terms import Terms

CAPACITY = 20_000
"""Papers held; past that the shelf is emptied and filled again with what is asked for."""

_Key = tuple[PaperId, int]


class Shelf:
    """Papers in one feature space."""

    def __init__(self, space: FeatureSpace) -> None:
        self.space = space
        self._places: dict[_Key, int] = {}
        self._readable: list[Readable] = []
        self._rows = space.rows([])

    def rows(self, papers: Sequence[Paper]) -> Rows:
        """The rows of these papers, in this order."""
        held = self._held(papers)
        return self._rows.take([self._places[key] for key in held])

    def readable(self, papers: Sequence[Paper]) -> list[Readable]:
        """Their texts, prepared for rules."""
        held = self._held(papers)
        return [self._readable[self._places[key]] for key in held]

    def _held(self, papers: Sequence[Paper]) -> list[_Key]:
        keys = [(paper.id, stamp(paper)) for paper in papers]
        if len(self._places.keys() | set(keys)) > CAPACITY:
            self._places, self._readable, self._rows = {}, [], self.space.rows([])
        missing = {key: paper for key, paper in zip(keys, papers, strict=True) if key not in self._places}
        if missing:
            new = self.space.rows(list(missing.values()))
            terms = sparse.vstack([self._rows.terms, new.terms], format="csr")
            self._rows = Rows(terms, np.concatenate([self._rows.dense, new.dense]))
            self._places |= {key: len(self._readable) + i for i, key in enumerate(missing)}
            self._readable += [Readable(paper) for paper in missing.values()]
        return keys


def stamp(paper: Paper) -> int:
    """Changes when anything of a paper changes that rows or rules read."""
    read = (
        paper.title,
        paper.abstract,
        paper.summary,
        paper.authors,
        paper.keywords,
        paper.categories,
        paper.organisation,
    )
    return crc32(repr(read).encode("utf-8", "surrogatepass"))


def foldable(space: FeatureSpace, papers: Sequence[Paper]) -> dict[PaperId, Row]:
    """Papers as a profile adds them up."""
    rows = space.rows(papers)
    ends = rows.terms.indptr
    return {
        paper.id: Row(
            Terms.of(rows.terms.indices[ends[i] : ends[i + 1]], rows.terms.data[ends[i] : ends[i + 1]]),
            rows.dense[i],
            names_of(paper),
            stamp(paper),
        )
        for i, paper in enumerate(papers)
    }
