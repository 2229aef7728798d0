"""What finding needs of the index, answered by PostgreSQL on one thread."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from math import sqrt
from re import compile as pattern
from typing import Any

from psycopg import Connection

from bot.model import Query, Sort
from bot.search.index import Lookup, has_filters
from bot.search.matching import holds
from bot.search.meaning_index import MeaningIndex
from bot.search.rank import Candidate
from bot.search.vocabulary import Vocabulary
from bot.store.columns import text_tuple
from bot.store.postgres.connections import NamedRow
from bot.store.postgres.search_sql import excluded_of, share_of, tsquery_of
from bot.store.postgres.values import clean
from bot.store.sql.database import Record
from bot.store.sql.search_filters import filters_of, order_of
from bot.text import words

SCANNED = 20_000
"""Matches looked through, newest first, for those that pass filters on days, upvotes and code."""
FEW = 50
"""With fewer than these of so many, or in another order, all papers that pass are looked through instead."""
LONGEST_TITLE = 500
"""Letters of a title that are indexed; a row of an index takes some 2,700 bytes at most."""
_THESE = "d.doc = any(?::bigint[])"
_STANDING = "search_docs d join papers p on p.key = d.paper"
_MATCHING = "exists (select 1 from {name} w where w.doc = d.doc and w.words @@ ?::tsquery)"
_EXCLUDING = "not exists (select 1 from search_texts w where w.doc = d.doc and w.words @@ ?::tsquery)"
# All matches by the index of words, then the newest: asked for the newest at once, the planner may read the whole
# table backwards for a rare word (seconds).
_COLLECTED = """
    select doc from (select doc from {name} where words @@ ?::tsquery offset 0) matching order by doc desc limit ?
