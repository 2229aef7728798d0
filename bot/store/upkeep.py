"""Copies and check-ups of a SQLite file."""

import os
import sqlite3
from pathlib import Path

from bot.errors import ConfigurationError, StoreError
from bot.store.migrating import version_of
from bot.store.sqlite import SqliteDatabase

SHOWN_PROBLEMS = 10


async def backup(database: SqliteDatabase, path: Path) -> None:
    """Write a whole, checked copy to ``path`` while others read and write; raises ``ConfigurationError`` if it exists.

    VACUUM INTO reads one snapshot on a reader; the copy appears under its name only once it is on disk and sound.
    (The backup API in steps starts again with every write of somebody else and may never finish.)
    """
    if path.exists():
        raise ConfigurationError(f"{path} exists already; name a new file for the backup.")
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        await database.copy_to(unfinished)
        await database.read(lambda _: _finish(unfinished, path))
    except OSError as error:
        raise StoreError(f"The backup {path} can't be written: {os.strerror(error.errno or 0)}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _finish(unfinished: Path, path: Path) -> None:
    wrong = _wrong_with(unfinished)
    if wrong:
        raise StoreError(f"The backup came out damaged and was thrown away: {wrong}")
    _sync(unfinished, os.O_RDWR)
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise ConfigurationError(f"{path} exists already; name a new file for the backup.") from None
    _sync(path.parent, os.O_RDONLY)


def _wrong_with(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        answer: str = connection.execute("pragma quick_check(1)").fetchone()[0]
        return "" if answer == "ok" else answer
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def problems(connection: sqlite3.Connection, newest: int) -> list[str]:
    """What is wrong with the file, a sentence each. ``newest`` is the schema version this Paperboy knows."""
    return [*_damage(connection), *_dangling(connection), *_age(connection, newest)]


def _damage(connection: sqlite3.Connection) -> list[str]:
    answers = [row[0] for row in connection.execute(f"pragma quick_check({SHOWN_PROBLEMS})")]
    return [] if answers == ["ok"] else [f"The file is damaged: {answer}" for answer in answers]


def _dangling(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("pragma foreign_key_check").fetchmany(SHOWN_PROBLEMS)
    return [f"A row of {row[0]} points to a row of {row[2]} that isn't there." for row in rows]


def _age(connection: sqlite3.Connection, newest: int) -> list[str]:
    version = version_of(connection)
    return (
        [] if version == newest else [f"The schema is version {version}, expected {newest}; run paperboy db migrate."]
    )
