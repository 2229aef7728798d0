"""What finding needs of the index, answered by PostgreSQL on one thread."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import count
from math import sqrt
from re import compile as pattern
from typing import Any

from psycopg import Connection
from psycopg.rows import tuple_row

from bot.model import Query, Sort
from bot.search.index import Lookup
from bot.search.matching import holds
from bot.search.meaning_index import MeaningIndex
from bot.search.rank import Candidate
from bot.search.vocabulary import Vocabulary
from bot.store.columns import text_tuple
from bot.store.postgres.connections import NamedRow
from bot.store.postgres.search_sql import excluded_of, excluded_share, share_of, tsquery_of
from bot.store.postgres.values import clean
from bot.store.sql.database import Record
from bot.store.sql.paper_rows import COLUMNS
from bot.store.sql.search_filters import filters_of, order_of

SCANNED = 20_000
"""Matches looked through, newest first, for those that pass filters on days, upvotes and code."""
FEW = 50
"""With fewer than these of so many, or in another order, all papers that pass are looked through instead."""
READING, MOST_GO = 10, 0.5
"""Reading one text takes as long as finding so many by the index of words; from which share left out on that may be
quicker."""
LONGEST_TITLE = 500
"""Letters of a title that are indexed; a row of an index takes some 2,700 bytes at most."""
_THESE = "d.doc = any(?::bigint[])"
_STANDING = "search_docs d join papers p on p.key = d.paper"
# By name, so that a statement that was prepared outlives a new column.
_PAPER = ", ".join(["d.doc", *(f"p.{column}" for column in COLUMNS)])
# One by one: "exists" would be turned into a join, which collects all matches first.
_MATCHING = "(select w.words @@ ?::tsquery from {name} w where w.doc = d.doc)"
_EXCLUDING = "not (select w.words @@ ?::tsquery from search_texts w where w.doc = d.doc)"
# What is left out collected by the index of words, where next to nothing is left: one by one, all texts would be read.
_LEAVING_FEW = """
    not exists (
        select 1 from (select doc from search_texts where words @@ ?::tsquery offset 0) w where w.doc = d.doc
    )
"""
# All matches by the index of words, then the newest: asked for the newest at once, the planner may read the whole
# table backwards for a rare word (seconds).
_COLLECTED = """
    select doc from (select doc from {name} where words @@ {match}::tsquery offset 0) matching
    order by doc desc limit {limit}
"""
_ASKED = "unnest(?::text[]) with ordinality as asked (match, place) order by place"
_BEGUN = """
    select array(
        select doc from search_docs where title >= begun.title and title < begun.title || ?
        order by search_docs.title, doc limit {limit}
    ) from unnest(?::text[]) with ordinality as begun (title, place) order by place
