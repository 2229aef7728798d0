"""Keeping the search index in step with the papers."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from bot.model import Paper
from bot.search.documents import Document
from bot.store.columns import json_list
from bot.store.postgres.search_index import LONGEST_TITLE
from bot.store.postgres.search_sql import indexed
from bot.store.sql.database import Database, Transaction
from bot.store.sql.paper_index import ReadyEntries
from bot.store.sql.paper_rows import paper_of

AT_ONCE = 10
"""Papers whose changed text is folded and encoded between two statements, so that the event loop is held for some two
milliseconds."""
IN_ONE_TRANSACTION = 200


class PostgresPaperIndex:
    """See ``bot.store.sql.paper_index.PaperIndex``."""

    async def put(self, transaction: Transaction, papers: Sequence[tuple[int, Paper]], ready: ReadyEntries) -> None:
        await index_papers(transaction, papers, ready)

    async def tidy(self) -> None:
        """The server vacuums by itself."""


async def index_papers(transaction: Transaction, papers: Sequence[tuple[int, Paper]], ready: ReadyEntries) -> None:
    """Index new papers, and those whose text changed, each with its key. Part of the transaction that stores them."""
    heads, texts = Counter[str](), Counter[str]()
    for start in range(0, len(papers), AT_ONCE):
        for document in await _index(transaction, papers[start : start + AT_ONCE], ready):
            heads.update(indexed(document.head))
            texts.update(indexed(document.text))
    # In order, so that two who count never wait for each other in a circle.
    counted = [[term, str(heads[term]), str(texts[term])] for term in sorted(texts)]
    if counted:
        await transaction.execute(
            _COUNT.format(terms=transaction.dialect.rows("$1", "term", "heads", "texts")), json_list(counted)
        )


async def _index(transaction: Transaction, papers: Sequence[tuple[int, Paper]], ready: ReadyEntries) -> list[Document]:
    entries = ready.of([paper for _, paper in papers])
    keys = json_list(key for key, _ in papers)
    await transaction.execute(f"delete from search_docs where paper in {transaction.dialect.numbers('$1')}", keys)  # noqa: S608
    await transaction.execute_many(
        _ADD,
        [
            (
                key,
                document.title[:LONGEST_TITLE],
                code,
                " ".join(indexed(document.head)),
                " ".join(indexed(document.text)),
            )
            for (key, _), (document, code) in sorted(zip(papers, entries, strict=True), key=lambda one: one[0][0])
        ],
    )
    return [entry.document for entry in entries]


# Words come as one text: to spell an array costs three times as much as to split one.
_ADD = """
    with added as (insert into search_docs (paper, title, meaning) values ($1, $2, $3) returning doc),
        head as (
            insert into search_heads (doc, words) select doc, array_to_tsvector(string_to_array($4, ' ')) from added
        )
    insert into search_texts (doc, words) select doc, array_to_tsvector(string_to_array($5, ' ')) from added
"""
_COUNT = """
    insert into search_terms as known (term, heads, texts)
    select term, heads::bigint, texts::bigint from {terms} as counted order by term
    on conflict (term) do update set heads = known.heads + excluded.heads, texts = known.texts + excluded.texts
"""


async def index_missing(database: Database) -> int:
    """Index the papers that are not; say how many. Stopped midway, it goes on where it was."""
    found, last = 0, 0
    while papers := await database.write(partial(_index_next, last)):
        found, last = found + len(papers), papers[-1]
    return found


async def _index_next(last: int, transaction: Transaction) -> list[int]:
    await transaction.lock("paperboy: indexing")
    rows = await transaction.fetch(
        """
        select * from papers p where key > $1 and not exists (select 1 from search_docs d where d.paper = p.key)
        order by key limit $2
        """,
        last,
        IN_ONE_TRANSACTION,
    )
    await index_papers(transaction, [(row["key"], paper_of(row)) for row in rows], ReadyEntries())
    return [row["key"] for row in rows]
