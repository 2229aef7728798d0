"""What finding needs of the index, answered by SQLite on one thread."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from bot.model import Query, Sort
from bot.search.index import Lookup
from bot.search.matching import holds
from bot.search.meaning_index import MeaningIndex
from bot.search.rank import Candidate
from bot.search.vocabulary import Vocabulary
from bot.store.columns import json_list, text_tuple
from bot.store.sql.database import Record
from bot.store.sql.search_filters import filters_of, order_of
from bot.store.sqlite.search_sql import excluded_of, match_of
from bot.text import words

SCANNED = 20_000
"""Matches looked through, newest first, for those that pass filters on days, upvotes and code."""
FEW = 50
"""With fewer than these of so many, or in another order, all papers that pass are looked through instead."""
_THESE = "d.doc in (select value from json_each(?))"
_STANDING = "search_docs d cross join papers p on p.key = d.paper"
# The plus keeps SQLite from going through the list once for each paper.
_MATCHING = "+d.doc in (select rowid from {name} where {name} match ?)"
_EXCLUDING = "+d.doc not in (select rowid from search_texts where search_texts match ?)"
_LAST = "\U0010ffff"


class SqliteIndex:
    """See ``bot.search.index.Index``."""

    def __init__(self, raw: sqlite3.Connection, vocabulary: Vocabulary, meanings: MeaningIndex) -> None:
        self.vocabulary = vocabulary
        self.meanings = meanings
        self._raw = raw

    def lookup(self, lookup: Lookup, query: Query, limit: int) -> Sequence[int]:
        match, name = match_of(lookup), "search_texts" if lookup.whole else "search_heads"
        if not match:
            excluding = (_EXCLUDING, excluded_of(lookup)) if lookup.excluded else ()
            return self._walk(query, limit, *excluding)
        if query.sort is Sort.RELEVANCE and not query.filters:
            return self._docs(_newest(name), match, limit)
        scanned = query.sort is Sort.RELEVANCE or not self._are_many(name, match)
        docs = self._newest_that_pass(name, match, query, limit) if scanned else ()
        if not scanned or (query.sort is Sort.RELEVANCE and len(docs) < FEW and self._are_many(name, match)):
            return self._walk(query, limit, _MATCHING.format(name=name), match)
        return docs

    def _are_many(self, name: str, match: str) -> bool:
        """Whether more match than are ever scanned."""
        return len(self._docs(_newest(name), match, SCANNED + 1)) > SCANNED

    def _newest_that_pass(self, name: str, match: str, query: Query, limit: int) -> Sequence[int]:
        conditions, values = filters_of(query)
        sorted_by = "" if query.sort is Sort.RELEVANCE else f"order by {order_of(query)}"
        sql = f"""
            select d.doc from ({_newest(name)}) m
            cross join search_docs d on d.doc = m.doc cross join papers p on p.key = d.paper
            where {conditions} {sorted_by} limit ?"""  # noqa: S608
        return self._docs(sql, match, SCANNED, *values, limit)

    def _walk(self, query: Query, limit: int, wanted: str = "true", *match: str) -> Sequence[int]:
        """The papers in their order by day or upvotes, where no word is asked for or too many papers hold it."""
        conditions, values = filters_of(query)
        sql = f"""
            select d.doc from papers p cross join search_docs d on d.paper = p.key
            where {conditions} and {wanted} order by {order_of(query)} limit ?"""  # noqa: S608
        return self._docs(sql, *values, *match, limit)

    def lookup_each(self, lookups: Sequence[Lookup], query: Query, limit: int) -> Iterable[Sequence[int]]:
        return (self.lookup(one, query, limit) for one in lookups)

    def holding(self, docs: Sequence[int], lookup: Lookup) -> set[int]:
        name = "search_texts" if lookup.whole else "search_heads"
        sql = f"select value from json_each(?) where value in (select rowid from {name} where {name} match ?)"  # noqa: S608
        return set(self._docs(sql, json_list(docs), match_of(lookup)))

    def titles(self, beginnings: Sequence[str], limit: int) -> Sequence[int]:
        sql = "select doc from search_titles where title >= ? and title < ? order by title limit ?"
        return [doc for one in filter(None, beginnings) for doc in self._docs(sql, one, one + _LAST, limit)]

    def candidates(self, docs: Sequence[int]) -> Sequence[Candidate]:
        sql = f"""
            select d.doc, p.title, p.authors || ' ' || ifnull(p.organisation_slug, '') || ' '
                || ifnull(p.organisation_name, '') as names, p.upvotes
            from {_STANDING} where {_THESE} and p.withdrawn = 0"""  # noqa: S608
        rows = {doc: row for doc, *row in self._raw.execute(sql, (json_list(docs),))}
        return [_candidate(doc, *rows[doc]) for doc in docs if doc in rows]

    def reread(self, docs: Sequence[int], query: Query) -> set[int]:
        sql = f"select d.doc, p.title, p.authors, p.abstract from {_STANDING} where {_THESE}"  # noqa: S608
        rows = self._raw.execute(sql, (json_list(docs),))
        return {doc for doc, title, authors, abstract in rows if holds(query, title, text_tuple(authors), abstract)}

    def abstracts(self, docs: Sequence[int]) -> Mapping[int, str]:
        sql = f"select d.doc, p.abstract from {_STANDING} where {_THESE}"  # noqa: S608
        return dict(self._raw.execute(sql, (json_list(docs),)).fetchall())

    def authors(self, docs: Sequence[int]) -> Iterable[Sequence[str]]:
        sql = f"select p.authors from {_STANDING} where {_THESE} order by d.doc desc"  # noqa: S608
        return [text_tuple(authors) for (authors,) in self._raw.execute(sql, (json_list(docs),))]

    def _docs(self, sql: str, *values: object) -> list[int]:
        return [doc for (doc,) in self._raw.execute(sql, values)]


def _newest(name: str) -> str:
    return f"select rowid as doc from {name} where {name} match ? order by rowid desc limit ?"  # noqa: S608


def _candidate(doc: int, title: str, names: str, upvotes: int) -> Candidate:
    return Candidate(doc=doc, title=" ".join(words(title)), names=names, upvotes=upvotes)


class SqliteTables:
    """See ``bot.store.sql.search_tables.SearchTables``."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def count(self) -> int:
        count: int = self._raw.execute("select count(*) from search_docs").fetchone()[0]
        return count

    def newest(self) -> int:
        newest: int = self._raw.execute("select ifnull(max(doc), 0) from search_docs").fetchone()[0]
        return newest

    def generation(self) -> int:
        generation: int = self._raw.execute("select value from counters where name = 'papers'").fetchone()[0]
        return generation

    def words_after(self, after: str, limit: int, *, heads: bool) -> Sequence[tuple[str, int]]:
        name = "search_head_words" if heads else "search_text_words"
        sql = f"select term, doc from {name} where term > ? limit ?"  # noqa: S608
        return [(term, count) for term, count in self._raw.execute(sql, (after, limit))]

    def meanings_after(self, doc: int, limit: int) -> Sequence[tuple[int, bytes]]:
        sql = "select doc, meaning from search_docs where doc > ? order by doc limit ?"
        return [(one, code) for one, code in self._raw.execute(sql, (doc, limit))]

    def papers_after(self, doc: int, limit: int) -> Sequence[Record]:
        sql = f"select d.doc, p.* from {_STANDING} where d.doc > ? order by d.doc limit ?"  # noqa: S608
        return self._raw.execute(sql, (doc, limit)).fetchall()

    def papers_of(self, docs: Sequence[int]) -> Sequence[Record]:
        sql = f"select d.doc, p.* from search_docs d join papers p on p.key = d.paper where {_THESE}"  # noqa: S608
        return self._raw.execute(sql, (json_list(docs),)).fetchall()

    def index(self, vocabulary: Vocabulary, meanings: MeaningIndex) -> SqliteIndex:
        return SqliteIndex(self._raw, vocabulary, meanings)
