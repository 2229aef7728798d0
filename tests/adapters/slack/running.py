"""A Slack adapter that runs: the true slack_bolt and slack_sdk, the loopback server, and a core written by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.slack.adapter import Slack
from adapters.slack.settings import SlackSettings
from adapters.slack.sockets import LOOK
from adapters.web.door import Address, WebDoor
from bot.clock import SystemClock
from bot.model import Attempt, Button, Card, Channel, Delivery, Finding, MessageRef, PaperCard, PaperId, Tenant
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.store import open_store
from tests.adapters.core import FakeCore
from tests.adapters.replicas import FakeReplicas
from tests.platforms.slack_server import APP_TOKEN, BOT_TOKEN, CHANNEL, TEAM, SlackServer

TENANT = Tenant("slack", TEAM)
HERE = Channel(TENANT, CHANNEL)


class BriskClock(SystemClock):
    """Waits (for a turn, before a second try) pass at once; the watchdog's are real."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds if seconds == LOOK else 0)


class LeapClock(SystemClock):
    """The watchdog's looks come at once; ``ahead`` is how far time has leapt."""

    ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0.02 if seconds == LOOK else 0)


@dataclass
class Running:
    slack: SlackServer
    core: FakeCore
    adapter: Slack
    store: Store


def settings_for(slack: SlackServer, **changed: Any) -> SlackSettings:
    told = {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN, "slack_api_base": slack.api_base}
    return SlackSettings(_env_file=None, **{**told, **changed})


async def unconnected(slack: SlackServer, clock: Clock, **changed: Any) -> Slack:
    """The adapter before it runs, over a store of its own."""
    store = await open_store("memory:")
    return Slack(settings_for(slack, **changed), store.installations, store.known_people, FakeReplicas(), clock)


@asynccontextmanager
async def running(
    slack: SlackServer,
    store: Store | None = None,
    clock: Clock | None = None,
    port: int = 0,
    replicas: FakeReplicas | None = None,
    posts: Sequence[MessageRef] = (),
    **changed: Any,
) -> AsyncIterator[Running]:
    """The adapter, connected; what makes it fail to connect is raised here."""
    core, store = FakeCore(), store or await open_store("memory:")
    core.posts = list(posts)
    key = changed.pop("secret_key", "")
    own = settings_for(slack, **changed)
    replicas, clock = replicas or FakeReplicas(), clock or BriskClock()
    adapter = Slack(own, store.installations, store.known_people, replicas, clock, secret_key=key)
    door = WebDoor(Address(host="127.0.0.1", port=port), adapter.routes, _nothing_to_find)
    listening = asyncio.create_task(door.run() if adapter.routes else asyncio.sleep(0))
    serving = asyncio.create_task(adapter.run(core))
    ready = asyncio.create_task(adapter.ready())
    try:
        async with asyncio.timeout(30):
            await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        if adapter.routes:
            await door.listening()
        yield Running(slack, core, adapter, store)
    finally:
        for task in (ready, serving, listening):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task


async def _nothing_to_find() -> list[Finding]:
    return []


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for something that shows on our side alone."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  nothing tells of it
            await asyncio.sleep(0.005)


def paper(number: int = 1) -> PaperCard:
    paper_id = PaperId(f"arxiv:2401.{number:05d}")
    kinds = (("👍", "like"), ("👎", "dislike"), ("🔖", "save"), ("More like this", "similar"))
    return PaperCard(
        paper=paper_id,
        title=f"Paper {number}",
        url=f"https://arxiv.org/abs/2401.{number:05d}",
        facts="5 authors · ▲ 12",
        reason="You follow agents.",
        buttons=tuple(Button(label=label, line=f"{line} {paper_id}") for label, line in kinds),
    )


def delivery(key: str = "k1", part: int = 0, thread: MessageRef | None = None, **changed: Any) -> Delivery:
    told: dict[str, Any] = {
        "channel": HERE,
        "card": Card(title="Today", papers=(paper(),)),
        "attempt": Attempt(number=1, started=datetime.now(UTC)),
    }
    return Delivery(key=key, digest="d1", part=part, in_thread=part > 0, thread=thread, **{**told, **changed})


def buttons_of(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a message, by label."""
    blocks = message.get("blocks") or []
    found = [e for block in blocks for e in [*block.get("elements", []), block.get("accessory", {})]]
    return {e["text"]["text"]: e for e in found if e.get("type") == "button"}


def text_of(message: dict[str, Any]) -> str:
    """All words of a message's blocks."""

    def words(node: Any) -> list[str]:
        if isinstance(node, dict):
            own = [node["text"]] if isinstance(node.get("text"), str) else []
            return own + [word for value in node.values() for word in words(value)]
        return [word for value in node for word in words(value)] if isinstance(node, list) else []

    return "\n".join(words(message.get("blocks") or []))
