"""The search index over a database. One search is one hop to a reader's thread, ranking included."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from bot.model import Hit, Paper, PaperId, Query, SearchPage
from bot.search.complete import complete, complete_authors
from bot.search.engine import find
from bot.search.index import Index
from bot.search.language import render_query
from bot.search.meaning_index import MeaningIndex
from bot.search.same_titles import same_titles
from bot.search.vocabulary import Vocabulary
from bot.store.sql.database import Database
from bot.store.sql.paper_rows import paper_of
from bot.store.sql.recent_answers import Asked, RankedPage, RecentAnswers, Scores, scores_of
from bot.store.sql.search_tables import SearchTables, learn_new, load_meanings, load_words

LOADED_AT_ONCE = 20_000
WARM_UP_TIMEOUT_SECONDS = 0.5
"""Seconds that a search waits for a vocabulary being read; enough for some 50,000 papers."""

T = TypeVar("T")


class SearchReading(Protocol):
    """How the tables are reached."""

    async def read(self, work: Callable[[SearchTables], T]) -> T:
        """Run ``work`` on a reader's own thread."""
        ...


class SqlSearch:
    """See ``bot.ports.search_index.SearchIndex``.

    Vocabulary and meanings are read once (a second per 100,000 papers): by ``warm``, or else by the first search. While
    ``warm`` is at it, searches wait a little, then answer by words alone, without mending typos. Papers stored later,
    by other processes too, are learnt on the way, some with each search, and all of them by the next ``warm``.
    """

    def __init__(self, database: Database, reading: SearchReading) -> None:
        self._database = database
        self._read = reading.read
        self._vocabulary = Vocabulary()
        self._meanings = MeaningIndex()
        self._recent = RecentAnswers()
        self._titles: dict[int, str] = {}
        self._learnt = 0
        self._learning = threading.Lock()
        self._warming = asyncio.Lock()
        self._warm = False

    async def warm(self) -> None:
        """Read vocabulary and meanings, and later what came since, in pieces, so that other readers get their turns."""
        async with self._warming:
            if not self._warm:
                self._vocabulary, self._learnt = await self._read_vocabulary()
                while await self._read(self._next_meanings):
                    pass
                self._warm = True
            while await self._read(self._next_new):
                pass

    def _next_new(self, tables: SearchTables) -> bool:
        with self._learning:
            return self._learn(tables)

    def _next_meanings(self, tables: SearchTables) -> bool:
        return load_meanings(tables, self._meanings, LOADED_AT_ONCE)

    async def _read_vocabulary(self) -> tuple[Vocabulary, int]:
        vocabulary = Vocabulary()
        learnt = await self._read(lambda tables: tables.newest())
        vocabulary.documents = await self._read(lambda tables: tables.count())
        for heads in (True, False):
            last: str | None = ""
            while last is not None:
                last = await self._read(_loading(vocabulary, last, heads=heads))
        return vocabulary, learnt

    async def search(self, query: Query, *, limit: int = 10, offset: int = 0) -> SearchPage:
        if query.paper:
            return await self._named(query, query.paper, offset)
        await self._ready()
        return await self._read(lambda tables: self._page(tables, Asked(query=query, limit=limit, offset=offset)))

    def _page(self, tables: SearchTables, asked: Asked) -> SearchPage:
        generation = tables.generation()  # read before the papers: what is stored meanwhile makes the answer an old one
        index = self._index(tables)
        state = (generation, self._learnt, self._meanings.newest)
        find_now = partial(find, index, asked.query, asked.limit, asked.offset)
        # While the vocabulary is still being read, answers become better by themselves.
        page = self._recent.answer(asked, state, find_now) if self._warm else RankedPage.of(find_now())
        return _page(tables, page, asked.offset)

    async def complete(self, prefix: str, limit: int = 10) -> Sequence[Hit]:
        await self._ready()
        return await self._read(lambda tables: _hits(tables, scores_of(complete(self._index(tables), prefix, limit))))

    async def authors(self, prefix: str, limit: int = 10) -> Sequence[str]:
        await self._ready()
        return await self._read(lambda tables: complete_authors(self._index(tables), prefix, limit))

    async def titled(self, title: str, limit: int = 3) -> Sequence[Paper]:
        await self._ready()
        find_now = partial(same_titles, title=title, limit=limit, read=self._titles)
        return await self._read(lambda tables: _papers(tables, find_now(self._index(tables))))

    async def _named(self, query: Query, paper: PaperId, offset: int) -> SearchPage:
        row = await self._database.fetch_one(
            "select * from papers where id = $1 or key = (select paper from paper_aliases where alias = $1) limit 1",
            paper,
        )
        hits = () if row is None else (Hit(paper=paper_of(row), score=1.0),)
        return SearchPage(query=query, hits=hits[offset:], offset=offset, total=len(hits))

    async def _ready(self) -> None:
        if self._warm:
            return
        if not self._warming.locked():
            await self.warm()
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(WARM_UP_TIMEOUT_SECONDS), self._warming:
                pass

    def _index(self, tables: SearchTables) -> Index:
        """The index as one search sees it: this thread's connection, the vocabulary brought up to date."""
        if self._warm and self._learning.acquire(blocking=False):
            try:
                self._learn(tables)
            finally:
                self._learning.release()
        return tables.index(self._vocabulary, self._meanings)

    def _learn(self, tables: SearchTables) -> bool:
        """Take in some of the papers that came since; say whether there are more."""
        newest = tables.newest()
        if newest > self._learnt:
            self._learnt = learn_new(tables, self._vocabulary, self._learnt, newest)
        if newest > self._meanings.newest:
            self._next_meanings(tables)
        return newest > self._learnt


def _loading(vocabulary: Vocabulary, after: str, *, heads: bool) -> Callable[[SearchTables], str | None]:
    return lambda tables: load_words(tables, vocabulary, after, LOADED_AT_ONCE, heads=heads)


def _page(tables: SearchTables, page: RankedPage, offset: int) -> SearchPage:
    found = page.found
    return SearchPage(
        query=found.query,
        hits=_hits(tables, page.scores),
        offset=offset,
        total=found.total,
        more_than=found.more,
        suggestion=None if found.mended is None else render_query(found.mended),
        unknown=found.unknown,
        without_effect=found.without_effect,
    )


def _hits(tables: SearchTables, scores: Scores) -> tuple[Hit, ...]:
    papers = _standing(tables, [doc for doc, _ in scores])
    return tuple(Hit(paper=papers[doc], score=score) for doc, score in scores if doc in papers)


def _papers(tables: SearchTables, docs: Sequence[int]) -> list[Paper]:
    """In the order given, without those that stand no more."""
    papers = _standing(tables, docs)
    return [papers[doc] for doc in docs if doc in papers]


def _standing(tables: SearchTables, docs: Sequence[int]) -> dict[int, Paper]:
    return {row["doc"]: paper_of(row) for row in tables.papers_of(docs)} if docs else {}
