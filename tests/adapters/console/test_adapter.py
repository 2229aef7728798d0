"""The console's one conversation, with posts arriving in between."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import cast

from rich.console import RenderableType

from adapters.console.adapter import ConsoleAdapter
from adapters.console.conversation import Conversation
from adapters.console.pipe import plain_text
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

    async def answer(self, request: Request) -> Answer:
        self.asked.append(line_of(request.command))
        return Answer(card=listed("1", "2"))


def listed(*ids: str) -> Card:
    papers = tuple(PaperCard(paper=PaperId(f"arxiv:{each}"), title=f"Paper {each}", url="") for each in ids)
    return Card(papers=papers, numbered=True, buttons=(Button(label="More", line="today/2"),))


class Acting:
    """A front whose lines come with something that happens before each."""

    links = False
    hints = True

    def __init__(self, *steps: str | Callable[[], Awaitable[object]]) -> None:
        self.steps = steps
        self.seen = ""

    async def greet(self, conversation: Conversation) -> None: ...

    async def lines(self, conversation: Conversation) -> AsyncIterator[str]:
        for step in self.steps:
            if isinstance(step, str):
                yield step
            else:
                await step()

    async def show(self, body: RenderableType) -> None:
        self.seen += plain_text(body)


async def test_a_post_moves_the_numbers_but_not_the_letters() -> None:
    core, store = Listing(), await open_store("memory:")
    delivery = Delivery(key="k1", digest="d", channel=TERMINAL, part=0, card=listed("8", "9"))

    async def post_twice() -> None:
        first = await console.post(delivery)
        assert await console.post(delivery) == first == await console.find(delivery)

    front = Acting("today", "like 2", post_twice, "like 2", "a", "quit", "today")
    console = ConsoleAdapter(front, store.key_value, SystemClock(), local_member("ada"))
    await console.run(cast(Core, core))
    assert core.asked == ["today", "like arxiv:2", "like arxiv:9", "today/2"]
    assert front.seen.count("Paper 9") == 1
