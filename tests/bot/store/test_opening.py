"""Opening a store: where it lies, what it may not be, and how it grows."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import ConfigurationError, StoreError, StoreTooNew
from bot.model import Paper, PaperId
from bot.store import open_store, upgrade
from bot.store.migrations.runner import known_migrations
from bot.store.sqlite.database import sqlite_path
from tests.bot.store.conftest import NOW, ONE_TABLE, OpenDatabase


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////var/lib/paperboy.db", Path("/var/lib/paperboy.db")),
        ("sqlite:///paperboy.db", Path("paperboy.db")),
        ("sqlite:///data/paperboy.db", Path("data/paperboy.db")),
        ("sqlite+aiosqlite:////a/b.db", Path("/a/b.db")),
        ("sqlite:///:memory:", None),
        ("sqlite://", None),
    ],
)
def test_urls_are_spelled_as_in_sqlalchemy(url: str, path: Path | None) -> None:
    assert sqlite_path(url) == path


@pytest.mark.parametrize(
    "url", ["mysql://secret/db", "paperboy.db", "", "/a/b.db", "sqlite:/a.db", "sqlite://a.db", "me:secret@x"]
)
async def test_any_other_url_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ConfigurationError, match="PAPERBOY_DATABASE_URL") as refused:
        await open_store(url)
    assert "secret" not in str(refused.value)


async def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "one" / "two # ?%20" / "paperboy.db"
    store = await open_store(f"sqlite:///{path}")
    await store.close()
    assert path.is_file()


async def test_a_place_that_can_not_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigurationError, match=r"paperboy\.db can't be made \(File exists\)"):
        await open_store(f"sqlite:///{tmp_path}/file/paperboy.db")
    with pytest.raises(ConfigurationError, match="is a folder"):
        await open_store(f"sqlite:///{tmp_path}")


async def test_a_file_that_is_no_database_is_named_and_left_alone(path: Path) -> None:
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(ConfigurationError, match=r"paperboy\.db is not a database"):
        await open_store(f"sqlite:///{path}")
    assert path.read_text() == "Dear diary, " * 1000


async def test_another_programs_database_is_refused(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("create table bookmarks (url text)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match="another program's database"):
        await open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


async def test_nobody_else_can_read_the_file_or_its_copies(path: Path, open_database: OpenDatabase) -> None:
    await (await open_database()).close()
    await open_database(migrations=[*ONE_TABLE, []])
    files = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert len(files) == 4
    assert set(files.values()) == {0o600}


async def test_a_file_of_a_newer_paperboy_is_refused(path: Path, open_database: OpenDatabase) -> None:
    await (await open_database(migrations=[[]] * 99)).close()
    with pytest.raises(StoreTooNew, match=r"newer Paperboy .*upgrade"):
        await open_store(f"sqlite:///{path}")


async def test_a_new_file_is_made_at_the_newest_schema_without_a_copy(path: Path) -> None:
    done = await upgrade(f"sqlite:///{path}")
    assert (done.before, done.after, done.copy) == (0, len(known_migrations()), None)
    assert (await upgrade(f"sqlite:///{path}")).before == len(known_migrations())
    assert [file.name for file in path.parent.iterdir()] == ["paperboy.db"]


async def test_an_older_file_is_copied_before_it_is_upgraded(path: Path, open_database: OpenDatabase) -> None:
    old = await open_database()
    await old.write(lambda transaction: transaction.execute("insert into words (word) values ('kept')"))
    await old.close()
    new = await open_database(migrations=[*ONE_TABLE, ["alter table words add column length integer"], ["select 1"]])
    assert [(row["word"], row["length"]) for row in await new.fetch("select * from words")] == [("kept", None)]
    copy = path.with_name(f"paperboy.db.before-upgrade-from-1.{NOW:%Y%m%d-%H%M%S}")
    before = sqlite3.connect(copy)
    assert before.execute("select * from words").fetchall() == [(1, "kept")]
    assert before.execute("pragma user_version").fetchone() == (1,)
    before.close()


async def test_copies_of_upgrades_go_after_a_month_and_nothing_else_does(path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    days = {"old": 30, "new": 29}
    stamps = {name: f"{NOW - timedelta(days=days[name]):%Y%m%d-%H%M%S}" for name in days}
    names = [f"{path.name}.before-upgrade-from-7.{stamp}" for stamp in stamps.values()]
    for name in (*names, f"{path.name}.before-upgrade-from-me", "backup.db"):
        path.with_name(name).touch()
    await store.clean_up(NOW)
    await store.close()
    left = {file.name for file in path.parent.iterdir()}
    assert left == {path.name, names[1], f"{path.name}.before-upgrade-from-me", "backup.db"}


async def test_a_migration_that_fails_changes_nothing(open_database: OpenDatabase) -> None:
    await (await open_database()).close()
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await open_database(migrations=[*ONE_TABLE, ["drop table words", "select * from nowhere"]])
    assert await (await open_database()).fetch("select * from words") == []


async def test_many_may_open_a_new_file_at_once(path: Path) -> None:
    stores = await asyncio.gather(*(open_store(f"sqlite:///{path}") for _ in range(4)))
    assert [await store.check() for store in stores] == [[]] * 4
    for store in stores:
        await store.close()


async def test_many_may_upgrade_an_older_file_at_once(path: Path, open_database: OpenDatabase) -> None:
    await (await open_database()).close()
    newer = [*ONE_TABLE, ["alter table words add column length integer"]]
    await asyncio.gather(*(open_database(migrations=newer) for _ in range(4)))
    copies = list(path.parent.glob("*.before-upgrade-*"))
    assert len(copies) == 1
    copy = sqlite3.connect(copies[0])
    assert copy.execute("pragma user_version").fetchone() == (1,)
    copy.close()


async def test_damage_is_named_when_it_is_met_and_when_it_is_looked_for(path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    papers = [Paper(id=PaperId(f"arxiv:{n}"), title="A title", abstract="x" * 3000) for n in range(200)]
    await store.papers.add(papers, NOW)
    await store.close()
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + b"\xff" * 200_000 + whole[middle + 200_000 :])
    store = await open_store(f"sqlite:///{path}")
    with pytest.raises(StoreError, match=r"paperboy\.db is damaged; restore it from a backup"):
        await store.papers.sample(200)
    problems = await store.check()
    await store.close()
    assert problems
    assert all(problem.startswith("The file is damaged: ") for problem in problems)


async def test_a_file_that_a_newer_paperboy_upgraded_meanwhile_is_told(path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    newer = sqlite3.connect(path)
    newer.execute("pragma user_version = 99")
    newer.close()
    problems = await store.check()
    await store.close()
    assert len(problems) == 1
    assert problems[0].startswith("A newer Paperboy has brought the file to schema 99")