"""
# The table read backwards until there are enough: right where many match. "is true" keeps the index of words out.
_WALKED = "select doc from {name} where (words @@ ?::tsquery) is true order by doc desc limit ?"
_LAST = "\U0010ffff"
_MARK = pattern(r"\?")


class PostgresIndex:
    """See ``bot.search.index.Index``."""

    def __init__(self, connection: Connection[NamedRow], vocabulary: Vocabulary, meanings: MeaningIndex) -> None:
        self.vocabulary = vocabulary
        self.meanings = meanings
        self._connection = connection

    def lookup(self, lookup: Lookup, query: Query, limit: int) -> Sequence[int]:
        match, name = tsquery_of(lookup), "search_texts" if lookup.whole else "search_heads"
        if not match:
            excluding = (_EXCLUDING, excluded_of(lookup)) if lookup.excluded else ()
            return self._walk(query, limit, *excluding)
        if query.sort is Sort.RELEVANCE and not has_filters(query):
            return self._docs(self._newest(name, lookup, limit), match, limit)
        docs = self._newest_that_pass(name, lookup, match, query, limit)
        few = query.sort is not Sort.RELEVANCE or len(docs) < FEW
        if few and len(self._docs(self._newest(name, lookup, SCANNED), match, SCANNED + 1)) > SCANNED:
            return self._walk(query, limit, _MATCHING.format(name=name), match)
        return docs

    def _newest(self, name: str, lookup: Lookup, limit: int) -> str:
        """The statement that finds the newest matches with the least reading.

        Collecting reads all matches, walking ``limit`` of them and what lies between; both are as much at
        ``sqrt(limit * documents)`` matches.
        """
        documents = self.vocabulary.documents
        walking = share_of(lookup, self.vocabulary) * documents > sqrt(limit * documents)
        return (_WALKED if walking else _COLLECTED).format(name=name)

    def _newest_that_pass(self, name: str, lookup: Lookup, match: str, query: Query, limit: int) -> Sequence[int]:
        conditions, values = filters_of(query)
        ordered = "m.doc desc" if query.sort is Sort.RELEVANCE else order_of(query)
        sql = f"""
            with m as materialized ({self._newest(name, lookup, SCANNED)})
            select d.doc from m join search_docs d on d.doc = m.doc join papers p on p.key = d.paper
            where {conditions} order by {ordered} limit ?"""  # noqa: S608
        return self._docs(sql, match, SCANNED, *values, limit)

    def _walk(self, query: Query, limit: int, wanted: str = "true", *match: str) -> Sequence[int]:
        """The papers in their order by day or upvotes, where no word is asked for or too many papers hold it."""
        conditions, values = filters_of(query)
        sql = f"""
            select d.doc from papers p join search_docs d on d.paper = p.key
            where {conditions} and {wanted} order by {order_of(query)} limit ?"""  # noqa: S608
        return self._docs(sql, *values, *match, limit)

    def titles(self, beginning: str, limit: int) -> Sequence[int]:
        beginning = beginning[:LONGEST_TITLE]
        sql = "select doc from search_docs where title >= ? and title < ? order by title, doc limit ?"
        return self._docs(sql, beginning, beginning + _LAST, limit) if beginning else []

    def candidates(self, docs: Sequence[int]) -> Sequence[Candidate]:
        sql = f"""
            select d.doc, p.title, p.authors || ' ' || coalesce(p.organisation_slug, '') || ' '
                || coalesce(p.organisation_name, '') as names, p.upvotes
            from {_STANDING} where {_THESE} and p.withdrawn = 0"""  # noqa: S608
        rows = {row["doc"]: row for row in self._rows(sql, list(docs))}
        return [_candidate(rows[doc]) for doc in docs if doc in rows]

    def reread(self, docs: Sequence[int], query: Query) -> set[int]:
        sql = f"select d.doc, p.title, p.authors, p.abstract from {_STANDING} where {_THESE}"  # noqa: S608
        rows = self._rows(sql, list(docs))
        return {row["doc"] for row in rows if holds(query, row["title"], text_tuple(row["authors"]), row["abstract"])}

    def abstracts(self, docs: Sequence[int]) -> Mapping[int, str]:
        sql = f"select d.doc, p.abstract from {_STANDING} where {_THESE}"  # noqa: S608
        return {row["doc"]: row["abstract"] for row in self._rows(sql, list(docs))}

    def authors(self, docs: Sequence[int]) -> Iterable[Sequence[str]]:
        sql = f"select p.authors from {_STANDING} where {_THESE} order by d.doc desc"  # noqa: S608
        return [text_tuple(row["authors"]) for row in self._rows(sql, list(docs))]

    def _docs(self, sql: str, *values: object) -> list[int]:
        return [row[0] for row in self._rows(sql, *values)]

    def _rows(self, sql: str, *values: object) -> Sequence[NamedRow]:
        return fetch(self._connection, sql, *values)


class PostgresTables:
    """See ``bot.store.sql.search_tables.SearchTables``."""

    def __init__(self, connection: Connection[NamedRow]) -> None:
        self._connection = connection

    def count(self) -> int:
        return self._number("select count(*) from search_docs")

    def newest(self) -> int:
        return self._number("select coalesce(max(doc), 0) from search_docs")

    def words_after(self, after: str, limit: int, *, heads: bool) -> Sequence[tuple[str, int]]:
        name = "heads" if heads else "texts"
        sql = f"select term, {name} from search_terms where term > ? order by term limit ?"  # noqa: S608
        return [(row[0], row[1]) for row in fetch(self._connection, sql, after, limit)]

    def meanings_after(self, doc: int, limit: int) -> Sequence[tuple[int, bytes]]:
        sql = "select doc, meaning from search_docs where doc > ? order by doc limit ?"
        return [(row[0], bytes(row[1])) for row in fetch(self._connection, sql, doc, limit)]

    def papers_after(self, doc: int, limit: int) -> Sequence[Record]:
        sql = f"select d.doc, p.* from {_STANDING} where d.doc > ? order by d.doc limit ?"  # noqa: S608
        return fetch(self._connection, sql, doc, limit)

    def papers_of(self, docs: Sequence[int]) -> Sequence[Record]:
        return fetch(self._connection, f"select d.doc, p.* from {_STANDING} where {_THESE}", list(docs))  # noqa: S608

    def index(self, vocabulary: Vocabulary, meanings: MeaningIndex) -> PostgresIndex:
        return PostgresIndex(self._connection, vocabulary, meanings)

    def _number(self, sql: str) -> int:
        return int(fetch(self._connection, sql)[0][0])


def fetch(connection: Connection[NamedRow], sql: str, *values: Any) -> Sequence[NamedRow]:
    """The rows of a statement with a ``?`` for each value, in order."""
    numbers = count(1)
    return connection.execute(_MARK.sub(lambda _: f"${next(numbers)}", sql), clean(values)).fetchall()


def _candidate(row: NamedRow) -> Candidate:
    title = " ".join(words(row["title"]))
    return Candidate(doc=row["doc"], title=title, names=row["names"], upvotes=row["upvotes"])
