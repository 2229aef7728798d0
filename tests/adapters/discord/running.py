"""A Discord adapter that runs: the true discord.py, the loopback server, and a desk written by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import SecretStr

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.requests import guild_tenant
from bot.clock import SystemClock
from bot.model import Button, Card, Channel, Delivery, MessageRef, PaperCard, PaperId
from bot.settings import Settings
from bot.store.memory.notes import MemoryNotes
from tests.adapters.desk import FakeDesk
from tests.platforms.discord_server import TOKEN, DiscordServer
from tests.platforms.discord_shapes import GUILD, PAPERS

TENANT = guild_tenant(int(GUILD))
CHANNEL = Channel(TENANT, PAPERS)


@dataclass
class Running:
    server: DiscordServer
    desk: FakeDesk
    adapter: DiscordAdapter
    notes: MemoryNotes


def settings_for(server: DiscordServer, token: str = TOKEN) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        discord_token=SecretStr(token),
        discord_api_base=server.api_base,
        discord_gateway_url=server.gateway_url,
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
async def running(server: DiscordServer, notes: MemoryNotes | None = None) -> AsyncIterator[Running]:
    desk, notes = FakeDesk(), notes or MemoryNotes()
    adapter = DiscordAdapter(settings_for(server), notes, SystemClock())
    task = asyncio.create_task(adapter.run(desk))
    try:
        async with asyncio.timeout(10):
            await asyncio.wait({task, ready := asyncio.create_task(adapter.ready())}, return_when="FIRST_COMPLETED")
        if task.done():
            ready.cancel()
            task.result()
        yield Running(server, desk, adapter, notes)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


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
    card = Card(title="Today's papers", papers=(paper(),)) if part == 0 else Card(papers=(paper(part),))
    told = {"channel": CHANNEL, "card": card, "in_thread": part > 0, "thread": thread, "started": datetime.now(UTC)}
    return Delivery(key=key, digest="d1", part=part, **{**told, **changed})  # type: ignore[arg-type]
