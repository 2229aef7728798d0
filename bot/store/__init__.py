"""Where everything is kept. ``open_store`` opens it; no other module of the store is needed outside."""

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.errors import ConfigurationError
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.store.copying import Copied, Progress, copy
from bot.store.memory import MemoryStore
from bot.store.migrations.runner import Migrated
from bot.store.sqlite.database import sqlite_path
from bot.store.sqlite.store import SqliteStore, migrate_file

if TYPE_CHECKING:
    from bot.store.postgres.store import PostgresStore

    SqlStore = SqliteStore | PostgresStore

__all__ = [
    "IN_MEMORY",
    "START_TIMEOUT_SECONDS",
    "Copied",
    "Migrated",
    "copy_store",
    "exists",
    "is_file",
    "open_store",
    "upgrade",
]

IN_MEMORY = "memory:"
"""The address of a store that keeps nothing."""
START_TIMEOUT_SECONDS = 60.0
"""Seconds for a database server that starts together with this program."""

POSTGRES = re.compile(r"postgres(ql)?(\+\w+)?://")


async def copy_store(source: str, target: str, progress: Progress, *, resume: bool = False) -> Copied:
    """Copy everything from one database to another, SQLite or PostgreSQL. Nothing may write to either meanwhile.

    Raises ``ConfigurationError`` where the source is not there or the target is not empty (unless ``resume``), and
    ``StoreError`` when a row did not come back as it was.
    """
    if not exists(source):
        raise ConfigurationError(f"There is no database at {source}.")
    original = await _open_in_sql(source, SystemClock())
    try:
        result = await _open_in_sql(target, SystemClock())
        try:
            return await copy(original, result, progress, resume=resume)
        finally:
            await result.close()
    finally:
        await original.close()


async def open_store(url: str, clock: Clock | None = None, patience: float = 0.0) -> Store:
    """Open the store at ``url``, creating or upgrading it as needed. Close it with ``await store.close()``.

    ``sqlite:////absolute/file.db``, ``sqlite:///relative.db``, ``postgresql://user:password@host/database``, which is
    waited for where it does not answer, for ``patience`` seconds; ``sqlite:///:memory:`` and ``memory:`` keep nothing.
    Raises ``ConfigurationError`` (a place that can't be used), ``StoreTooNew``, ``StoreBusy``, ``StoreError``.
    """
    return MemoryStore() if url == IN_MEMORY else await _open_in_sql(url, clock or SystemClock(), patience)


async def _open_in_sql(url: str, clock: Clock, patience: float = 0.0) -> "SqlStore":
    if _is_postgres(url):
        from bot.store.postgres.store import PostgresStore

        return await PostgresStore.open(url, clock, patience)
    return await SqliteStore.open(sqlite_path(url), clock)


def exists(url: str) -> bool:
    """Whether ``open_store`` would find a database there, not make one; True for servers and for what is in memory."""
    if url == IN_MEMORY or _is_postgres(url):
        return True
    path = sqlite_path(url)
    return path is None or path.exists()


def is_file(url: str) -> bool:
    """Whether the database is a file, of which the store itself writes copies."""
    return url != IN_MEMORY and not _is_postgres(url) and sqlite_path(url) is not None


async def upgrade(url: str, clock: Clock | None = None) -> Migrated:
    """Bring the database at ``url`` to the newest schema; say from which version, and where the copy of before lies."""
    if _is_postgres(url):
        from bot.store.postgres.store import upgrade_database

        before, after = await upgrade_database(url, clock or SystemClock(), START_TIMEOUT_SECONDS)
        return Migrated(before=before, after=after)
    path = sqlite_path(url)
    if path is None:
        raise ConfigurationError("A database in memory has nothing to migrate.")
    return await migrate_file(path, clock or SystemClock())


def _is_postgres(url: str) -> bool:
    """Whether it is a PostgreSQL server's address; raises ``ConfigurationError`` when the extra is not installed."""
    if not POSTGRES.match(url):
        return False
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        raise ConfigurationError("PostgreSQL needs the extra 'postgres': pip install 'paperboy-bot[postgres]'.")
    return True
