"""The ``Database`` over SQLite: one writer, two readers, WAL, so that reading never waits for writing."""

import os
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import ConfigurationError, StoreUnreachable
from bot.store.sql.database import Record, Transaction
from bot.store.sqlite.connections import BUSY_TIMEOUT, READER, WRITER, Pool, SqliteConnection, connect, execute_all
from bot.store.sqlite.dialect import SqliteDialect
from bot.store.sqlite.writer import Writer, bound

T = TypeVar("T")

READERS = 2
"""More only add contention (measured on two cores)."""


def sqlite_path(url: str) -> Path | None:
    """The file that a database URL in SQLAlchemy's spelling names; None for ``sqlite:///:memory:``."""
    scheme, mark, rest = url.partition("://")
    if not mark or scheme.partition("+")[0] != "sqlite":
        raise ConfigurationError(
            "PAPERBOY_DATABASE_URL must look like sqlite:////absolute/file.db, sqlite:///relative.db"
            " or postgresql://user:password@host/database;"
            f" {scheme if mark else 'anything else'} is not supported."
        )
    if rest in ("", "/", "/:memory:"):
        return None
    if not rest.startswith("/"):
        raise ConfigurationError(
            "PAPERBOY_DATABASE_URL needs three slashes before a relative file, four before an absolute one."
        )
    return Path(rest[1:]).expanduser()


class SqliteDatabase:
    """Open with ``SqliteDatabase.open``. Many tasks may read and write at once; ``close`` comes last."""

    dialect = SqliteDialect()

    def __init__(self, writer: SqliteConnection, readers: Sequence[SqliteConnection]) -> None:
        """Without readers of its own (a database in memory) the writer's connection serves both, in turns."""
        self._connections = [*readers, writer]
        self._writing = Pool([writer])
        self._reading = Pool(readers) if readers else self._writing
        self._writer = Writer(self._writing)

    @classmethod
    async def open(
        cls, path: Path | None, prepare: Callable[[sqlite3.Connection], object], *, patience: float = BUSY_TIMEOUT
    ) -> "SqliteDatabase":
        """Open or create the file and ``prepare`` it (migrate) before anybody reads.

        Raises ``ConfigurationError`` for a place that can't be used, ``StoreTooNew``, ``StoreBusy``, ``StoreError``.
        """
        if path is not None:
            _make_place(path)
        try:
            return await cls._open(path, prepare, patience)
        except StoreUnreachable as error:
            raise ConfigurationError(str(error)) from error

    @classmethod
    async def _open(
        cls, path: Path | None, prepare: Callable[[sqlite3.Connection], object], patience: float
    ) -> "SqliteDatabase":
        opened = [await connect(path, (), read_only=False, patience=patience)]
        try:
            await opened[0].run(prepare)
            await opened[0].run(lambda raw: execute_all(raw, WRITER))
            if path is not None:
                opened += [await connect(path, READER, read_only=True, patience=patience) for _ in range(READERS)]
        except BaseException:
            for connection in reversed(opened):
                await connection.close()
            raise
        return cls(opened[0], opened[1:])

    async def fetch(self, sql: str, *values: Any) -> Sequence[Record]:
        async with self._reading.one() as connection:
            return await connection.fetch(*bound(sql, values))

    async def fetch_one(self, sql: str, *values: Any) -> Record | None:
        rows = await self.fetch(sql, *values)
        return rows[0] if rows else None

    async def fetch_as(self, make: Callable[[Record], T], sql: str, *values: Any) -> list[T]:
        return await self.read(lambda raw: [make(row) for row in raw.execute(*bound(sql, values))])

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` on a reader's own thread, in one hop.

        It may make many statements and compute between them without holding up the event loop; it writes ``?``, not
        ``$1``, and must only read. Cancelling interrupts it."""
        async with self._reading.one() as connection:
            return await connection.run(work)

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        return await self._writer.write(work)

    async def settle(self) -> None:
        """Bring the write-ahead log into the file and empty it, so that no old page outlives its row. If somebody reads
        on for seconds, that waits for the next time."""
        async with self._writing.one() as connection:
            await connection.run(lambda raw: execute_all(raw, ["pragma wal_checkpoint(truncate)"]))

    async def close(self) -> None:
        """Finish the writes handed in, then close."""
        await self._writer.close()
        for connection in self._connections:
            await connection.close()


def _make_place(path: Path) -> None:
    """The folder and, since it will hold what people said, a file that only its owner can read."""
    if path.is_dir():
        raise ConfigurationError(f"{path} is a folder; PAPERBOY_DATABASE_URL must name a file in it.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise ConfigurationError(f"{path} can't be made ({why}); check PAPERBOY_DATABASE_URL.") from error
