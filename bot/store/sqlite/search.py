"""The search index over SQLite. One search is one hop to a reader's thread, ranking included."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable, Sequence

from bot.model import Hit, PaperId, Query, SearchPage
from bot.search.complete import complete, complete_authors
from bot.search.engine import Found, find
from bot.search.language import render_query
from bot.search.meaning_index import MeaningIndex
from bot.search.rank import Scored
from bot.search.vocabulary import Vocabulary
from bot.store.columns import json_list
from bot.store.sql.paper_rows import paper_of
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.search_index import SqliteIndex, learn_new, load_meanings, load_words, newest_doc

LOADED_AT_ONCE = 20_000
PATIENCE = 0.5
"""Seconds that a search waits for a vocabulary being read; enough for some 50,000 papers."""


class SqliteSearch:
    """See ``bot.ports.search_index.SearchIndex``.

    Vocabulary and meanings are read once (a second per 100,000 papers): by ``warm``, or else by the first search. While
    ``warm`` is at it, searches wait a little, then answer by words alone, without mending typos. Papers stored later,
    by other processes too, are learnt on the way.
    """

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._vocabulary = Vocabulary()
        self._meanings = MeaningIndex()
        self._learnt = 0
        self._learning = threading.Lock()
        self._warming = asyncio.Lock()
        self._warm = False

    async def warm(self) -> None:
        """Read the vocabulary and the meanings, in pieces, so that other readers get their turns."""
        async with self._warming:
            if not self._warm:
                self._vocabulary, self._learnt = await self._read_vocabulary()
                while await self._database.read(self._next_meanings):
                    pass
                self._warm = True

    def _next_meanings(self, raw: sqlite3.Connection) -> bool:
        return load_meanings(raw, self._meanings, LOADED_AT_ONCE)

    async def _read_vocabulary(self) -> tuple[Vocabulary, int]:
        vocabulary = Vocabulary()
        learnt = await self._database.read(newest_doc)
        counted = await self._database.fetch_one("select count(*) as docs from search_docs")
        vocabulary.documents = counted["docs"] if counted else 0
        for heads in (True, False):
            last: str | None = ""
            while last is not None:
                last = await self._database.read(_loading(vocabulary, last, heads=heads))
        return vocabulary, learnt

    async def search(self, query: Query, *, limit: int = 10, offset: int = 0) -> SearchPage:
        if query.paper:
            return await self._named(query, query.paper)
        await self._ready()
        return await self._database.read(
            lambda raw: _page(raw, query, find(self._index(raw), query, limit, offset), offset)
        )

    async def complete(self, prefix: str, limit: int = 10) -> Sequence[Hit]:
        await self._ready()
        return await self._database.read(lambda raw: _hits(raw, complete(self._index(raw), prefix, limit)))

    async def authors(self, prefix: str, limit: int = 10) -> Sequence[str]:
        await self._ready()
        return await self._database.read(lambda raw: complete_authors(self._index(raw), prefix, limit))

    async def _named(self, query: Query, paper: PaperId) -> SearchPage:
        row = await self._database.fetch_one(
            "select * from papers where id = $1 or key = (select paper from paper_aliases where alias = $1) limit 1",
            paper,
        )
        hits = () if row is None else (Hit(paper=paper_of(row), score=1.0),)
        return SearchPage(query=query, hits=hits, total=len(hits))

    async def _ready(self) -> None:
        if self._warm:
            return
        if not self._warming.locked():
            await self.warm()
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), self._warming:
                pass

    def _index(self, raw: sqlite3.Connection) -> SqliteIndex:
        """The index as one search sees it: this thread's connection, the vocabulary brought up to date."""
        if self._warm and self._learning.acquire(blocking=False):
            try:
                self._learnt = learn_new(raw, self._vocabulary, self._learnt)
                self._next_meanings(raw)
            finally:
                self._learning.release()
        return SqliteIndex(raw, self._vocabulary, self._meanings)


def _loading(vocabulary: Vocabulary, after: str, *, heads: bool) -> Callable[[sqlite3.Connection], str | None]:
    return lambda raw: load_words(raw, vocabulary, after, LOADED_AT_ONCE, heads=heads)


def _page(raw: sqlite3.Connection, query: Query, found: Found, offset: int) -> SearchPage:
    return SearchPage(
        query=query,
        hits=_hits(raw, found.page),
        offset=offset,
        total=found.total,
        more_than=found.more,
        suggestion=None if found.mended is None else render_query(found.mended),
    )


def _hits(raw: sqlite3.Connection, page: Sequence[Scored]) -> tuple[Hit, ...]:
    sql = """select d.doc, p.* from search_docs d join papers p on p.key = d.paper
        where d.doc in (select value from json_each(?))"""
    rows = raw.execute(sql, (json_list(one.candidate.doc for one in page),))
    papers = {row["doc"]: paper_of(row) for row in rows}
    return tuple(Hit(paper=papers[one.candidate.doc], score=one.score) for one in page if one.candidate.doc in papers)
