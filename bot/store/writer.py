"""The one writer: many callers, one connection, one commit for all who wait."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import compile as pattern
from typing import Any, Generic, TypeVar

from bot.errors import StoreError
from bot.store.connections import Connection, Pool, execute_all
from bot.store.database import Row, Transaction

T = TypeVar("T")

GROUP = 500
"""How many pieces of work share one commit at most."""

PLACEHOLDER = pattern(r"\$(\d+)")


@lru_cache(maxsize=2048)
def numbered(sql: str) -> str:
    """``$1`` as SQLite writes it: ``?1``."""
    return PLACEHOLDER.sub(r"?\1", sql)


class SqliteTransaction:
    """What one piece of work may do. Savepoints travel with the next statement: they cost no hop of their own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._first: list[str] = []

    def before_next(self, *statements: str) -> None:
        self._first += statements

    async def execute(self, sql: str, *values: Any) -> int:
        return await self._run(lambda raw: raw.execute(numbered(sql), values).rowcount)

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        await self._run(lambda raw: raw.executemany(numbered(sql), rows))

    async def fetch(self, sql: str, *values: Any) -> Sequence[Row]:
        rows: Sequence[Row] = await self._run(lambda raw: raw.execute(numbered(sql), values).fetchall())
        return rows

    async def fetch_one(self, sql: str, *values: Any) -> Row | None:
        rows = await self.fetch(sql, *values)
        return rows[0] if rows else None

    async def commit(self) -> None:
        await self._run(lambda raw: raw.execute("commit"))

    async def _run(self, statement: Callable[[sqlite3.Connection], T]) -> T:
        first, self._first = self._first, []

        def all_of_it(raw: sqlite3.Connection) -> T:
            execute_all(raw, first)
            return statement(raw)

        return await self._connection.run(all_of_it)


@dataclass(slots=True)
class _Job(Generic[T]):
    """One piece of work, who waits for it, and what came of it so far (told only once it is committed)."""

    work: Callable[[Transaction], Awaitable[T]]
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

    def fail(self, error: Exception) -> None:
        self.error = error
        self.tell()


class _UndoneError(StoreError):
    """The whole transaction was rolled back (disk full, I/O error)."""


class Writer:
    """Runs each piece of work in its own savepoint and commits all that wait together.

    Work that raises is rolled back alone. Nobody hears of success before the commit. When the whole group is lost
    (the disk is full), each piece is tried again by itself, so that everyone gets their own answer.
    A caller cancelled before its turn writes nothing; once its turn has come the work is carried through.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._jobs: asyncio.Queue[_Job[Any] | None] = asyncio.Queue()
        self._closed = False
        self._task = asyncio.create_task(self._serve(), name="store-writer")

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        if self._closed:
            raise StoreError("The database is closed.")
        waiting: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(_Job(work, waiting))
        return await waiting

    async def close(self) -> None:
        """Finish what was handed in, then stop."""
        if not self._closed:
            self._closed = True
            self._jobs.put_nowait(None)
        await self._task

    async def _serve(self) -> None:
        while (job := await self._jobs.get()) is not None:
            group = [job]
            while len(group) < GROUP and not self._jobs.empty():
                following = self._jobs.get_nowait()
                if following is None:
                    self._jobs.put_nowait(None)
                    break
                group.append(following)
            await self._serve_group([job for job in group if not job.waiting.done()])

    async def _serve_group(self, group: Sequence[_Job[Any]]) -> None:
        async with self._pool.one() as connection:
            try:
                await self._commit(connection, group)
            except _UndoneError:
                group = [await self._commit_alone(connection, job) for job in group]
            except Exception as error:
                for job in group:
                    job.fail(error)
        for job in group:
            job.tell()

    async def _commit_alone(self, connection: Connection, job: _Job[Any]) -> _Job[Any]:
        again = _Job(job.work, job.waiting)
        try:
            await self._commit(connection, [again])
        except Exception as error:
            again.error = again.error or error
        return again

    async def _commit(self, connection: Connection, group: Sequence[_Job[Any]]) -> None:
        """One transaction for the group. ``StoreBusy``: it can't begin; ``_UndoneError``: all of it is rolled back."""
        if not group:
            return
        transaction = SqliteTransaction(connection)
        await connection.run(lambda raw: raw.execute("begin immediate"))
        try:
            for job in group:
                await self._do(connection, transaction, job)
            await transaction.commit()
        except _UndoneError:
            raise
        except Exception as error:
            if connection.in_transaction:
                await connection.run(lambda raw: raw.execute("rollback"))
            raise _UndoneError from error
        except BaseException:
            await asyncio.shield(connection.rollback())
            raise

    async def _do(self, connection: Connection, transaction: SqliteTransaction, job: _Job[Any]) -> None:
        transaction.before_next("savepoint work")
        try:
            job.result = await job.work(transaction)
        except Exception as error:
            job.error = error
            transaction.before_next("rollback to work")
        transaction.before_next("release work")
        if not connection.in_transaction:
            raise _UndoneError from job.error
