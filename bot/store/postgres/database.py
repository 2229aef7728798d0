"""The ``Database`` over PostgreSQL: a pool of connections; each piece of work is a transaction of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import AsyncConnection, AsyncRawCursor, errors
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

from bot.errors import StoreError, StoreUnreachable
from bot.store.postgres.connections import (
    LIMITS,
    RECONNECT,
    NamedRow,
    ServerAddress,
    has_limits,
    rows_by_name,
    set_for_transaction,
    translate_error,
)
from bot.store.postgres.dialect import PostgresDialect
from bot.store.postgres.values import clean
from bot.store.sql.database import Record, Transaction

T = TypeVar("T")
Connection = AsyncConnection[NamedRow]

MOST_CONNECTIONS = 8
CONNECT_TIMEOUT_SECONDS = 10.0
"""Seconds to wait for a connection."""
AGAIN = 3
"""How often a transaction is begun when others were in its way, or its connection was lost before it began to end."""
DECODE_IN_THREAD_FROM = 500
"""Rows from which on they are made into values on another thread."""

_IN_THE_WAY = (errors.DeadlockDetected, errors.SerializationFailure)


class PostgresTransaction:
    """What one piece of work may do."""

    dialect = PostgresDialect()

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def lock(self, *names: str) -> None:
        await self._connection.execute(
            "select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest($1::text[]) as name",
            [clean(names)],
        )

    async def execute(self, sql: str, *values: Any) -> int:
        return (await self._connection.execute(sql, clean(values))).rowcount

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            await self._connection.cursor().executemany(sql, [clean(row) for row in rows])

    async def fetch(self, sql: str, *values: Any) -> Sequence[Record]:
        return await (await self._connection.execute(sql, clean(values))).fetchall()

    async def fetch_one(self, sql: str, *values: Any) -> Record | None:
        return await (await self._connection.execute(sql, clean(values))).fetchone()


class PostgresDatabase:
    """Open with ``PostgresDatabase.open``. Many tasks may read and write at once; ``close`` comes last.

    A connection that was lost is noticed and replaced at the next use: to try each before costs as much as a statement.
    What was being written when it went is undone, and is done again; only when the answer to a commit was lost is that
    told (``StoreUnreachable``), since nobody can know.
    """

    dialect = PostgresDialect()

    def __init__(self, pool: AsyncConnectionPool[Connection], address: ServerAddress, begin: str) -> None:
        self._pool = pool
        self.address = address
        self._begin = begin

    @classmethod
    async def open(cls, address: ServerAddress, options: dict[str, Any]) -> "PostgresDatabase":
        """Open a pool to a server that was reached with these ``options``."""
        pool = AsyncConnectionPool(
            address.url,
            kwargs={**options, "cursor_factory": AsyncRawCursor, "row_factory": rows_by_name},
            connection_class=AsyncConnection[NamedRow],
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=CONNECT_TIMEOUT_SECONDS,
            reconnect_timeout=RECONNECT,
            open=False,
        )
        await pool.open()
        return cls(pool, address, "begin" if has_limits(options) else f"begin; {set_for_transaction(LIMITS)}")

    async def fetch(self, sql: str, *values: Any) -> Sequence[Record]:
        for _ in range(MOST_CONNECTIONS):
            try:
                return await self._fetch(sql, values)
            except StoreUnreachable as error:  # reading twice does no harm
                if isinstance(error.__cause__, PoolTimeout):
                    raise
        return await self._fetch(sql, values)

    async def fetch_one(self, sql: str, *values: Any) -> Record | None:
        rows = await self.fetch(sql, *values)
        return rows[0] if rows else None

    async def fetch_as(self, make: Callable[[Record], T], sql: str, *values: Any) -> list[T]:
        rows = await self.fetch(sql, *values)
        if len(rows) < DECODE_IN_THREAD_FROM:
            return [make(row) for row in rows]
        return await asyncio.to_thread(lambda: [make(row) for row in rows])

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        begun = lost = 0
        while True:
            try:
                return await self._write(work)
            except _TryAgain as error:
                begun, lost = begun + error.begun, lost + (not error.begun)
                if begun == AGAIN or lost > MOST_CONNECTIONS:
                    raise translate_error(error.why, self.address) from error.why

    async def close(self) -> None:
        await self._pool.close()

    async def _fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Record]:
        async with self._connection() as connection:
            return await (await connection.execute(sql, clean(values))).fetchall()

    async def _write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        async with self._connection() as connection:
            try:
                await connection.execute(self._begin)
            except psycopg.OperationalError as error:
                raise _TryAgain(error, begun=False) from error
            try:
                result = await work(PostgresTransaction(connection))
            except errors.ReadOnlySqlTransaction as error:  # a server that was replaced: another connection finds it
                await connection.close()
                raise _TryAgain(error, begun=False) from error
            except (*_IN_THE_WAY, psycopg.OperationalError) as error:
                if connection.closed or connection.broken or isinstance(error, _IN_THE_WAY):
                    raise _TryAgain(error, begun=True) from error
                raise
            await connection.execute("commit")
            return result

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        """One connection; what is left unfinished on it is rolled back."""
        try:
            async with self._pool.connection() as connection:
                try:
                    yield connection
                except BaseException:
                    await _roll_back(connection)
                    raise
        except PoolClosed as error:
            raise StoreError("The database is closed.") from error
        except PoolTimeout as error:
            raise StoreUnreachable(
                f"No connection to {self.address} within {CONNECT_TIMEOUT_SECONDS:.0f} seconds."
            ) from error
        except psycopg.Error as error:
            raise translate_error(error, self.address) from error


class _TryAgain(Exception):  # noqa: N818 - it is caught where it is raised
    """Nothing was changed, and the same work may well succeed now."""

    def __init__(self, why: psycopg.Error, *, begun: bool) -> None:
        super().__init__(str(why))
        self.why = why
        self.begun = begun


async def _roll_back(connection: Connection) -> None:
    if not connection.closed:
        await connection.rollback()
