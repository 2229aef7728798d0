"""The rows of papers in use, in memory: made once per paper and text, taken in any number at once."""

import asyncio
from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
from scipy import sparse

from bot.model import Paper, PaperId
from bot.ports.vectors import Embeddings, SentenceEmbeddings
from bot.ranking.embedded import NONE
from bot.ranking.features import FeatureSpace
from bot.ranking.names import names_of
from bot.ranking.profile import PaperFeatures
from bot.ranking.rows import Rows
from bot.ranking.rules import Readable
from bot.ranking.term_index import fields_of
from bot.ranking.terms import Terms

CAPACITY = 20_000
"""Papers held; past that the cache is emptied and filled again with what is asked for."""

AT_ONCE = 30
"""More papers than this are made into rows off the event loop."""

_Key = tuple[PaperId, int, bool]


class RowCache:
    """Papers in one feature space."""

    def __init__(self, space: FeatureSpace) -> None:
        self.space = space
        self._places: dict[_Key, int] = {}
        self._readable: list[Readable] = []
        self._rows = space.rows([])

    def rows(self, papers: Sequence[Paper], embeddings: Embeddings = NONE) -> Rows:
        """The rows of these papers, in this order."""
        return self.take(papers, embeddings)[0]

    def take(self, papers: Sequence[Paper], embeddings: Embeddings = NONE) -> tuple[Rows, list[Readable]]:
        """The rows of these papers, and their texts prepared for rules."""
        keys = [(paper.id, hash(_read_of(paper)), paper.id in embeddings) for paper in papers]
        if len(self._places.keys() | set(keys)) > CAPACITY:
            self._places, self._readable, self._rows = {}, [], self.space.rows([])
        missing = {key: paper for key, paper in zip(keys, papers, strict=True) if key not in self._places}
        if missing:
            self._add(missing, embeddings)
        places = [self._places[key] for key in keys]
        return self._rows.take(places), [self._readable[place] for place in places]

    def _add(self, missing: Mapping[_Key, Paper], embeddings: Embeddings) -> None:
        new = self.space.rows(list(missing.values()), embeddings)
        terms = sparse.vstack([self._rows.terms, new.terms], format="csr")
        self._rows = Rows(terms, np.concatenate([self._rows.dense, new.dense]))
        self._places |= {key: len(self._readable) + place for place, key in enumerate(missing)}
        self._readable += [Readable(paper) for paper in missing.values()]


class PaperRows:
    """The rows of papers in the feature space in use, made off the event loop where there are many."""

    def __init__(self, embeddings: SentenceEmbeddings) -> None:
        self._embeddings = embeddings
        self._cache: RowCache | None = None
        self._filling = asyncio.Lock()

    async def take(self, space: FeatureSpace, papers: Sequence[Paper]) -> tuple[Rows, list[Readable]]:
        """The rows of these papers, and their texts prepared for rules; one task fills the cache at a time."""
        async with self._filling:
            if self._cache is None or self._cache.space is not space:
                self._cache = RowCache(space)
            found = await self._embeddings.of([paper.id for paper in papers]) if space.embedded else NONE
            if len(papers) > AT_ONCE:
                return await asyncio.to_thread(self._cache.take, papers, found)
            return self._cache.take(papers, found)


def stamp(paper: Paper, *, embedded: bool = False) -> int:
    """Changes when anything of a paper changes that rows read; the same in every process. Even: without embedding."""
    return 2 * crc32(repr((*fields_of(paper), paper.authors)).encode("utf-8", "surrogatepass")) + embedded


def _read_of(paper: Paper) -> tuple[object, ...]:
    """All that rows and rules read."""
    return (*fields_of(paper), paper.summary, paper.authors, paper.keywords, paper.categories, paper.organisation)


def foldable(
    space: FeatureSpace, papers: Sequence[Paper], embeddings: Embeddings = NONE
) -> dict[PaperId, PaperFeatures]:
    """Papers as a profile adds them up."""
    rows = space.rows(papers, embeddings)
    ends = rows.terms.indptr
    meanings = space.meanings(rows).astype(np.float16)
    return {
        paper.id: PaperFeatures(
            Terms.of(rows.terms.indices[ends[i] : ends[i + 1]], rows.terms.data[ends[i] : ends[i + 1]]),
            rows.dense[i],
            meanings[i],
            names_of(paper),
            stamp(paper, embedded=paper.id in embeddings),
        )
        for i, paper in enumerate(papers)
    }
