"""The console as a chat platform of one person."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Protocol

from rich.console import RenderableType

from adapters.console.conversation import Conversation
from bot.model import Capabilities, Card, Delivery, Member, MessageRef
from bot.ports.chat import Core
from bot.ports.key_value import KeyValue
from bot.ports.time import Clock

_POSTED = "console:posted:"
_LEAVING = {"exit", "quit", "/exit", "/quit"}


class Front(Protocol):
    """Where lines come from and screens go to."""

    links: bool
    """Titles are clickable."""
    hints: bool
    """There is somebody to read which keys press buttons."""

    async def greet(self, conversation: Conversation) -> None:
        """The first screen."""
        ...

    def lines(self, conversation: Conversation) -> AsyncIterator[str]:
        """What is typed, line by line, until the person leaves."""
        ...

    async def show(self, body: RenderableType) -> None: ...


class ConsoleAdapter:
    """Answers lines, and prints what is posted to the one channel of this machine."""

    platform = "console"
    capabilities = Capabilities(forms=False, shared=False)
    trouble = ""

    def __init__(self, front: Front, state: KeyValue, clock: Clock, member: Member) -> None:
        self._front = front
        self._state = state
        self._clock = clock
        self._member = member
        self._ready = asyncio.Event()
        self._conversation: Conversation

    async def run(self, core: Core) -> None:
        """Serve until the person leaves or input ends."""
        front = self._front
        self._conversation = Conversation(core, self._clock, self._member, links=front.links, hints=front.hints)
        await front.greet(self._conversation)
        self._ready.set()
        with contextlib.suppress(BrokenPipeError):  # whoever read the answers is gone, as with | head
            await self._serve(self._conversation)

    async def _serve(self, conversation: Conversation) -> None:
        async for line in self._front.lines(conversation):
            if line.strip().casefold() in _LEAVING:
                return
            if line.strip():
                await self._front.show((await conversation.say(line)).body)

    async def ready(self) -> None:
        await self._ready.wait()

    async def post(self, delivery: Delivery) -> MessageRef:
        """Print it once; a note remembers that, over restarts."""
        found = await self.find(delivery)
        if found:
            return found
        await self._front.show(self._conversation.posted(delivery.card).body)
        await self._state.put(f"{_POSTED}{delivery.key}", self._clock.now().isoformat())
        return MessageRef(delivery.channel, delivery.key)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        posted = await self._state.get(f"{_POSTED}{delivery.key}")
        return MessageRef(delivery.channel, delivery.key) if posted else None

    async def tell(self, member: Member, card: Card) -> None:
        """Everything here is private: the person of this machine is the only one."""
        await self._front.show(self._conversation.posted(card).body)
