"""The papers, in SQL."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime

from bot.model import Batch, FetchOutcome, Paper, PaperId, SourceState
from bot.ports.papers import Prepared
from bot.store.columns import json_list, micros, moment_or_none
from bot.store.merge import Entry, Merge, names_of
from bot.store.sql.counters import reserve
from bot.store.sql.database import Database, Dialect, Record, Transaction
from bot.store.sql.paper_index import PaperIndex, ReadyEntries, text_of
from bot.store.sql.paper_rows import COLUMNS, paper_of, row_of
from bot.store.sql.renamed_papers import rename

_COLUMN_LIST = ", ".join(COLUMNS)
_INSERT = f"insert into papers ({_COLUMN_LIST}) values ({', '.join(f'${n}' for n in range(1, len(COLUMNS) + 1))})"  # noqa: S608
_UPDATE = (
    f"update papers set {', '.join(f'{name} = ${n}' for n, name in enumerate(COLUMNS[1:], start=2))} where key = $1"  # noqa: S608
)
_SELECT = f"select {_COLUMN_LIST} from papers"  # noqa: S608


class SqlPapers:
    """See ``bot.ports.papers.Papers``."""

    def __init__(self, database: Database, index: PaperIndex) -> None:
        self._database = database
        self._index = index

    async def prepare(self, papers: Sequence[Paper]) -> Prepared:
        return await self._ready(papers)

    async def commit(
        self, source: str, batch: Batch, now: datetime, prepared: Prepared | None = None
    ) -> Sequence[PaperId]:
        ready = prepared if isinstance(prepared, ReadyEntries) else await self._ready(batch.papers)

        async def work(transaction: Transaction) -> Sequence[PaperId]:
            merged = await self._store(transaction, batch.papers, now, ready)
            if batch.day is not None:
                await _list(transaction, source, batch.day, merged.ids(batch.papers))
            await _record_success(transaction, source, batch, now)
            return [entry.paper.id for entry in merged.new]

        return await self._database.write(work)

    async def add(self, papers: Sequence[Paper], now: datetime) -> Sequence[PaperId]:
        ready = await self._ready(papers)

        async def work(transaction: Transaction) -> Sequence[PaperId]:
            return [entry.paper.id for entry in (await self._store(transaction, papers, now, ready)).new]

        return await self._database.write(work)

    async def tidy(self) -> None:
        await self._index.tidy()

    async def failed(self, source: str, note: str, now: datetime, retry_at: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(
                """
                insert into sources (name, outcome, note, failing_since, retry_at) values ($1, $2, $3, $4, $5)
                on conflict (name) do update set
                    outcome = excluded.outcome, note = excluded.note, retry_at = excluded.retry_at,
                    failing_since = coalesce(sources.failing_since, excluded.failing_since)
                """,
                source,
                FetchOutcome.FAILED.value,
                note,
                micros(now),
                micros(retry_at),
            )

        await self._database.write(work)

    async def source_states(self) -> Sequence[SourceState]:
        return [_state_of(row) for row in await self._database.fetch("select * from sources order by name")]

    async def listed_on(self, source: str, day: date) -> Sequence[PaperId]:
        rows = await self._database.fetch(
            "select paper from listings where source = $1 and day = $2 order by place", source, day.isoformat()
        )
        return [PaperId(row["paper"]) for row in rows]

    async def get(self, ids: Sequence[PaperId]) -> dict[PaperId, Paper]:
        named = _named(self._database.dialect)
        papers = await self._papers(f"{_SELECT} where {named}", json_list(ids))
        known = {name: paper for paper in papers for name in names_of(paper)}
        return {asked: known[asked] for asked in ids if asked in known}

    async def on_day(self, day: date) -> Sequence[Paper]:
        return await self.between(day, day)

    async def between(self, first: date, last: date, limit: int | None = None) -> Sequence[Paper]:
        return await self._papers(
            f"{_SELECT} where day between $1 and $2 order by upvotes desc, id limit $3",
            first.isoformat(),
            last.isoformat(),
            _limit(limit),
        )

    async def latest_day(self, before: date | None = None) -> date | None:
        latest = (before or date.max).isoformat()
        row = await self._database.fetch_one("select max(day) as day from papers where day <= $1", latest)
        return None if row is None or row["day"] is None else date.fromisoformat(row["day"])

    async def earliest_day(self, after: date) -> date | None:
        row = await self._database.fetch_one("select min(day) as day from papers where day > $1", after.isoformat())
        return None if row is None or row["day"] is None else date.fromisoformat(row["day"])

    async def seen_since(self, after: datetime, first: date | None = None) -> Sequence[Paper]:
        if first is None:
            return await self._papers(f"{_SELECT} where first_seen > $1 order by first_seen, key", micros(after))
        # Found by their day, which the plus asks for: after a first reading all of an archive was seen just now.
        seen = f"{_SELECT} where +first_seen > $1 and day >= $2 order by first_seen, key"
        return await self._papers(seen, micros(after), first.isoformat())

    async def sample(self, limit: int) -> Sequence[Paper]:
        return await self._papers(f"{_SELECT} order by key desc limit $1", limit)

    async def count(self) -> int:
        row = await self._database.fetch_one("select count(*) as papers from papers")
        return row["papers"] if row is not None else 0

    async def _papers(self, sql: str, *values: object) -> list[Paper]:
        return await self._database.fetch_as(paper_of, sql, *values)

    async def _ready(self, papers: Sequence[Paper]) -> ReadyEntries:
        """The index entries of the papers that are not stored yet, made away from the event loop."""
        named = f"select id from papers where {_named(self._database.dialect)}"  # noqa: S608
        rows = await self._database.fetch(named, json_list([paper.id for paper in papers]))
        known = {row["id"] for row in rows}
        return await asyncio.to_thread(ReadyEntries, [paper for paper in papers if paper.id not in known])

    async def _store(
        self, transaction: Transaction, papers: Sequence[Paper], now: datetime, ready: ReadyEntries
    ) -> Merge:
        merged = Merge(next_key=await reserve(transaction, "papers", len(papers)), now=now)
        merged.start(await _stored(transaction, papers))
        for paper in papers:
            merged.add(paper)
        await _remove(transaction, merged.gone)
        await transaction.execute_many(_UPDATE, [row_of(entry.key, entry.paper) for entry in merged.changed])
        await transaction.execute_many(_INSERT, [row_of(entry.key, entry.paper) for entry in merged.new])
        await _store_aliases(transaction, [*merged.changed, *merged.new])
        await rename(transaction, merged.renamed)
        await self._index.put(transaction, [(entry.key, entry.paper) for entry in _to_index(merged)], ready)
        return merged


def _named(dialect: Dialect) -> str:
    """The condition for papers by the ids or aliases of a list."""
    names = dialect.texts("$1")
    return f"id in {names} or key in (select paper from paper_aliases where alias in {names})"  # noqa: S608


def _limit(limit: int | None) -> int:
    return 2**62 if limit is None else limit


async def _stored(transaction: Transaction, papers: Sequence[Paper]) -> list[tuple[int, Paper]]:
    names = json_list(dict.fromkeys(name for paper in papers for name in names_of(paper)))
    rows = await transaction.fetch(f"{_SELECT} where {_named(transaction.dialect)}", names)
    return [(row["key"], paper_of(row)) for row in rows]


async def _remove(transaction: Transaction, keys: Sequence[int]) -> None:
    if keys:
        sql = f"delete from papers where key in {transaction.dialect.numbers('$1')}"  # noqa: S608
        await transaction.execute(sql, json_list(keys))


async def _store_aliases(transaction: Transaction, entries: Sequence[Entry]) -> None:
    rows = [(alias, entry.key) for entry in entries for alias in entry.paper.aliases]
    if rows:
        await transaction.execute_many(
            """
            insert into paper_aliases (alias, paper) values ($1, $2)
            on conflict (alias) do update set paper = excluded.paper
            """,
            rows,
        )


def _to_index(merged: Merge) -> list[Entry]:
    changed = [one for one in merged.changed if one.before is None or text_of(one.paper) != text_of(one.before)]
    return changed + merged.new


async def _list(transaction: Transaction, source: str, day: date, ids: Sequence[PaperId]) -> None:
    await transaction.execute("delete from listings where source = $1 and day = $2", source, day.isoformat())
    await transaction.execute_many(
        "insert into listings (source, day, place, paper) values ($1, $2, $3, $4)",
        [(source, day.isoformat(), place, paper) for place, paper in enumerate(ids)],
    )


async def _record_success(transaction: Transaction, source: str, batch: Batch, now: datetime) -> None:
    outcome = FetchOutcome.SUSPICIOUS if batch.suspicion else FetchOutcome.FINE
    await transaction.execute(
        """
        insert into sources (name, cursor, outcome, note, read_at, skipped) values ($1, $2, $3, $4, $5, $6)
        on conflict (name) do update set cursor = excluded.cursor, outcome = excluded.outcome, note = excluded.note,
            read_at = excluded.read_at, skipped = excluded.skipped, failing_since = null, retry_at = null
        """,
        source,
        batch.cursor,
        outcome.value,
        batch.suspicion,
        micros(now),
        batch.skipped,
    )


def _state_of(row: Record) -> SourceState:
    return SourceState(
        name=row["name"],
        cursor=row["cursor"],
        outcome=None if row["outcome"] is None else FetchOutcome(row["outcome"]),
        note=row["note"] or None,
        read_at=moment_or_none(row["read_at"]),
        failing_since=moment_or_none(row["failing_since"]),
        retry_at=moment_or_none(row["retry_at"]),
        skipped=row["skipped"],
    )
