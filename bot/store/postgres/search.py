"""The search index over PostgreSQL: readers with connections and threads of their own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, RawCursor
from psycopg_pool import ConnectionPool, PoolTimeout

from bot.errors import StoreUnreachable
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
from bot.store.postgres.search_index import PostgresTables
from bot.store.sql.search_tables import SearchTables

T = TypeVar("T")

READERS = 2
"""Ranking computes, so more only add contention within one process."""
SLOWEST = 5_000
"""Milliseconds for one statement of a search."""
CONNECT_TIMEOUT_SECONDS = 10.0


class PostgresReading:
    """See ``bot.store.sql.search.SearchReading``. Finding and ranking share one hop to a reader's thread."""

    def __init__(self, address: ServerAddress, options: dict[str, Any]) -> None:
        self._address = address
        self._threads = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="postgres")
        self._limits = {
            **LIMITS,
            "statement_timeout": SLOWEST,
            "enable_seqscan": "off",
            "jit": "off",
            "max_parallel_workers_per_gather": 0,
            "plan_cache_mode": "force_generic_plan",
        }
        self._limited = has_limits(options)
        asked = {"options": " ".join(f"-c {name}={value}" for name, value in self._limits.items())}
        self._pool = ConnectionPool(
            address.url,
            kwargs={
                **options,
                **(asked if self._limited else {}),
                "cursor_factory": RawCursor,
                "row_factory": rows_by_name,
            },
            connection_class=Connection[NamedRow],
            min_size=0,
            max_size=READERS,
            timeout=CONNECT_TIMEOUT_SECONDS,
            reconnect_timeout=RECONNECT,
            configure=_prepare_where_possible,
            open=False,
        )

    async def read(self, work: Callable[[SearchTables], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._work, work)

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        await asyncio.to_thread(self._pool.close)

    def _work(self, work: Callable[[SearchTables], T]) -> T:
        """Done anew where a connection turns out to be lost: to try each before its use costs a trip to the server."""
        for _ in range(READERS):
            try:
                return self._attempt(work)
            except StoreUnreachable as error:
                if isinstance(error.__cause__, PoolTimeout):
                    raise
        return self._attempt(work)

    def _attempt(self, work: Callable[[SearchTables], T]) -> T:
        try:
            self._pool.open()
            with self._pool.connection() as connection:
                if self._limited:
                    return work(PostgresTables(connection))
                with connection.transaction():
                    connection.execute(set_for_transaction(self._limits))
                    return work(PostgresTables(connection))
        except PoolTimeout as error:
            raise StoreUnreachable(
                f"No connection to {self._address} within {CONNECT_TIMEOUT_SECONDS:.0f} seconds."
            ) from error
        except psycopg.Error as error:
            raise translate_error(error, self._address) from error


def _prepare_where_possible(connection: Connection[NamedRow]) -> None:
    """Plan each statement once, unless a pooler stands between, who may hand the next one to another process.

    A pooler is known by the process that answers: it is not the one that the connection was told of at its beginning.
    """
    (row,) = connection.execute("select pg_backend_pid()").fetchall()
    if row[0] == connection.info.backend_pid:
        connection.prepare_threshold = 0
