"""The console: a person's own terminal, where nothing gets lost on the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import RenderableType

from adapters.console.adapter import ConsoleAdapter
from adapters.console.conversation import Conversation
from adapters.console.render import Look
from bot.clock import SystemClock
from bot.model import Channel, Member, Tenant
from bot.store.memory.key_value import MemoryKeyValue
from tests.adapters.core import FakeCore
from tests.contracts.chats import ChatHarness


class Screen:
    """A terminal nobody types at."""

    look = Look(links=False, hints=False, width=80)

    def __init__(self) -> None:
        self.shown: list[RenderableType] = []
        self.left = asyncio.Event()

    async def greet(self, conversation: Conversation) -> None: ...

    async def lines(self, conversation: Conversation) -> AsyncIterator[str]:
        await self.left.wait()
        for line in ():
            yield line

    async def show(self, body: RenderableType) -> None:
        self.shown.append(body)


@asynccontextmanager
async def harness() -> AsyncIterator[ChatHarness]:
    tenant = Tenant("console", "local")
    screen, member = Screen(), Member(tenant, "me")
    adapter = ConsoleAdapter(screen, MemoryKeyValue(), SystemClock(), member)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(adapter.run(FakeCore()))
        await adapter.ready()
        yield ChatHarness(adapter=adapter, channel=Channel(tenant, "terminal"), member=member)
        screen.left.set()
