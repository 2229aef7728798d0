"""Where everything is kept. ``open_store`` opens it; no other module of the store is needed outside."""

from bot.clock import SystemClock
from bot.errors import ConfigurationError
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.store.memory import MemoryStore
from bot.store.migrations.runner import Migrated
from bot.store.sqlite.database import sqlite_path
from bot.store.sqlite.store import SqliteStore, migrate_file

__all__ = ["IN_MEMORY", "Migrated", "exists", "open_store", "upgrade"]

IN_MEMORY = "memory:"
"""The address of a store that keeps nothing."""


async def open_store(url: str, clock: Clock | None = None) -> Store:
    """Open the store at ``url``, creating or upgrading it as needed. Close it with ``await store.close()``.

    ``sqlite:////absolute/file.db``, ``sqlite:///relative.db``; ``sqlite:///:memory:`` and ``memory:`` keep nothing.
    Raises ``ConfigurationError`` (a place that can't be used), ``StoreTooNew``, ``StoreBusy``, ``StoreError``.
    """
    clock = clock or SystemClock()
    if url == IN_MEMORY:
        return MemoryStore()
    return await SqliteStore.open(sqlite_path(url), clock)


def exists(url: str) -> bool:
    """Whether ``open_store`` would find a database there, not make one; True for what is kept in memory."""
    path = None if url == IN_MEMORY else sqlite_path(url)
    return path is None or path.exists()


async def upgrade(url: str, clock: Clock | None = None) -> Migrated:
    """Bring the database at ``url`` to the newest schema; say from which version, and where the copy of before lies."""
    path = sqlite_path(url)
    if path is None:
        raise ConfigurationError("A database in memory has nothing to migrate.")
    return await migrate_file(path, clock or SystemClock())
