"""A number means the list that its person saw last, whichever process of the program showed it, and after a restart."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.app import App, opened
from bot.commands import parse
from bot.model import Answer, Channel, Member, Request, Signal, Tenant
from bot.settings import Settings
from tests import postgres

TEAM = Tenant("slack", "T1")
ADA, ROOM = Member(TEAM, "U1"), Channel(TEAM, "C1")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return postgres.emptied_database() if request.param == "postgres" else f"sqlite:///{tmp_path / 'paperboy.db'}"


@asynccontextmanager
async def processes(url: str, count: int) -> AsyncIterator[list[App]]:
    settings = Settings(database_url=url, sources="sample", _env_file=None)  # type: ignore[call-arg]
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(opened(settings)) for _ in range(count)]


async def ask(app: App, line: str) -> Answer:
    request = Request(member=ADA, command=parse(line), at=app.clock.now(), channel=ROOM)
    return await app.core.answer(request)


async def liked(app: App) -> list[str]:
    return [line.paper for line in await app.store.feedback.of(ADA) if line.signal is Signal.LIKE]


async def test_of_two_processes_either_knows_what_the_other_showed(url: str) -> None:
    async with processes(url, 2) as (one, other):
        await ask(one, "search language models")
        searched = (await ask(other, "search agents")).card.papers
        await ask(one, "like 2")
        assert await liked(one) == [searched[1].paper]
        page = (await ask(other, "search/2 agents")).card.papers
        await ask(one, "like 7")
        await ask(other, "like 1")
        assert await liked(one) == [searched[1].paper, page[1].paper, searched[0].paper]


async def test_a_restart_keeps_the_list(url: str) -> None:
    async with processes(url, 1) as (before,):
        searched = (await ask(before, "search language models")).card.papers
        shown = (await ask(before, "paper 3")).card.papers
    async with processes(url, 1) as (after,):
        await ask(after, "like 2")
        await ask(after, "like it")
        assert await liked(after) == [searched[1].paper, shown[0].paper] == [searched[1].paper, searched[2].paper]
