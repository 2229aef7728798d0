"""A backup is whole, checked, and never in the way."""

import asyncio
from pathlib import Path

import pytest

from bot.errors import ConfigurationError, StoreError
from bot.model import Feedback, Member, Paper, PaperId, Signal, Tenant
from bot.store import open_store
from tests.bot.store.conftest import NOW

ADA = Member(Tenant("console", "local"), "ada")


def like(number: int) -> Feedback:
    return Feedback(member=ADA, paper=PaperId(f"arxiv:{number}"), signal=Signal.LIKE, at=NOW)


async def test_a_backup_under_a_writer_is_a_whole_copy(path: Path, tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    await store.papers.add([Paper(id=PaperId(f"arxiv:{n}"), title="T", abstract="x" * 2000) for n in range(500)], NOW)
    done = asyncio.Event()

    async def write() -> int:
        number = 0
        while not done.is_set():
            await store.feedback.append(like(number))
            number += 1
        return number

    await store.feedback.append(like(-1))
    writing = asyncio.create_task(write())
    await store.backup(tmp_path / "copy.db")
    done.set()
    assert await writing > 0
    await store.close()
    copy = await open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert await copy.check() == []
    assert await copy.papers.count() == 500
    assert (await copy.feedback.of(ADA))[0] == like(-1)
    await copy.close()


async def test_a_backup_never_overwrites(path: Path, tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    (tmp_path / "precious").write_text("mine")
    with pytest.raises(ConfigurationError, match="precious exists already"):
        await store.backup(tmp_path / "precious")
    await store.close()
    assert (tmp_path / "precious").read_text() == "mine"


async def test_a_backup_that_can_not_be_written_says_so_and_leaves_nothing(path: Path, tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{path}")
    with pytest.raises((StoreError, ConfigurationError), match=r"The backup .* No such file"):
        await store.backup(tmp_path / "nowhere" / "copy.db")
    assert await store.papers.count() == 0
    await store.close()
    assert [file.name for file in tmp_path.iterdir()] == ["paperboy.db"]


async def test_a_store_in_memory_has_nothing_to_back_up(tmp_path: Path) -> None:
    store = await open_store("memory:")
    with pytest.raises(ConfigurationError, match="PAPERBOY_DATABASE_URL"):
        await store.backup(tmp_path / "copy.db")


async def test_a_folder_that_goes_away_meanwhile_is_no_wrong_setting_which_would_end_the_program(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await open_store(f"sqlite:///{path}")
    with monkeypatch.context() as going:
        going.setattr(Path, "touch", lambda *_, **__: None)
        with pytest.raises(StoreError, match="can't be written"):
            await store.backup(tmp_path / "gone" / "copy.db")
    await store.close()
