"""The store in one SQLite file: its parts, wired."""

import asyncio
from datetime import datetime
from pathlib import Path

import structlog

from bot.ports.time import Clock
from bot.store.migrations.runner import Migrated, known_migrations, migrate, remove_old_copies
from bot.store.sql.parts import SqlParts
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.maintenance import backup, problems, unindexed
from bot.store.sqlite.search import SqliteSearch
from bot.store.sqlite.search_writing import SqlitePaperIndex, index_missing

log = structlog.get_logger()


class SqliteStore(SqlParts):
    """See ``bot.ports.store.Store``."""

    def __init__(self, database: SqliteDatabase, path: Path | None = None) -> None:
        super().__init__(database, SqliteSearch(database), SqlitePaperIndex(database), database.settle)
        self._database = database
        self._path = path

    @classmethod
    async def open(cls, path: Path | None, clock: Clock) -> "SqliteStore":
        """Open or create the file (None: in memory) with the newest schema."""
        database, _ = await _open(path, clock)
        return cls(database, path)

    async def backup(self, path: Path) -> None:
        await self._database.read(lambda raw: backup(raw, path))

    async def check(self) -> list[str]:
        return await self._database.read(lambda raw: problems(raw, len(known_migrations())))

    async def clean_up(self, now: datetime) -> None:
        await super().clean_up(now)
        if self._path is not None:
            await asyncio.to_thread(remove_old_copies, self._path, now)

    async def complete(self) -> None:
        """See ``bot.store.copying.Copyable``."""
        await index_missing(self._database)

    async def close(self) -> None:
        await self._database.close()


async def migrate_file(path: Path, clock: Clock) -> Migrated:
    """Bring a file to the newest schema and say what that did (``paperboy db migrate``)."""
    database, migrated = await _open(path, clock)
    await database.close()
    return migrated


async def _open(path: Path | None, clock: Clock) -> tuple[SqliteDatabase, Migrated]:
    now = clock.now()
    done: list[Migrated] = []
    database = await SqliteDatabase.open(path, lambda raw: done.append(migrate(raw, path, now, known_migrations())))
    try:
        await _complete_index(database)
    except BaseException:
        await database.close()
        raise
    return database, done[0]


async def _complete_index(database: SqliteDatabase) -> None:
    """A migration may have emptied the index, and a crash may have come before it was filled again."""
    behind = await database.read(unindexed)
    if behind:
        log.info("search_index_behind", papers=behind)
        await index_missing(database)