"""
# The table read backwards until there are enough: right where many match. "is true" keeps the index of words out.
_WALKED = "select doc from {name} where (words @@ {match}::tsquery) is true order by doc desc limit {limit}"
_LAST = "\U0010ffff"
_MARK = pattern(r"\?")


class PostgresIndex:
    """See ``bot.search.index.Index``. The way to the server and back costs more than most of what is asked there."""

    def __init__(self, tables: "PostgresTables", vocabulary: Vocabulary, meanings: MeaningIndex) -> None:
        self.vocabulary = vocabulary
        self.meanings = meanings
        self._tables = tables

    def lookup(self, lookup: Lookup, query: Query, limit: int) -> Sequence[int]:
        match, name = tsquery_of(lookup), "search_texts" if lookup.whole else "search_heads"
        if not match:
            return self._walk(query, limit, *self._excluding(lookup, limit))
        if query.sort is Sort.RELEVANCE and not query.filters:
            return self._docs(self._newest(name, lookup, limit), match)
        matching = (_MATCHING.format(name=name), match)
        if query.sort is not Sort.RELEVANCE and self._is_common(lookup, limit):
            return self._walk(query, limit, *matching)
        docs = self._newest_that_pass(name, lookup, match, query, limit)
        few = query.sort is not Sort.RELEVANCE or len(docs) < FEW
        if few and len(self._docs(self._newest(name, lookup, SCANNED + 1), match)) > SCANNED:
            return self._walk(query, limit, *matching)
        return docs

    def lookup_each(self, lookups: Sequence[Lookup], query: Query, limit: int) -> Iterable[Sequence[int]]:
        """In one trip, where each alone would be a plain one."""
        matches = list(map(tsquery_of, lookups))
        names = {"search_texts" if one.whole else "search_heads" for one in lookups}
        plain = query.sort is Sort.RELEVANCE and not query.filters and len(names) == 1
        if not (plain and all(matches)) or any(self._is_common(one, limit) for one in lookups):
            return (self.lookup(one, query, limit) for one in lookups)
        sql = _COLLECTED.format(name=names.pop(), limit=limit, match="asked.match")
        return [docs for (docs,) in self._tables.rows(f"select array({sql}) from {_ASKED}", matches)]  # noqa: S608

    def _newest(self, name: str, lookup: Lookup, limit: int) -> str:
        """The statement that finds the newest matches with the least reading."""
        sql = _WALKED if self._is_common(lookup, limit) else _COLLECTED
        return sql.format(name=name, limit=limit, match="?")

    def _is_common(self, lookup: Lookup, limit: int) -> bool:
        """Whether so many papers match that walking through all reads less than collecting those that do.

        Collecting reads all matches, walking ``limit`` of them and what lies between; both are as much at
        ``sqrt(limit * documents)`` matches.
        """
        documents = self.vocabulary.documents
        return share_of(lookup, self.vocabulary) * documents > sqrt(limit * documents)

    def _excluding(self, lookup: Lookup, limit: int) -> tuple[str, ...]:
        """The condition for papers without what is excluded, in the way that reads less, and its value."""
        if not lookup.excluded:
            return ()
        gone = excluded_share(lookup, self.vocabulary)
        left = (1 - gone) * self.vocabulary.documents
        collect = gone > MOST_GO and gone * left < READING * limit
        return (_LEAVING_FEW if collect else _EXCLUDING, excluded_of(lookup))

    def _newest_that_pass(self, name: str, lookup: Lookup, match: str, query: Query, limit: int) -> Sequence[int]:
        conditions, values = filters_of(query)
        ordered = "m.doc desc" if query.sort is Sort.RELEVANCE else order_of(query)
        sql = f"""
            with m as materialized ({self._newest(name, lookup, SCANNED)})
            select d.doc from m join search_docs d on d.doc = m.doc join papers p on p.key = d.paper
            where {conditions} order by {ordered} limit {limit}"""  # noqa: S608
        return self._docs(sql, match, *values)

    def _walk(self, query: Query, limit: int, wanted: str = "true", *match: str) -> Sequence[int]:
        """The papers in their order by day or upvotes, where no word is asked for or too many papers hold it."""
        conditions, values = filters_of(query)
        sql = f"""
            select d.doc from papers p join search_docs d on d.paper = p.key
            where {conditions} and {wanted} order by {order_of(query)} limit {limit}"""  # noqa: S608
        return self._docs(sql, *values, *match)

    def holding(self, docs: Sequence[int], lookup: Lookup) -> set[int]:
        name = "search_texts" if lookup.whole else "search_heads"
        sql = f"select d.doc from {name} d where {_THESE} and (d.words @@ ?::tsquery) is true"  # noqa: S608
        return set(self._docs(sql, list(docs), tsquery_of(lookup)))

    def titles(self, beginnings: Sequence[str], limit: int) -> Sequence[int]:
        cut = [one[:LONGEST_TITLE] for one in beginnings if one]
        return [doc for docs in self._tables.rows(_BEGUN.format(limit=limit), _LAST, cut) for doc in docs[0]]

    def candidates(self, docs: Sequence[int]) -> Sequence[Candidate]:
        sql = f"""
            select d.doc, d.title, p.authors || ' ' || coalesce(p.organisation_slug, '') || ' '
                || coalesce(p.organisation_name, ''), p.upvotes
            from {_STANDING} where {_THESE} and p.withdrawn = 0"""  # noqa: S608
        found = {row[0]: Candidate(*row) for row in self._tables.rows(sql, list(docs))}
        return [found[doc] for doc in docs if doc in found]

    def reread(self, docs: Sequence[int], query: Query) -> set[int]:
        sql = f"select d.doc, p.title, p.authors, p.abstract from {_STANDING} where {_THESE}"  # noqa: S608
        rows = self._tables.rows(sql, list(docs))
        return {doc for doc, title, authors, abstract in rows if holds(query, title, text_tuple(authors), abstract)}

    def abstracts(self, docs: Sequence[int]) -> Mapping[int, str]:
        return {row["doc"]: row["abstract"] for row in self._tables.papers_of(docs)}

    def authors(self, docs: Sequence[int]) -> Iterable[Sequence[str]]:
        sql = f"select p.authors from {_STANDING} where {_THESE} order by d.doc desc"  # noqa: S608
        return [text_tuple(authors) for (authors,) in self._tables.rows(sql, list(docs))]

    def _docs(self, sql: str, *values: object) -> list[int]:
        """The numbers that a statement finds, fetched as one value rather than a row for each."""
        return list(self._tables.rows(f"select array({sql})", *values)[0][0])


class PostgresTables:
    """See ``bot.store.sql.search_tables.SearchTables``. Papers that were read once are not read again."""

    def __init__(self, connection: Connection[NamedRow]) -> None:
        self._connection = connection
        self._papers: dict[int, Record] = {}

    def count(self) -> int:
        return self._number("select count(*) from search_docs")

    def newest(self) -> int:
        return self._number("select coalesce(max(doc), 0) from search_docs")

    def generation(self) -> int:
        return self._number("select value from counters where name = 'papers'")

    def words_after(self, after: str, limit: int, *, heads: bool) -> Sequence[tuple[str, int]]:
        name = "heads" if heads else "texts"
        return self.rows(f"select term, {name} from search_terms where term > ? order by term limit {limit}", after)  # noqa: S608

    def meanings_after(self, doc: int, limit: int) -> Sequence[tuple[int, bytes]]:
        return self.rows(f"select doc, meaning from search_docs where doc > ? order by doc limit {limit}", doc)  # noqa: S608

    def papers_after(self, doc: int, limit: int) -> Sequence[Record]:
        return self._records(f"select {_PAPER} from {_STANDING} where d.doc > ? order by d.doc limit {limit}", doc)  # noqa: S608

    def papers_of(self, docs: Sequence[int]) -> Sequence[Record]:
        if unread := [doc for doc in docs if doc not in self._papers]:
            sql = f"select {_PAPER} from {_STANDING} where {_THESE}"  # noqa: S608
            self._papers |= {row["doc"]: row for row in self._records(sql, unread)}
        return [self._papers[doc] for doc in docs if doc in self._papers]

    def index(self, vocabulary: Vocabulary, meanings: MeaningIndex) -> PostgresIndex:
        return PostgresIndex(self, vocabulary, meanings)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a statement with a ``?`` for each value, in order."""
        cursor = self._connection.cursor(binary=True, row_factory=tuple_row)
        return cursor.execute(_numbered(sql), clean(values)).fetchall()

    def _records(self, sql: str, *values: object) -> Sequence[Record]:
        return self._connection.cursor(binary=True).execute(_numbered(sql), clean(values)).fetchall()

    def _number(self, sql: str) -> int:
        return int(self.rows(sql)[0][0])


@lru_cache(maxsize=256)
def _numbered(sql: str) -> str:
    numbers = count(1)
    return _MARK.sub(lambda _: f"${next(numbers)}", sql)
