"""The console as a chat platform of one person."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Protocol

from rich.console import RenderableType

from adapters.console.conversation import Conversation, Display
from adapters.console.shorthand import separate_lines
from adapters.console.welcome import ABOUT_SOURCES, FIRST_PICKS, NEWEST
from bot.model import Capabilities, Card, Delivery, Member, MessageRef
from bot.ports.chat import Core
from bot.ports.key_value import KeyValue
from bot.ports.time import Clock

LOOK_AGAIN = 3.0
"""Seconds between looks for the first papers."""

_POSTED = "console:posted:"
_LEAVING = {"exit", "quit", "/exit", "/quit"}


class Front(Display, Protocol):
    """Where lines come from and screens go to."""

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
        self._conversation = conversation = Conversation(core, self._clock, self._member, self._front)
        await self._front.greet(conversation)
        self._ready.set()
        async with asyncio.TaskGroup() as group:
            coming = group.create_task(self._show_what_comes(conversation))
            with contextlib.suppress(BrokenPipeError):  # whoever read the answers is gone, as with | head
                await self._serve(conversation)
            coming.cancel()

    async def _serve(self, conversation: Conversation) -> None:
        async for typed in self._front.lines(conversation):
            if not await self._answered(conversation, typed):
                return

    async def _show_what_comes(self, conversation: Conversation) -> None:
        """While somebody sits before a program without papers: the first picks, as soon as there are some.

        Until then, what changes about the sources, such as that one does not answer.
        """
        if not self._front.look.hints or (await conversation.card(NEWEST)).papers:
            return
        known = await conversation.card(ABOUT_SOURCES)
        while not (await conversation.card(NEWEST)).papers:
            await self._clock.sleep(LOOK_AGAIN)
            known = await self._tell_changed(conversation, known)
        await self._front.show(conversation.posted(await conversation.card(FIRST_PICKS)).body)

    async def _tell_changed(self, conversation: Conversation, known: Card) -> Card:
        """Show what is said of the sources now, where that is something else than ``known``; return it."""
        now = await conversation.card(ABOUT_SOURCES)
        if now.text and now.text != known.text:
            await self._front.show(conversation.posted(now).body)
        return now

    async def _answered(self, conversation: Conversation, typed: str) -> bool:
        """Answer all lines of what was typed or pasted; False when the person leaves."""
        for line in separate_lines(typed):
            if line.strip().casefold() in _LEAVING:
                return False
            await self._front.show((await conversation.say(line)).body)
        return True

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
