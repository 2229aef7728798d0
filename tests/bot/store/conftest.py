"""Small SQLite files, and other processes that use them."""

import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.migrations.runner import Migrations, migrate
from bot.store.sqlite.database import SqliteDatabase

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ONE_TABLE: Migrations = [["create table words (id integer primary key, word text not null)"]]

OpenDatabase = Callable[..., Awaitable[SqliteDatabase]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "paperboy.db"


@pytest.fixture
async def open_database(path: Path) -> AsyncIterator[OpenDatabase]:
    """Opens the file with one small table; ``also`` are further statements for its writer."""
    opened = []

    async def open_it(*also: str, patience: float = 5.0, migrations: Migrations = ONE_TABLE) -> SqliteDatabase:
        def prepare(raw):  # type: ignore[no-untyped-def]
            migrate(raw, path, NOW, migrations)
            for statement in also:
                raw.execute(statement)

        opened.append(await SqliteDatabase.open(path, prepare, patience=patience))
        return opened[-1]

    yield open_it
    for database in opened:
        await database.close()


@pytest.fixture
async def database(open_database: OpenDatabase) -> SqliteDatabase:
    return await open_database()


StartPython = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start_python() -> Iterator[StartPython]:
    """Starts a program in another process, which is gone when the test ends."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", program, *map(str, arguments)]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()
