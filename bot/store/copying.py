"""Copies everything from one database to another of either kind, row by row, each read back and compared."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.errors import ConfigurationError, StoreError
from bot.store.migrations.runner import known_migrations
from bot.store.sql.database import Database, Record, Transaction
from bot.store.sqlite.connections import execute_all

BATCH = 500
FIRST = ("papers",)
"""Tables that others point to."""
ALWAYS_THERE = frozenset({"counters"})
"""What a new database holds already."""

Progress = Callable[[str, int, int], None]
"""Told the table, its rows done, and its rows in all."""


class Copyable(Protocol):
    """A store that can be copied from and to."""

    database: Database

    async def complete(self) -> None:
        """Make what follows from copied rows: the search index, the next numbers."""
        ...


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is the same in every database. ``key`` tells its rows apart, in the order they are copied."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def key_of(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(row[self.columns.index(name)] for name in self.key)


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy came to."""

    tables: int
    rows: int


def tables() -> list[Table]:
    """Every table of the newest schema that is not derived, those first that others point to."""
    raw = sqlite3.connect(":memory:")
    execute_all(raw, [statement for statements in known_migrations() for statement in statements])
    names = [row[0] for row in raw.execute("select name from sqlite_master where type = 'table'")]
    kept = [name for name in names if not name.startswith(("sqlite_", "search_"))]
    found = [_table(raw, name) for name in sorted(kept, key=lambda name: (name not in FIRST, name))]
    raw.close()
    return found


def _table(raw: sqlite3.Connection, name: str) -> Table:
    columns = raw.execute(f"pragma table_info('{name}')").fetchall()
    key = sorted((place, column) for _, column, _, _, _, place in columns if place)
    return Table(name, tuple(column[1] for column in columns), tuple(column for _, column in key))


async def copy(source: Copyable, target: Copyable, progress: Progress, *, resume: bool) -> Copied:
    """Copy all rows; nothing may write to either meanwhile. Stopped midway, ``resume`` goes on.

    Raises ``ConfigurationError`` for a target that holds something already (unless ``resume``), ``StoreError`` when a
    row does not come back as it was.
    """
    every, rows = tables(), 0
    if not resume:
        await _refuse_filled(target.database, every)
    for table in every:
        rows += await _copy_table(source.database, target.database, table, progress)
    await target.complete()
    return Copied(len(every), rows)


async def _refuse_filled(target: Database, every: Sequence[Table]) -> None:
    for table in every:
        if table.name not in ALWAYS_THERE and await _count(target, table):
            raise ConfigurationError(
                f"The database to copy to holds {table.name.replace('_', ' ')} already."
                " Name an empty one, or go on with a copy that was interrupted by --resume."
            )


async def _count(database: Database, table: Table) -> int:
    row = await database.fetch_one(f"select count(*) as rows from {table.name}")  # noqa: S608
    return int(row["rows"]) if row else 0


async def _copy_table(source: Database, target: Database, table: Table, progress: Progress) -> int:
    total, done, last = await _count(source, table), 0, ()
    progress(table.name, 0, total)
    while rows := await _rows_after(source, table, last):
        await _copy_rows(target, table, rows, last)
        done, last = done + len(rows), table.key_of(rows[-1])
        progress(table.name, done, max(total, done))
    there = await _count(target, table)
    if there != done:
        raise StoreError(f"The copy holds {there} {table.name.replace('_', ' ')}, the original {done}: start afresh.")
    return done


async def _rows_after(database: Database, table: Table, last: Sequence[Any]) -> list[tuple[Any, ...]]:
    key, columns = ", ".join(table.key), ", ".join(table.columns)
    after = f"where ({key}) > ({_places(len(last))})" if last else ""
    rows = await database.fetch(f"select {columns} from {table.name} {after} order by {key} limit {BATCH}", *last)  # noqa: S608
    return [_values(row) for row in rows]


def _values(row: Record) -> tuple[Any, ...]:
    """The values; texts without NUL, which not every database keeps."""
    values = [row[place] for place in range(len(row))]
    return tuple(value.replace("\0", "") if isinstance(value, str) else value for value in values)


async def _copy_rows(target: Database, table: Table, rows: Sequence[tuple[Any, ...]], last: Sequence[Any]) -> None:
    """Bring the rows that follow ``last`` in the target to what they should be."""

    async def work(transaction: Transaction) -> None:
        there = {table.key_of(row): row for row in await _range(transaction, table, last, table.key_of(rows[-1]))}
        wanted = [row for row in rows if there.get(table.key_of(row)) != row]
        await transaction.execute_many(_deletion(table), [table.key_of(row) for row in wanted])
        await transaction.execute_many(_insertion(table), wanted)
        if await _range(transaction, table, last, table.key_of(rows[-1])) != list(rows):
            raise StoreError(f"Rows of {table.name.replace('_', ' ')} did not come back as they were.")

    await target.write(work)


async def _range(
    transaction: Transaction, table: Table, after: Sequence[Any], to: Sequence[Any]
) -> list[tuple[Any, ...]]:
    key, columns = ", ".join(table.key), ", ".join(table.columns)
    later = f"and ({key}) > ({_places(len(after), len(to))})" if after else ""
    sql = f"select {columns} from {table.name} where ({key}) <= ({_places(len(to))}) {later} order by {key}"  # noqa: S608
    return [_values(row) for row in await transaction.fetch(sql, *to, *after)]


def _places(count: int, before: int = 0) -> str:
    return ", ".join(f"${number}" for number in range(before + 1, before + count + 1))


def _deletion(table: Table) -> str:
    same = " and ".join(f"{name} = ${number}" for number, name in enumerate(table.key, start=1))
    return f"delete from {table.name} where {same}"  # noqa: S608


def _insertion(table: Table) -> str:
    columns = ", ".join(table.columns)
    return f"insert into {table.name} ({columns}) values ({_places(len(table.columns))})"  # noqa: S608
