"""A Discord adapter that runs: the true discord.py, the loopback server, and a core written by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.requests import guild_tenant
from adapters.discord.settings import DiscordSettings
from bot.clock import SystemClock
from bot.errors import ConfigurationError
from bot.model import Attempt, Button, Card, Channel, Delivery, MessageRef, PaperCard, PaperId
from bot.ports.replicas import Replicas
from bot.store.memory.key_value import MemoryKeyValue
from tests.adapters.core import FakeCore
from tests.adapters.replicas import FakeReplicas
from tests.platforms.discord_server import TOKEN, DiscordServer
from tests.platforms.discord_shapes import GUILD, PAPERS

TENANT = guild_tenant(int(GUILD))
CHANNEL = Channel(TENANT, PAPERS)


class BriskClock(SystemClock):
    """Waits between attempts pass at once, and are counted."""

    waits = 0

    async def sleep(self, seconds: float) -> None:
        self.waits += 1
        await asyncio.sleep(0.01)


@dataclass
class Running:
    server: DiscordServer
    core: FakeCore
    adapter: DiscordAdapter
    state: MemoryKeyValue
    clock: BriskClock
    task: asyncio.Task[None]
    replicas: Replicas

    async def ready(self) -> None:
        """Wait until posts can be made; raises what ended the adapter before."""
        await self._or_ended(self.adapter.ready())

    async def ended(self) -> None:
        """Wait for the adapter's end; raises what it ended with."""
        async with asyncio.timeout(10):
            await asyncio.shield(self.task)

    async def _or_ended(self, awaited: Coroutine[Any, Any, None]) -> None:
        waiting = asyncio.create_task(awaited)
        async with asyncio.timeout(10):
            await asyncio.wait({self.task, waiting}, return_when="FIRST_COMPLETED")
        if self.task.done():
            waiting.cancel()
            self.task.result()


def settings_for(server: DiscordServer, token: str = TOKEN, **changed: Any) -> DiscordSettings:
    return DiscordSettings(
        _env_file=None,  # type: ignore[call-arg]
        discord_token=SecretStr(token),
        discord_api_base=server.api_base,
        discord_gateway_url=server.gateway_url,
        **changed,
    )


@asynccontextmanager
async def served() -> AsyncIterator[DiscordServer]:
    server = DiscordServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def running(
    server: DiscordServer,
    state: MemoryKeyValue | None = None,
    *,
    is_ready: bool = True,
    replicas: Replicas | None = None,
    **settings: Any,
) -> AsyncIterator[Running]:
    """The adapter, ready to post; with ``is_ready=False`` perhaps not yet."""
    core, state, clock = FakeCore(), state or MemoryKeyValue(), BriskClock()
    replicas = replicas or FakeReplicas()
    adapter = DiscordAdapter(settings_for(server, **settings), state, replicas, clock)
    bot = Running(server, core, adapter, state, clock, asyncio.create_task(adapter.run(core)), replicas)
    try:
        if is_ready:
            await bot.ready()
        yield bot
    finally:
        bot.task.cancel()
        with suppress(asyncio.CancelledError, ConfigurationError):
            await bot.task


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for something that happens on the other side of a socket."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  the server has no event for everything
            await asyncio.sleep(0.005)


def paper(number: int = 1, **changed: object) -> PaperCard:
    paper_id = PaperId(f"arxiv:2401.{number:05d}")
    told = {"title": f"Paper {number}", "url": f"https://arxiv.org/abs/2401.{number:05d}", "facts": "5 authors · ▲ 12"}
    told |= {"summary": "It says something.", "reason": "You follow agents.", "buttons": votes(paper_id)}
    return PaperCard(paper=paper_id, **{**told, **changed})  # type: ignore[arg-type]


def votes(paper_id: PaperId) -> tuple[Button, ...]:
    kinds = (("👍", "like"), ("👎", "dislike"), ("🔖", "save"), ("More like this", "similar"))
    return tuple(Button(label=label, line=f"{line} {paper_id}") for label, line in kinds)


def delivery(key: str = "k1", part: int = 0, thread: MessageRef | None = None, **changed: object) -> Delivery:
    card = (
        Card(title="Today's papers", papers=(paper(),))
        if part == 0
        else Card(papers=(paper(part),), thread="Paper 1 and 2 more")
    )
    told = {"channel": CHANNEL, "card": card, "in_thread": part > 0, "thread": thread}
    told["attempt"] = Attempt(number=1, started=datetime.now(UTC))
    return Delivery(key=key, digest="d1", part=part, **{**told, **changed})  # type: ignore[arg-type]
