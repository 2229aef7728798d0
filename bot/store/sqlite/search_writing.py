"""Keeping the search index in step with the papers, and in shape.

How FTS5's index is merged step by step: https://sqlite.org/fts5.html#the_merge_command.
"""

from collections.abc import Sequence
from functools import partial

from bot.model import Paper
from bot.store.columns import json_list
from bot.store.sql.database import Database, Transaction
from bot.store.sql.paper_index import ReadyEntries
from bot.store.sql.paper_rows import paper_of

IN_ONE_TRANSACTION = 200
MOST_SEGMENTS = 4
"""Every lookup of a word costs a step in each segment of an index; many small writes leave many behind."""
PAGES = 100
"""Merged in one transaction, some 10 ms, so that other writers get their turns."""


class SqlitePaperIndex:
    """See ``bot.store.sql.paper_index.PaperIndex``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, transaction: Transaction, papers: Sequence[tuple[int, Paper]], ready: ReadyEntries) -> None:
        await index_papers(transaction, papers, ready)

    async def tidy(self) -> None:
        await tidy(self._database)


async def index_papers(transaction: Transaction, papers: Sequence[tuple[int, Paper]], ready: ReadyEntries) -> None:
    """Index new papers, and those whose text changed, each with its key. Part of the transaction that stores them."""
    if not papers:
        return
    keys = [key for key, _ in papers]
    entries = dict(zip(keys, ready.of([paper for _, paper in papers]), strict=True))
    listed = json_list(keys)
    await transaction.execute("delete from search_docs where paper in (select value from json_each($1))", listed)
    coded = [(key, entries[key].meaning) for key in sorted(keys)]
    await transaction.execute_many("insert into search_docs (paper, meaning) values ($1, $2)", coded)
    rows = await transaction.fetch(
        "select doc, paper from search_docs where paper in (select value from json_each($1))", listed
    )
    numbered = [(row["doc"], entries[row["paper"]].document) for row in rows]
    await transaction.execute_many(
        "insert into search_titles (doc, title) values ($1, $2)", [(doc, document.title) for doc, document in numbered]
    )
    await transaction.execute_many(
        "insert into search_heads (rowid, words) values ($1, $2)", [(doc, document.head) for doc, document in numbered]
    )
    await transaction.execute_many(
        "insert into search_texts (rowid, words) values ($1, $2)", [(doc, document.text) for doc, document in numbered]
    )


async def index_missing(database: Database) -> int:
    """Index the papers that are not; say how many. Stopped midway, it goes on where it was."""
    found, last = 0, 0
    while papers := await database.write(partial(_index_next, last)):
        found, last = found + len(papers), papers[-1]
    if found:
        await tidy(database)
    return found


async def _index_next(last: int, transaction: Transaction) -> list[int]:
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


async def tidy(database: Database) -> None:
    """Merge the segments of an index into one where there are many: a second per 100,000 papers, in short steps."""
    for index in ("search_heads", "search_texts"):
        row = await database.fetch_one(f"select count(distinct segid) as segments from {index}_idx")  # noqa: S608
        if row and row["segments"] > MOST_SEGMENTS:
            await database.write(partial(_merge, index, -PAGES))
            while await database.write(partial(_merge, index, PAGES)):
                pass


async def _merge(index: str, pages: int, transaction: Transaction) -> bool:
    """One step; whether it did anything. A negative number first: whatever the sizes, all segments are meant."""
    before = await transaction.fetch_one("select total_changes() as count")
    await transaction.execute(f"insert into {index} ({index}, rank) values ('merge', $1)", pages)  # noqa: S608
    after = await transaction.fetch_one("select total_changes() as count")
    return bool(before and after and after["count"] - before["count"] > 1)
