"""The papers in use, in memory: each made into a row once per text, and each list of them laid out once."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.model import Paper, PaperId
from bot.ports.vectors import Embeddings, SentenceEmbeddings
from bot.ranking.embedded import NONE
from bot.ranking.features import FeatureSpace
from bot.ranking.paper_batch import PaperBatch, Which
from bot.ranking.profile import PaperFeatures
from bot.ranking.rows import Rows
from bot.ranking.rules import Readable
from bot.ranking.term_index import Floats, fields_of
from bot.ranking.terms import Terms

CAPACITY = 20_000
"""Papers held; past that those go that were not asked for for the longest time."""
MOST_LAID_OUT = 6_000
"""Papers of the lists that are kept laid out, in all: some 15 KiB each."""
LARGER, BY = 2, 30
"""A list serves another whose papers it holds all, if it is at most so many times as long and a few."""
AT_ONCE = 30
"""More papers than this are made into rows off the event loop."""

_Key = tuple[PaperId, int, bool]
_Places = dict[_Key, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """One paper: its terms and their values, its dense columns, and its text prepared for rules."""

    terms: npt.NDArray[np.integer]
    values: Floats
    dense: Floats
    readable: Readable


class RowCache:
    """Papers in one feature space."""

    def __init__(self, space: FeatureSpace) -> None:
        self.space = space
        self._known: OrderedDict[_Key, _Row] = OrderedDict()
        self._lists: list[tuple[_Places, PaperBatch]] = []

    def rows(self, papers: Sequence[Paper], embeddings: Embeddings = NONE) -> Rows:
        """The rows of these papers, in this order."""
        return self._stacked(self._take(papers, embeddings))

    def features(self, papers: Sequence[Paper], embeddings: Embeddings = NONE) -> dict[PaperId, PaperFeatures]:
        """Papers as a profile adds them up."""
        rows = self._take(papers, embeddings)
        meanings = self.space.meanings(self._stacked(rows)).astype(np.float16)
        return {
            paper.id: PaperFeatures(
                Terms.of(row.terms, row.values),
                row.dense,
                meaning,
                row.readable.names,
                stamp(paper, embedded=paper.id in embeddings),
            )
            for paper, row, meaning in zip(papers, rows, meanings, strict=True)
        }

    def batch(self, papers: Sequence[Paper], embeddings: Embeddings = NONE) -> tuple[PaperBatch, Which]:
        """A list that holds these papers, and where they stand in it."""
        found = self.at_hand(papers, embeddings)
        if found:
            return found
        rows = self._take(papers, embeddings)
        batch = PaperBatch(self.space, tuple(papers), self._stacked(rows), [row.readable for row in rows])
        keys = _keys(papers, embeddings, hash)
        self._lists.append(({key: place for place, key in enumerate(keys)}, batch))
        while sum(len(each) for _, each in self._lists) > MOST_LAID_OUT:
            del self._lists[0]
        return batch, np.ones(len(papers), dtype=bool)

    def at_hand(self, papers: Sequence[Paper], embeddings: Embeddings = NONE) -> tuple[PaperBatch, Which] | None:
        """A list laid out already that holds these papers as they are, and where they stand in it."""
        keys = _keys(papers, embeddings, hash)
        for number, (places, batch) in enumerate(self._lists):
            if len(batch) <= LARGER * len(keys) + BY and all(key in places for key in keys):
                self._lists.append(self._lists.pop(number))
                allowed = np.zeros(len(batch), dtype=bool)
                allowed[[places[key] for key in keys]] = True
                return batch, allowed
        return None

    def _take(self, papers: Sequence[Paper], embeddings: Embeddings) -> list[_Row]:
        keys = _keys(papers, embeddings, _hash_of_text)
        missing = {key: paper for key, paper in zip(keys, papers, strict=True) if key not in self._known}
        if missing:
            self._add(missing, embeddings)
        found = [self._known[key] for key in keys]
        for key in keys:
            self._known.move_to_end(key)
        while len(self._known) > CAPACITY:
            self._known.popitem(last=False)
        return found

    def _add(self, missing: Mapping[_Key, Paper], embeddings: Embeddings) -> None:
        readable = [Readable(paper) for paper in missing.values()]
        vectors = np.array([each.vector for each in readable], dtype=np.float32)
        new = self.space.rows(list(missing.values()), embeddings, vectors)
        ends = new.terms.indptr
        for place, (key, text) in enumerate(zip(missing, readable, strict=True)):
            own = slice(ends[place], ends[place + 1])
            terms, values = new.terms.indices[own].copy(), new.terms.data[own].copy()
            self._known[key] = _Row(terms, values, new.dense[place].copy(), text)

    def _stacked(self, rows: Sequence[_Row]) -> Rows:
        if not rows:
            return self.space.rows([])
        ends = np.cumsum([0, *(len(row.terms) for row in rows)]).astype(np.int32)
        terms, values = np.concatenate([row.terms for row in rows]), np.concatenate([row.values for row in rows])
        shape = (len(rows), len(self.space.term_index.terms))
        return Rows(sparse.csr_matrix((values, terms, ends), shape=shape), np.array([row.dense for row in rows]))


class PaperRows:
    """The papers in the feature space in use, made into rows off the event loop where there are many."""

    def __init__(self, embeddings: SentenceEmbeddings) -> None:
        self._embeddings = embeddings
        self._cache: RowCache | None = None
        self._filling = asyncio.Lock()

    async def rows(self, space: FeatureSpace, papers: Sequence[Paper]) -> Rows:
        """The rows of these papers, in this order."""
        async with self._filling:
            cache, found = self._of(space), await self._embedded(space, papers)
            if len(papers) > AT_ONCE:
                return await asyncio.to_thread(cache.rows, papers, found)
            return cache.rows(papers, found)

    async def features(self, space: FeatureSpace, papers: Sequence[Paper]) -> dict[PaperId, PaperFeatures]:
        """Papers as a profile adds them up."""
        async with self._filling:
            cache, found = self._of(space), await self._embedded(space, papers)
            if len(papers) > AT_ONCE:
                return await asyncio.to_thread(cache.features, papers, found)
            return cache.features(papers, found)

    async def batch(self, space: FeatureSpace, papers: Sequence[Paper]) -> tuple[PaperBatch, Which]:
        """A list that holds these papers, and where they stand in it; one task lays out at a time."""
        async with self._filling:
            cache, found = self._of(space), await self._embedded(space, papers)
            if len(papers) > AT_ONCE and (ready := cache.at_hand(papers, found)):
                return ready
            if len(papers) > AT_ONCE:
                return await asyncio.to_thread(cache.batch, papers, found)
            return cache.batch(papers, found)

    def _of(self, space: FeatureSpace) -> RowCache:
        if self._cache is None or self._cache.space is not space:
            self._cache = RowCache(space)
        return self._cache

    async def _embedded(self, space: FeatureSpace, papers: Sequence[Paper]) -> Embeddings:
        return await self._embeddings.of([paper.id for paper in papers]) if space.embedded else NONE


def stamp(paper: Paper, *, embedded: bool = False) -> int:
    """Changes when anything of a paper changes that rows read; the same in every process. Even: without embedding."""
    return 2 * crc32(repr((*fields_of(paper), paper.authors)).encode("utf-8", "surrogatepass")) + embedded


def _keys(papers: Sequence[Paper], embeddings: Embeddings, hash_of: Callable[[Paper], int]) -> list[_Key]:
    return [(paper.id, hash_of(paper), paper.id in embeddings) for paper in papers]


def _hash_of_text(paper: Paper) -> int:
    """Of all that rows and rules read: upvotes move all day."""
    fields = (*fields_of(paper), paper.summary, paper.authors, paper.keywords, paper.categories, paper.organisation)
    return hash(fields)
