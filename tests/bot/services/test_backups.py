"""A copy every day that can be put back; the newest are kept, and nothing else in the folder is touched."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doctor import Verdict, examine
from bot.errors import ConfigurationError, StoreError
from bot.platforms import Configuration
from bot.services.backups import Backups, last_backup
from bot.services.job_records import JobRecords
from bot.serving import serve
from bot.settings import PlatformSettings, Settings
from bot.store import open_store
from bot.store.memory.key_value import MemoryKeyValue
from tests.bot.sources.conftest import LeapingClock
from tests.scenarios.fakes import bring, paper
from tests.scenarios.virtual import VirtualClock, run, utc

START = utc(2026, 8, 3, 9)
DAY = 24 * 60 * 60


async def write_nothing(path: Path) -> None:
    path.write_text("")


async def no_room(path: Path) -> None:
    raise StoreError("The disk is full.")


@pytest.mark.parametrize("url", ["memory:", "sqlite:///:memory:", "postgresql://localhost/paperboy"])
async def test_copies_of_what_is_no_file_are_refused_at_start(tmp_path: Path, url: str) -> None:
    settings = Settings(database_url=url, backup_dir=str(tmp_path), _env_file=None)
    with pytest.raises(ConfigurationError, match=r"PAPERBOY_BACKUP_DIR.*pg_dump"):
        await serve(Configuration(core=settings, platforms={}))


def test_one_a_day_and_only_the_newest_are_kept(tmp_path: Path) -> None:
    (tmp_path / "my-own.db").write_text("")

    async def ten_days() -> None:
        clock, facts = VirtualClock(START), MemoryKeyValue()
        for _ in range(2):  # a restart makes no further copy
            task = asyncio.create_task(Backups(write_nothing, facts, tmp_path, 7, clock).run())
            await asyncio.sleep(5 * DAY)
            task.cancel()
            await asyncio.wait([task])

    run(ten_days())
    kept = sorted(file.name for file in tmp_path.glob("paperboy-*.db"))
    assert (len(kept), kept[-1][:17]) == (7, "paperboy-20260812")
    assert (tmp_path / "my-own.db").exists()


async def test_two_copies_within_one_second_are_two_and_the_newest_stays(tmp_path: Path) -> None:
    backups = Backups(write_nothing, MemoryKeyValue(), tmp_path, 2, VirtualClock(START))
    made = [await backups.make() for _ in range(3)]
    assert len(set(made)) == 3
    assert sorted(tmp_path.glob("paperboy-*.db")) == made[1:]


def test_a_copy_that_fails_is_told_and_no_older_one_is_removed(tmp_path: Path) -> None:
    async def failing() -> list[str]:
        clock, facts = VirtualClock(START), MemoryKeyValue()
        records = JobRecords(facts, clock)
        with pytest.raises(StoreError):
            await records.watched("backups", Backups(no_room, facts, tmp_path, 1, clock).run)()
        return [f"{failure.job}: {failure.why}" for failure in await records.failing()]

    (tmp_path / "paperboy-20260801T090000Z.db").write_text("")
    assert run(failing()) == ["backups: The disk is full."]
    assert len(list(tmp_path.iterdir())) == 1


async def test_what_was_copied_can_be_put_back(tmp_path: Path) -> None:
    clock = VirtualClock(START)
    store = await open_store(f"sqlite:///{tmp_path / 'paperboy.db'}")
    await bring(store, [paper(n) for n in range(30)], clock.now())
    copy = await Backups(store.backup, store.key_value, tmp_path / "copies", 7, clock).make()
    await bring(store, [paper(n) for n in range(30, 40)], clock.now())
    assert await last_backup(store.key_value) is not None
    await store.close()

    for file in tmp_path.glob("paperboy.db*"):
        file.unlink()
    copy.rename(tmp_path / "paperboy.db")
    restored = await open_store(f"sqlite:///{tmp_path / 'paperboy.db'}")
    try:
        assert await restored.check() == []
        assert await restored.papers.count() == 30
        assert len(await restored.papers.get([paper(7).id])) == 1
    finally:
        await restored.close()


async def test_the_doctor_tells_that_there_is_none(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'paperboy.db'}"
    await (await open_store(url)).close()
    core = Settings(_env_file=None, database_url=url, sources="sample", backup_dir=str(tmp_path), embeddings=False)  # type: ignore[call-arg]
    report = await examine(Configuration(core=core, platforms={"console": PlatformSettings()}))
    assert "No copy was made yet" in report.text()


@pytest.mark.parametrize(("hours", "told"), [(47, False), (49, True)])
async def test_the_doctor_warns_of_a_newest_copy_more_than_two_days_old(tmp_path: Path, hours: int, told: bool) -> None:
    url = f"sqlite:///{tmp_path / 'paperboy.db'}"
    store = await open_store(url)
    made = LeapingClock(datetime.now(UTC) - timedelta(hours=hours))
    await Backups(write_nothing, store.key_value, tmp_path / "copies", 7, made).make()
    await store.close()
    core = Settings(_env_file=None, database_url=url, sources="sample", backup_dir=str(tmp_path), embeddings=False)  # type: ignore[call-arg]
    report = await examine(Configuration(core=core, platforms={"console": PlatformSettings()}))
    (backups,) = [finding for finding in report.findings if finding.about == "backups"]
    assert (backups.verdict is Verdict.WARNING) == told
