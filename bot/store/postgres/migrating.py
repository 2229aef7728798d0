"""Brings a PostgreSQL database to the newest schema: forward only, in one transaction, others who start wait."""

import asyncio
from collections.abc import Sequence
from importlib import import_module

from bot.errors import StoreBusy, StoreTooNew
from bot.store.migrations import MIGRATIONS
from bot.store.postgres import baseline, search_tables
from bot.store.postgres.ddl import spelled
from bot.store.sql.database import Database, Transaction

LOCK = "paperboy: schema"
TURNS, BETWEEN = 12, 5.0
"""How often, and after how many seconds, it is begun anew where others did not let go of a table in time."""

Migrations = Sequence[Sequence[str]]


def later_migrations() -> Migrations:
    """The statements of each migration after the baseline, as PostgreSQL takes them.

    A migration that can't be said in one way for both databases has ``POSTGRES`` beside its ``STATEMENTS``.
    """
    modules = [import_module(f"bot.store.migrations.{name}") for name in MIGRATIONS[baseline.VERSION :]]
    return [spelled(getattr(module, "POSTGRES", module.STATEMENTS)) for module in modules]


async def migrate(database: Database, migrations: Migrations) -> tuple[int, int]:
    """Apply what is missing, all of it or nothing; return the version before (0: new) and after.

    Raises ``StoreTooNew`` for a database of a newer Paperboy.
    """
    for _ in range(TURNS - 1):
        try:
            return await database.write(lambda transaction: _migrate(transaction, migrations))
        except StoreBusy:
            await asyncio.sleep(BETWEEN)
    return await database.write(lambda transaction: _migrate(transaction, migrations))


async def _migrate(transaction: Transaction, migrations: Migrations) -> tuple[int, int]:
    await transaction.lock(LOCK)
    before, newest = await version_of(transaction), baseline.VERSION + len(migrations)
    if before > newest:
        raise StoreTooNew(
            f"The database was written by a newer Paperboy (schema {before}, this one knows {newest}); upgrade this."
        )
    for statement in _missing(before, migrations):
        await transaction.execute(statement)
    await transaction.execute("delete from schema_version where version <> $1", newest)
    await transaction.execute("insert into schema_version (version) values ($1) on conflict do nothing", newest)
    return before, newest


def _missing(before: int, migrations: Migrations) -> list[str]:
    new = [] if before else spelled([*baseline.STATEMENTS, *search_tables.STATEMENTS])
    later = migrations[max(0, before - baseline.VERSION) :]
    return [*new, *(statement for statements in later for statement in statements)]


async def version_of(database: Transaction | Database) -> int:
    """The version of the schema; 0 for a database without one."""
    if not await database.fetch(
        "select 1 from pg_tables where schemaname = current_schema() and tablename = $1", "schema_version"
    ):
        return 0
    row = await database.fetch_one("select max(version) as version from schema_version")
    return int(row["version"] or 0) if row else 0
