"""Copies and check-ups of a SQLite file."""

import os
import sqlite3
from pathlib import Path

from bot.errors import ConfigurationError, StoreError, StoreUnreachable
from bot.store.sqlite.connections import translate_error, version_of

SHOWN_PROBLEMS = 10


def backup(connection: sqlite3.Connection, path: Path) -> None:
    """Write a whole, checked copy to ``path`` while others read and write; raises ``ConfigurationError`` if it exists.

    VACUUM INTO reads one snapshot; the copy gets its name only once it is on disk and found sound.
    (The backup API in steps starts again with every write of somebody else and may never finish.)
    """
    if path.exists():
        raise ConfigurationError(f"{path} exists already; name a new file for the backup.")
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        _copy(connection, unfinished)
        _sync(unfinished, os.O_RDWR)
        unfinished.rename(path)
        if os.name == "posix":
            _sync(path.parent, os.O_RDONLY)
    except OSError as error:
        raise StoreError(f"The backup {path} can't be written: {os.strerror(error.errno or 0)}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(connection: sqlite3.Connection, path: Path) -> None:
    try:
        connection.execute("vacuum into ?", (str(path),))
    except sqlite3.Error as error:
        meant = translate_error(error, f"the backup {path}")
        if isinstance(meant, StoreUnreachable):  # its words are about the database's file, not about its copy
            raise StoreError(f"The backup {path} can't be written: {error}.") from error
        raise meant from error
    copy = sqlite3.connect(path)
    try:
        damage = _damage(copy)
    finally:
        copy.close()
    if damage:
        raise StoreError(f"The backup came out damaged and was thrown away: {damage[0]}")


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def problems(connection: sqlite3.Connection, newest: int) -> list[str]:
    """What is wrong with the file, a sentence each. ``newest`` is the schema version this Paperboy knows."""
    return _damage(connection) or [*_age(connection, newest), *_dangling(connection), *_gaps(connection)]


def _damage(connection: sqlite3.Connection) -> list[str]:
    try:
        answers = [row[0] for row in connection.execute(f"pragma quick_check({SHOWN_PROBLEMS})")]
    except sqlite3.DatabaseError as error:
        answers = [str(error)]
    return [] if answers == ["ok"] else [f"The file is damaged: {answer}" for answer in answers]


def _dangling(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("pragma foreign_key_check").fetchmany(SHOWN_PROBLEMS)
    return [f"A row of {row[0]} points to a row of {row[2]} that isn't there." for row in rows]


def _age(connection: sqlite3.Connection, newest: int) -> list[str]:
    version = version_of(connection)
    newer = (
        f"A newer Paperboy has brought the file to schema {version}, this one knows {newest}; restart with the newer."
    )
    return [newer] if version > newest else []


def _gaps(connection: sqlite3.Connection) -> list[str]:
    missing = unindexed(connection)
    return [f"Papers that the search index lacks: {missing}; run paperboy db migrate."] if missing else []


def unindexed(connection: sqlite3.Connection) -> int:
    """How many papers the search index lacks."""
    sql = "select (select count(*) from papers) - (select count(*) from search_docs)"
    missing: int = connection.execute(sql).fetchone()[0]
    return missing
