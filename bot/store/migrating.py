"""Brings a SQLite file to the newest schema: forward only, each step one transaction, a copy made before."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path

from bot.errors import ConfigurationError, StoreTooNew
from bot.store.connections import use_wal, version_of
from bot.store.migrations import MIGRATIONS
from bot.store.upkeep import backup

APPLICATION_ID = 0x50617042
"""Marks the file as Paperboy's ("PapB"), so that nobody else's database is ever migrated."""

Migrations = Sequence[Sequence[str]]
"""The statements of each migration, in order; the schema version of a file is how many of them it has had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """What opening did to the schema. ``copy`` is the file as it was before, when there was something to lose."""

    before: int
    after: int
    copy: Path | None = None


def known_migrations() -> Migrations:
    return [import_module(f"bot.store.migrations.{name}").STATEMENTS for name in MIGRATIONS]


def migrate(connection: sqlite3.Connection, path: Path | None, now: datetime, migrations: Migrations) -> Migrated:
    """Apply what is missing. Another process may do the same at once: each step looks again under the write lock.

    Raises ``StoreTooNew`` for a file of a newer Paperboy and ``ConfigurationError`` for a file of something else.
    """
    before = version_of(connection)
    _refuse_foreign(connection, path)
    if before > len(migrations):
        raise StoreTooNew(
            f"{path} was written by a newer Paperboy (schema {before}, this one knows {len(migrations)});"
            " upgrade Paperboy."
        )
    use_wal(connection)
    copy = _copy(connection, path, before, now) if path is not None and 0 < before < len(migrations) else None
    for version, statements in enumerate(migrations[before:], start=before + 1):
        _step(connection, version, statements)
    return Migrated(before=before, after=version_of(connection), copy=copy)


def _refuse_foreign(connection: sqlite3.Connection, path: Path | None) -> None:
    if connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID:
        return
    if connection.execute("select 1 from sqlite_master limit 1").fetchone():
        raise ConfigurationError(
            f"{path} is another program's database; set PAPERBOY_DATABASE_URL to a file of its own."
        )


def _copy(connection: sqlite3.Connection, path: Path, before: int, now: datetime) -> Path:
    copy = path.with_name(f"{path.name}.before-upgrade-from-{before}.{now:%Y%m%d-%H%M%S}")
    if not copy.exists():
        backup(connection, copy)
    return copy


def _step(connection: sqlite3.Connection, version: int, statements: Sequence[str]) -> None:
    connection.execute("begin immediate")
    try:
        if version_of(connection) < version:
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            connection.execute(f"pragma user_version = {version}")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
