"""The one writer: many callers, one connection, one commit for all who wait."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from re import compile as pattern
from typing import Any, Generic, TypeVar

from bot.errors import StoreBusy, StoreError
from bot.store.sql.database import Record, Transaction
from bot.store.sqlite.connections import Pool, SqliteConnection, translate_error
from bot.store.sqlite.dialect import SqliteDialect

T = TypeVar("T")
Work = Callable[[Transaction], Awaitable[T]]

GROUP = 500
"""How many pieces of work share one commit at most."""

PLACEHOLDER = pattern(r"\$(\d+)")
ROWS = pattern(r"\bvalues (\([^()]*\))")
ROWS_AT_ONCE = 50
"""Rows that one statement inserts where there are so many. After each statement the writer waits for the interpreter,
which other threads hold while they compute: with a statement a row it waits for those more than for the disk."""


def bound(sql: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """A statement with ``$1 … $n`` and its values, as SQLite takes them: ``?`` for each, in the order they stand.

    SQLite's own ``?1`` would do, but Python takes it for a name, and from 3.12 on wants a mapping for names.
    """
    statement, order = _marked(sql)
    return statement, values if order is None else [values[place] for place in order]


@lru_cache(maxsize=2048)
def _marked(sql: str) -> tuple[str, tuple[int, ...] | None]:
    """The statement with ``?``, and which value stands for each; None when they stand in order."""
    order = tuple(int(number) - 1 for number in PLACEHOLDER.findall(sql))
    return PLACEHOLDER.sub("?", sql), None if order == tuple(range(len(order))) else order


@lru_cache(maxsize=2048)
def _of_rows(statement: str) -> str | None:
    """The statement that inserts one row, for ``ROWS_AT_ONCE``; None where it does more with its values."""
    row = ROWS.search(statement)
    if row is None or row[1].count("?") < statement.count("?"):
        return None
    return statement.replace(row[1], ", ".join([row[1]] * ROWS_AT_ONCE), 1)


class SqliteTransaction:
    """What one piece of work may do. Nothing here ever suspends, so the work runs from start to end on one thread."""

    dialect = SqliteDialect()

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def lock(self, *names: str) -> None:
        """Every transaction that writes has the whole file to itself."""

    async def execute(self, sql: str, *values: Any) -> int:
        return self._connection.execute(*bound(sql, values)).rowcount

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        statement, order = _marked(sql)
        bound_rows = rows if order is None else [[row[place] for place in order] for row in rows]
        done, inserting = 0, _of_rows(statement)
        while inserting and len(bound_rows) - done >= ROWS_AT_ONCE:
            some = bound_rows[done : done + ROWS_AT_ONCE]
            self._connection.execute(inserting, list(chain.from_iterable(some)))
            done += ROWS_AT_ONCE
        self._connection.executemany(statement, bound_rows[done:])

    async def fetch(self, sql: str, *values: Any) -> Sequence[Record]:
        rows: Sequence[Record] = self._connection.execute(*bound(sql, values)).fetchall()
        return rows

    async def fetch_one(self, sql: str, *values: Any) -> Record | None:
        row: Record | None = self._connection.execute(*bound(sql, values)).fetchone()
        return row


@dataclass(slots=True)
class _Job(Generic[T]):
    """One piece of work, who waits for it, and what came of it (told only once it is committed)."""

    work: Work[T]
    waiting: asyncio.Future[T]
    result: T | None = None
    error: Exception | None = None

    def tell(self) -> None:
        if self.waiting.done():
            return
        if self.error is not None:
            self.waiting.set_exception(self.error)
        else:
            self.waiting.set_result(self.result)  # type: ignore[arg-type]


class Writer:
    """Runs each piece of work in its own savepoint and commits all that wait together, in one hop to the thread.

    Work that raises is rolled back alone. Nobody hears of success before the commit. When the whole group is lost
    (the disk is full), each piece is tried again by itself, so that everyone gets their own answer.
    A caller cancelled before its turn writes nothing; once its turn has come the work is carried through.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._jobs: list[_Job[Any]] = []
        self._more = asyncio.Event()
        self._closed = False
        self._task = asyncio.create_task(self._serve(), name="store-writer")

    async def write(self, work: Work[T]) -> T:
        if self._closed:
            raise StoreError("The database is closed.")
        waiting: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.append(_Job(work, waiting))
        self._more.set()
        return await waiting

    async def close(self) -> None:
        """Finish what was handed in, then stop."""
        self._closed = True
        self._more.set()
        await asyncio.wait([self._task])

    async def _serve(self) -> None:
        group: Sequence[_Job[Any]] = ()
        try:
            while self._jobs or not self._closed:
                await self._more.wait()
                self._more.clear()
                while group := self._next_group():
                    await self._serve_group(group)
        finally:
            # Only if this task is cancelled is anybody left: what came of their work they can't be told.
            self._closed = True
            for job in (*group, *self._jobs):
                job.waiting.cancel()

    def _next_group(self) -> Sequence[_Job[Any]]:
        group = [job for job in self._jobs if not job.waiting.done()]
        self._jobs = group[GROUP:]
        return group[:GROUP]

    async def _serve_group(self, group: Sequence[_Job[Any]]) -> None:
        async with self._pool.one() as connection:
            try:
                await connection.run(lambda raw: _commit(raw, group, connection.name))
            except StoreBusy as busy:
                for job in group:
                    job.error = busy
            except Exception:
                group = [await _commit_alone(connection, job) for job in group]
        for job in group:
            job.tell()


async def _commit_alone(connection: SqliteConnection, job: _Job[T]) -> _Job[T]:
    again = _Job(job.work, job.waiting)
    try:
        await connection.run(lambda raw: _commit(raw, [again], connection.name))
    except Exception as error:
        again.error = again.error or error
    return again


def _commit(connection: sqlite3.Connection, group: Sequence[_Job[Any]], name: str) -> None:
    """One transaction for the group. When it raises, all of it is rolled back."""
    connection.execute("begin immediate")
    try:
        for job in group:
            _do(connection, job, name)
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def _do(connection: sqlite3.Connection, job: _Job[Any], name: str) -> None:
    connection.execute("savepoint work")
    try:
        job.result = _run(job.work(SqliteTransaction(connection)))
    except Exception as error:
        job.error = translate_error(error, name) if isinstance(error, sqlite3.Error) else error
        if not connection.in_transaction:
            raise
        connection.execute("rollback to work")
    connection.execute("release work")


def _run(work: Awaitable[T]) -> T:
    """The result of work that awaits nothing but its transaction, run to its end here and now."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as end:
        result: T = end.value
        return result
    raise RuntimeError("Work in a transaction may await nothing but its transaction.")
