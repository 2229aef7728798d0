"""The store in one PostgreSQL database, shared by as many processes as there are: its parts, wired."""

from pathlib import Path
from typing import Any

import structlog
from psycopg.errors import InsufficientPrivilege

from bot.errors import ConfigurationError, StoreError, StoreUnreachable
from bot.ports.time import Clock
from bot.store.postgres.baseline import VERSION
from bot.store.postgres.connections import START_STEP, ServerAddress, reach
from bot.store.postgres.database import PostgresDatabase
from bot.store.postgres.maintenance import count_on, problems, unindexed
from bot.store.postgres.migrating import later_migrations, migrate
from bot.store.postgres.search import PostgresReading
from bot.store.postgres.search_writing import PostgresPaperIndex, index_missing
from bot.store.sql.parts import SqlParts
from bot.store.sql.search import SqlSearch

log = structlog.get_logger()


class PostgresStore(SqlParts):
    """See ``bot.ports.store.Store``."""

    def __init__(self, database: PostgresDatabase, reading: PostgresReading, clock: Clock) -> None:
        super().__init__(database, SqlSearch(database, reading), PostgresPaperIndex(), _nothing_to_scrub)
        self._database = database
        self._reading = reading
        self._clock = clock

    @classmethod
    async def open(cls, url: str, clock: Clock, patience: float) -> "PostgresStore":
        """Open the database with the newest schema. ``patience``: seconds for a server that does not answer."""
        store, _ = await _open(url, clock, patience)
        return store

    async def backup(self, path: Path) -> None:
        raise ConfigurationError(
            "PostgreSQL is copied by its own program, while Paperboy goes on running:"
            f' pg_dump --format=custom --file={path} "$PAPERBOY_DATABASE_URL"; pg_restore brings it back.'
        )

    async def check(self) -> list[str]:
        return await problems(self._database, VERSION + len(later_migrations()), self._clock)

    async def complete(self) -> None:
        """See ``bot.store.copying.Copyable``."""
        await count_on(self._database)
        await index_missing(self._database)

    async def close(self) -> None:
        await self._reading.close()
        await self._database.close()


async def upgrade_database(url: str, clock: Clock, patience: float) -> tuple[int, int]:
    """Bring the database to the newest schema; the version before (0: it is new) and after."""
    store, versions = await _open(url, clock, patience)
    await store.close()
    return versions


async def _open(url: str, clock: Clock, patience: float) -> tuple[PostgresStore, tuple[int, int]]:
    """Begun anew where the server goes away in the middle, until ``patience`` has run out."""
    address, until = ServerAddress(url), clock.monotonic() + patience
    while True:
        options = await reach(address, clock, max(0.0, until - clock.monotonic()))
        try:
            return await _open_reached(address, options, clock)
        except StoreUnreachable as error:
            if clock.monotonic() >= until:
                raise
            log.warning("database.unreachable", where=str(address), why=str(error))
            await clock.sleep(START_STEP)
        except StoreError as error:
            if isinstance(error.__cause__, InsufficientPrivilege):  # later, somebody is giving it back
                raise ConfigurationError(str(error)) from error
            raise


async def _open_reached(
    address: ServerAddress, options: dict[str, Any], clock: Clock
) -> tuple[PostgresStore, tuple[int, int]]:
    database = await PostgresDatabase.open(address, options)
    store = PostgresStore(database, PostgresReading(address, options), clock)
    try:
        versions = await migrate(database, later_migrations())
        behind = await unindexed(database)
        if behind:
            log.info("search_index_behind", papers=behind)
            await index_missing(database)
    except BaseException:
        await store.close()
        raise
    return store, versions


async def _nothing_to_scrub() -> None:
    """What was deleted the server overwrites in its own time."""
