"""The console's one conversation, with posts arriving in between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import cast

from rich.console import RenderableType

from adapters.console.adapter import ConsoleAdapter
from adapters.console.conversation import Conversation
from adapters.console.pipe import plain_text
from adapters.console.render import Look
from bot.clock import SystemClock
from bot.commands import line_of
from bot.console_identity import TERMINAL, local_member
from bot.model import Answer, Button, Card, Delivery, PaperCard, PaperId, Request
from bot.ports.chat import Core
from bot.store import open_store


class Listing:
    """Answers everything with the same list, and writes down what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @property
    def typed(self) -> list[str]:
        """What was asked, but for the look for first papers."""
        return [line for line in self.asked if line != "today"]

    async def answer(self, request: Request) -> Answer:
        self.asked.append(line_of(request.command))
        return Answer(card=listed("1", "2"))


def listed(*ids: str) -> Card:
    papers = tuple(PaperCard(paper=PaperId(f"arxiv:{each}"), title=f"Paper {each}", url="") for each in ids)
    return Card(papers=papers, numbered=True, buttons=(Button(label="More", line="today/2"),))


class Acting:
    """A front whose lines come with something that happens before each."""

    look = Look(links=False)
    keeps_typed = False

    def __init__(self, *steps: str | Callable[[], Awaitable[object]]) -> None:
        self.steps = steps
        self.seen = ""

    def open_page(self, address: str) -> bool:
        return False

    def forget_typed(self) -> bool:
        return False

    async def greet(self, conversation: Conversation) -> None: ...

    async def lines(self, conversation: Conversation) -> AsyncIterator[str]:
        for step in self.steps:
            if isinstance(step, str):
                yield step
            else:
                await step()

    async def show(self, body: RenderableType) -> None:
        self.seen += plain_text(body)


async def test_a_post_takes_no_letters_away_and_is_shown_once() -> None:
    core, store = Listing(), await open_store("memory:")
    delivery = Delivery(key="k1", digest="d", channel=TERMINAL, part=0, card=listed("8", "9"))

    async def post_twice() -> None:
        first = await console.post(delivery)
        assert await console.post(delivery) == first == await console.find(delivery)

    front = Acting("trending", "like 2", post_twice, "like 2", "a", "quit", "today")
    console = ConsoleAdapter(front, store.key_value, SystemClock(), local_member("ada"))
    await console.run(cast(Core, core))
    assert core.typed == ["trending", "like 2", "like 2", "today/2"]
    assert front.seen.count("Paper 9") == 1


class Paging(Listing):
    """Answers with pages of two papers."""

    async def answer(self, request: Request) -> Answer:
        self.asked.append(line_of(request.command))
        first = 2 * request.command.page - 1
        card = listed(str(first), str(first + 1))
        more = Button(label="More", line=f"today/{request.command.page + 1}")
        return Answer(card=replace(card, first=first, buttons=(more,)))


async def test_numbers_go_on_over_pages_and_letters_keep_their_meaning() -> None:
    core, store = Paging(), await open_store("memory:")
    front = Acting("trending", "a", "like 4", "a", "b", "open 3")
    console = ConsoleAdapter(front, store.key_value, SystemClock(), local_member("ada"))
    await console.run(cast(Core, core))
    assert core.typed == ["trending", "today/2", "like 4", "today/2", "today/3"]
    assert "https://arxiv.org/abs/3" in front.seen


async def test_pasted_lines_are_separate_but_references_stay_together() -> None:
    core, store = Listing(), await open_store("memory:")
    front = Acting("trending\nlike 2\n\n", "import @article{a,\n title={T}\n}")
    await ConsoleAdapter(front, store.key_value, SystemClock(), local_member("ada")).run(cast(Core, core))
    assert core.typed == ["trending", "like 2", "import @article{a,\n title={T}\n}"]


class Beginning:
    """Has no papers at first."""

    def __init__(self) -> None:
        self.looks = 0

    async def answer(self, request: Request) -> Answer:
        self.looks += 1
        return Answer(card=listed("1", "2") if self.looks > 3 else Card(text="There are no papers yet."))


class SoonClock(SystemClock):
    """Waits no longer than others need to go on."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


class Failing(Beginning):
    """Learns after a while that the source does not answer, and gets papers later."""

    async def answer(self, request: Request) -> Answer:
        if request.command.name == "help":
            return Answer(card=Card(text="It does not answer." if self.looks > 2 else "Papers come in a minute."))
        return await super().answer(request)


async def test_while_papers_are_awaited_what_changes_about_the_sources_is_told_once() -> None:
    store = await open_store("memory:")

    async def until_shown() -> None:
        async with asyncio.timeout(5):
            while "Paper 1" not in front.seen:  # noqa: ASYNC110  the front tells nobody
                await asyncio.sleep(0)

    front = Acting(until_shown)
    await ConsoleAdapter(front, store.key_value, SoonClock(), local_member("ada")).run(cast(Core, Failing()))
    assert front.seen.count("It does not answer.") == 1


async def test_the_first_papers_are_shown_as_they_come() -> None:
    store = await open_store("memory:")

    async def until_shown() -> None:
        async with asyncio.timeout(5):
            while "Paper 1" not in front.seen:  # noqa: ASYNC110  the front tells nobody
                await asyncio.sleep(0)

    front = Acting(until_shown)
    await ConsoleAdapter(front, store.key_value, SoonClock(), local_member("ada")).run(cast(Core, Beginning()))
    assert front.seen.count("Paper 1") == 1
