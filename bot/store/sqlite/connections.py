"""SQLite connections, each with a thread of its own, and SQLite's errors as ours."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.errors import StoreBusy, StoreError, StoreFull, StoreUnreachable

T = TypeVar("T")

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another process that is writing."""

READER = (
    "pragma foreign_keys = on",
    "pragma cache_size = -32000",
    "pragma mmap_size = 4294967296",
    "pragma temp_store = memory",
)
# FULL: a lost "sent" mark would post twice. secure_delete: what a member has erased is overwritten, not only unlinked.
WRITER = (
    *READER,
    "pragma synchronous = full",
    "pragma secure_delete = on",
    "pragma journal_size_limit = 67108864",
)

INTERRUPT_EVERY = 0.01
TURNS = 20
"""How often to wait for others before giving up the switch to write-ahead logging."""
PRIMARY = 0xFF
"""The primary result code is the low byte of SQLite's extended code."""


class SqliteConnection:
    """One SQLite connection, for one task at a time (``Pool`` sees to that).

    ``fetch`` is one statement; ``run`` is one hop to a thread, however many statements it takes. Cancelling either
    stops the statement, and waits until it has stopped.
    """

    def __init__(self, opened: aiosqlite.Connection, raw: sqlite3.Connection, name: str) -> None:
        self.name = name
        self._opened = opened
        self._raw = raw
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[sqlite3.Row]:
        """All rows of one statement's answer."""
        return list(await self._ended(self._opened.execute_fetchall(sql, values)))

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What ``work`` returns, run on a thread of the connection's own."""
        return await self._ended(asyncio.get_running_loop().run_in_executor(self._thread, work, self._raw))

    async def close(self) -> None:
        self._thread.shutdown()
        await self._opened.close()

    async def _ended(self, work: Awaitable[T]) -> T:
        working = asyncio.ensure_future(work)
        try:
            return await asyncio.shield(working)
        except sqlite3.Error as error:
            raise translate_error(error, self.name) from error
        except asyncio.CancelledError:
            await self._stop(working)
            raise

    async def _stop(self, working: asyncio.Future[T]) -> None:
        # An interrupt between two statements is lost, so it is repeated until the work has ended.
        while not working.done():
            await self._opened.interrupt()
            await asyncio.wait([working], timeout=INTERRUPT_EVERY)
        working.exception()  # looked at, so that asyncio does not report it as forgotten


async def connect(
    path: Path | None, settings: Sequence[str], *, read_only: bool, patience: float = BUSY_TIMEOUT
) -> SqliteConnection:
    """Open ``path`` (None: a private database in memory) and make its settings. ``patience`` is for a busy one."""
    name = "the database in memory" if path is None else str(path)
    where = ":memory:" if path is None else _uri(path, "ro" if read_only else "rw")
    made: list[sqlite3.Connection] = []

    def connector() -> sqlite3.Connection:
        # Two threads use it, aiosqlite's and that of ``run``, but never at the same time.
        raw = sqlite3.connect(
            where, uri=path is not None, isolation_level=None, timeout=patience, check_same_thread=False
        )
        raw.row_factory = sqlite3.Row
        made.append(raw)
        return raw

    try:
        opened = await aiosqlite.Connection(connector, iter_chunk_size=64)
    except sqlite3.Error as error:
        raise translate_error(error, name) from error
    connection = SqliteConnection(opened, made[0], name)
    try:
        await connection.run(lambda raw: execute_all(raw, settings))
    except BaseException:
        await connection.close()
        raise
    return connection


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging, if that isn't done. Others may open the file at the same time."""
    mode = connection.execute("pragma journal_mode").fetchone()[0]
    for _ in range(TURNS):
        if mode in ("wal", "memory"):
            return
        mode = _switch_to_wal(connection)
    raise StoreError("The database's file system can't do write-ahead logging; use a local disk.")


def _switch_to_wal(connection: sqlite3.Connection) -> str:
    try:
        return str(connection.execute("pragma journal_mode = wal").fetchone()[0])
    except sqlite3.OperationalError as error:
        if not isinstance(translate_error(error, ""), StoreBusy):
            raise
    # The switch needs the file alone, and does not wait for that itself; a transaction does.
    connection.execute("begin exclusive")
    connection.execute("rollback")
    return ""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the file's schema."""
    version: int = connection.execute("pragma user_version").fetchone()[0]
    return version


def execute_all(connection: sqlite3.Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(statement)


class Pool:
    """Hands out connections first come, first served. (An ``asyncio.Queue`` would let a task that gives one back and
    asks again overtake those who wait: p99 1690 ms against 156 ms.)"""

    def __init__(self, connections: Sequence[SqliteConnection]) -> None:
        self._free = list(connections)
        self._turns = asyncio.Semaphore(len(connections))

    @asynccontextmanager
    async def one(self) -> AsyncIterator[SqliteConnection]:
        async with self._turns:
            connection = self._free.pop()
            try:
                yield connection
            finally:
                self._free.append(connection)


def translate_error(error: sqlite3.Error, name: str) -> Exception:
    """SQLite's error as one of ours with a sentence; a mistake in our own SQL stays what it is.

    A file that can't be used is ``StoreUnreachable``: while Paperboy runs that passes, as a disk that is mounted anew
    or a limit of open files does. Only who opens the file takes it for a wrong setting.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return error
    match code & PRIMARY:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return StoreBusy(f"Another process holds {name}; try again.")
        case sqlite3.SQLITE_FULL:
            return StoreFull(f"No space is left for {name}; nothing was changed.")
        case _:
            return _translate_file_error(code & PRIMARY, name) or error


def _translate_file_error(code: int, name: str) -> StoreError | None:
    match code:
        case sqlite3.SQLITE_NOTADB:
            return StoreUnreachable(f"{name} is not a database; set PAPERBOY_DATABASE_URL to another file.")
        case sqlite3.SQLITE_CORRUPT:
            return StoreError(f"{name} is damaged; restore it from a backup (paperboy db check says more).")
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StoreUnreachable(
                f"{name} can't be opened; check PAPERBOY_DATABASE_URL and who may read and write there."
            )
        case sqlite3.SQLITE_READONLY:
            return StoreUnreachable(f"{name} can't be written; check who may write to the file and its folder.")
        case sqlite3.SQLITE_IOERR:
            return StoreError(f"The disk failed while reading or writing {name}; nothing was changed.")
        case _:
            return None
