"""Brings a SQLite file to the newest schema: forward only, in one transaction, with a copy made before."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from glob import escape
from importlib import import_module
from pathlib import Path

from bot.errors import ConfigurationError, StoreTooNew
from bot.store.migrations import MIGRATIONS
from bot.store.sqlite.connections import execute_all, use_wal, version_of
from bot.store.sqlite.maintenance import backup

APPLICATION_ID = 0x50617042
"""Marks the file as Paperboy's ("PapB"), so that nobody else's database is ever migrated."""

COPY = ".before-upgrade-from-"
COPY_KEPT = timedelta(days=30)
"""A copy holds what people have erased since."""

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
    """Apply what is missing, all of it or nothing, under the write lock: others who open the file meanwhile wait.

    Raises ``StoreTooNew`` for a file of a newer Paperboy and ``ConfigurationError`` for a file of something else.
    """
    with _transaction(connection, "begin"):
        _refuse(connection, path, len(migrations))
    use_wal(connection)
    with _transaction(connection, "begin immediate"):
        _refuse(connection, path, len(migrations))
        return _apply(connection, path, now, migrations)


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("commit")
    finally:
        if connection.in_transaction:
            connection.execute("rollback")


def _refuse(connection: sqlite3.Connection, path: Path | None, newest: int) -> None:
    mine = connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID
    empty = connection.execute("select 1 from sqlite_master limit 1").fetchone() is None
    version = version_of(connection)
    if not mine and not empty:
        raise ConfigurationError(
            f"{path} is another program's database; set PAPERBOY_DATABASE_URL to a file of its own."
        )
    if version > newest:
        raise StoreTooNew(
            f"{path} was written by a newer Paperboy (schema {version}, this one knows {newest}); upgrade Paperboy."
        )


def _apply(connection: sqlite3.Connection, path: Path | None, now: datetime, migrations: Migrations) -> Migrated:
    before = version_of(connection)
    missing = migrations[before:]
    copy = _copy(path, before, now) if path is not None and before and missing else None
    execute_all(connection, [statement for statements in missing for statement in statements])
    if missing:
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {len(migrations)}")
    return Migrated(before=before, after=version_of(connection), copy=copy)


def _copy(path: Path, before: int, now: datetime) -> Path:
    """Copied by a second connection, which sees the file as it was: a transaction can't copy."""
    copy = path.with_name(f"{path.name}{COPY}{before}.{now:%Y%m%d-%H%M%S}")
    reader = sqlite3.connect(path)
    try:
        backup(reader, copy)
    finally:
        reader.close()
    return copy


def remove_old_copies(path: Path, now: datetime) -> None:
    """Remove the copies that upgrades made of the file ``COPY_KEPT`` ago and earlier. One that can't be is left."""
    for copy in path.parent.glob(f"{escape(path.name)}{COPY}*"):
        with suppress(ValueError, OSError):
            made = datetime.strptime(copy.name.rpartition(".")[2], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
            if made <= now - COPY_KEPT:
                copy.unlink()
