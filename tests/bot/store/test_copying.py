"""A copy holds what the original holds, in either direction, and can be gone on with."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.model import Feedback, Interest, InterestKind, Member, Paper, PaperId, Signal, Tenant
from bot.ports.store import Store
from bot.search.language import parse_query
from bot.store import copy_store, open_store
from bot.store.copying import tables
from tests import postgres

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ADA = Member(Tenant("fake", "here"), "ada")
PAPERS = [
    Paper(id=PaperId(f"arxiv:2603.{n:05}"), title=f"Number {n} of many", aliases=(PaperId(f"doi:10.1/{n}"),))
    for n in range(1200)
]


@pytest.fixture
def server() -> Iterator[str]:
    with postgres.empty_database() as url:
        yield url


@pytest.fixture
def file(path: Path) -> str:
    return f"sqlite:///{path}"


async def fill(url: str) -> None:
    store = await open_store(url)
    await store.papers.add(PAPERS, NOW)
    for n in range(30):
        await store.feedback.append(reaction(n))
        await store.interests.state(ADA, Interest(kind=InterestKind.TOPIC, value=f"ünïcode {n}", since=NOW))
    await store.vectors.save({PAPERS[0].id: b"\x00\xff"}, "model")
    await store.close()


def reaction(n: int) -> Feedback:
    return Feedback(member=ADA, paper=PaperId(f"arxiv:{n}"), signal=Signal.SAVE, at=NOW + timedelta(minutes=n))


async def seen(store: Store) -> list[object]:
    return [
        await store.papers.sample(9999),
        await store.papers.get([PAPERS[7].aliases[0]]),
        await store.feedback.of(ADA),
        await store.interests.of(ADA),
        await store.vectors.of([PAPERS[0].id], "model"),
        (await store.search.search(parse_query("number 77 of many", NOW.date()))).hits,
        await store.check(),
    ]


def silent(table: str, done: int, total: int) -> None:
    """Nobody looks."""


async def test_there_and_back_everything_is_the_same_and_goes_on(file: str, server: str, tmp_path: Path) -> None:
    await fill(file)
    back = f"sqlite:///{tmp_path / 'back.db'}"
    done = await copy_store(file, server, silent)
    assert done.rows > 2 * len(PAPERS)
    assert await copy_store(server, back, silent) == done
    stores = [await open_store(url) for url in (file, server, back)]
    first, *others = [await seen(store) for store in stores]
    assert all(other == first for other in others)
    for store in stores:
        assert await store.feedback.append(reaction(99))
        assert await store.papers.add([Paper(id=PaperId("arxiv:new"), title="New")], NOW) == ["arxiv:new"]
        await store.interests.state(ADA, Interest(kind=InterestKind.TOPIC, value="last"))
        assert (await store.interests.of(ADA)).all[-1].value == "last"
        await store.close()


async def test_what_is_there_already_is_not_written_over(file: str, server: str) -> None:
    await fill(file)
    await copy_store(file, server, silent)
    with pytest.raises(ConfigurationError, match="papers already"):
        await copy_store(file, server, silent)


async def test_an_interrupted_copy_goes_on_and_takes_in_what_changed(file: str, server: str) -> None:
    await fill(file)

    def give_up(table: str, done: int, total: int) -> None:
        if table == "papers" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await copy_store(file, server, give_up)
    store = await open_store(file)
    await store.papers.add([Paper(id=PAPERS[0].id, title=PAPERS[0].title, upvotes=9)], NOW)
    await store.close()
    told: dict[str, tuple[int, int]] = {}
    await copy_store(file, server, lambda table, done, total: told.update({table: (done, total)}), resume=True)
    assert told["papers"] == (len(PAPERS), len(PAPERS))
    assert told.keys() == {table.name for table in tables()}
    store = await open_store(server)
    assert (await store.papers.get([PAPERS[0].id]))[PAPERS[0].id].upvotes == 9
    assert await store.check() == []
    await store.close()


async def test_a_source_that_is_not_there_is_told_and_not_made(path: Path, file: str) -> None:
    with pytest.raises(ConfigurationError, match="no database"):
        await copy_store(file, "sqlite:///:memory:", silent)
    assert not path.exists()


def test_every_table_has_a_key_to_copy_by() -> None:
    assert [table.name for table in tables() if not table.key] == []
