"""Three processes over one PostgreSQL, a Discord and a Slack, all the while killed, stopped and cut off.

``python -m tests.scenarios.chaos [--seconds 100] [--seed 1] [--shards 1]`` plays and prints what came of it as JSON:
how often each thing was done, and whatever was posted twice, out of order or not at all. Its PostgreSQL server is
killed and started again as well, and answers to commits are lost on their way.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.errors import StoreError
from bot.model import Channel, Schedule, Subscription, Tenant
from bot.ports.store import Store
from bot.services.sending import LEASE_MARGIN
from bot.store import open_store
from tests import postgres
from tests.platforms.discord_server import TOKEN
from tests.platforms.discord_shapes import GUILD
from tests.platforms.slack_server import APP_TOKEN, BOT, BOT_TOKEN, TEAM
from tests.scenarios.chaos_blows import Blows, Lives
from tests.scenarios.chaos_count import Count
from tests.scenarios.chaos_platforms import Discord, Slack
from tests.scenarios.fakes import bring, paper
from tests.scenarios.lossy_proxy import LossyProxy

PROCESSES = 3
EVERY = 4.0
"""Seconds between two slots of a channel."""
LOST = 0.01
"""Of all commits, so many get no answer."""
LONGEST_SETTLING = 90.0
"""Seconds, beside the margin, for what was on its way when its process died: a lease is 30 seconds and the margin."""

THREAD = 11
SLACK, DISCORD = Tenant("slack", TEAM), Tenant("discord", GUILD)


@dataclass
class Chaos:
    """One play."""

    store: Store
    slack: Slack
    discord: Discord
    lives: Lives
    blows: Blows
    proxy: LossyProxy
    count: Count
    done: Counter[str] = field(default_factory=Counter)

    @property
    def channels(self) -> list[Channel]:
        return [
            *(Channel(SLACK, name) for name in self.slack.channels),
            *(Channel(DISCORD, name) for name in self.discord.ids),
        ]

    async def begin(self) -> None:
        """Wait until every process is connected."""
        async with asyncio.timeout(60):
            while len(self.slack.sockets) < PROCESSES or len(set(self.discord.connected)) < self.discord.shards:  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    async def play(self, seconds: float) -> None:
        """Let everything happen at once for so long; what has begun is ended."""
        until = asyncio.get_running_loop().time() + seconds
        self.proxy.share = LOST
        parts = (self._slots, self._commands, self._reactions, self.blows.next)
        async with asyncio.TaskGroup() as tasks:
            for part in parts:
                tasks.create_task(_again_and_again(part, until))
        await self.blows.end()
        self.proxy.share = 0.0

    async def _slots(self) -> None:
        """Each channel is due now, if its last slot was made; there are new papers."""
        now = datetime.now(UTC).replace(microsecond=0)
        first = self.done["papers"]
        await until_stored(lambda: bring(self.store, [paper(first + n, now.date()) for n in range(3)], now))
        self.done["papers"] += 3
        for channel in self.channels:
            await until_stored(lambda channel=channel: self._due(channel, now))  # type: ignore[misc]
        await asyncio.sleep(EVERY)

    async def _due(self, channel: Channel, now: datetime) -> None:
        def decide(standing: Subscription | None, _: object) -> Subscription | None:
            new = Subscription(id=f"s-{channel.id}", channel=channel, owner=None, schedule=Schedule(zone="UTC"))
            before = standing or replace(new, count=2, post_empty=True)
            due = before.next_due and before.next_due <= now
            return before if due else replace(before, next_due=now)

        stands = await self.store.subscriptions.change(channel, decide)
        if stands and stands.next_due == now:
            self.count.slots.setdefault(channel, set()).add(now.isoformat())

    async def _commands(self) -> None:
        self.done["slack commands"] += 1
        await self.slack.command("status", channel=random.choice(list(self.slack.channels)))
        if self.discord.commands:
            self.done["discord commands"] += 1
            await self.discord.command("papers today")
        await asyncio.sleep(0.5)

    async def _reactions(self) -> None:
        """Somebody new puts an emoji on one of the latest papers that are known to be posted."""
        recorded, number = await self.count.recorded(), len(self.count.reactions)
        threaded = [m for m in self.slack.messages if m.get("thread_ts") and not m.get("reactions")]
        posts = [m for m in threaded if m["metadata"]["event_payload"]["key"] in recorded]
        if posts:
            post, person = random.choice(posts[-20:]), f"U{number}"
            self.slack.lay(post["ts"], "+1", person)
            self.count.reactions["slack", person] = post["metadata"]["event_payload"]["key"]
            item = {"type": "message", "channel": post["channel"], "ts": post["ts"]}
            event = {"type": "reaction_added", "user": person, "reaction": "+1", "item": item, "item_user": BOT}
            await self.slack.event({**event, "event_ts": f"{datetime.now(UTC).timestamp():.6f}"})
        threads = [one["id"] for one in self.discord.channels.values() if one["type"] == THREAD]
        bare = [m for one in threads for m in self.discord.messages[one] if not m.get("reactions")]
        fresh = [m for m in bare if m["nonce"] in recorded]
        if fresh:
            person = str(100000000000000001 + number)
            message = random.choice(fresh[-20:])
            self.count.reactions["discord", person] = str(message["nonce"])
            await self.discord.react(message, "👍", person)
        await asyncio.sleep(0.4)

    async def settle(self, longest: float) -> None:
        """Wait until nothing is on its way any more, but not for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(longest):
                while await self.count.on_the_way() or await self.count.missing_reactions():
                    await self.lives.replace_ended()
                    await asyncio.sleep(0.5)

    async def outcome(self) -> dict[str, Any]:
        """What was done, and whatever is not as it should be."""
        wrong = await self.count.wrong(self.channels)
        done = {
            **self.done,
            **self.count.done,
            "reactions": len(self.count.reactions),
            "slack commands answered": len(self.slack.answers),
            "discord commands answered": sum(bool(one.messages) for one in self.discord.exchanges.values()),
        }
        return {"done": done, "wrong": {name: value for name, value in wrong.items() if value}}


async def _again_and_again(part: Callable[[], Awaitable[None]], until: float) -> None:
    while asyncio.get_running_loop().time() < until:
        await part()


async def until_stored(work: Callable[[], Awaitable[object]]) -> None:
    """Do the work again until the database takes it; done twice, it is done once."""
    while True:
        try:
            await work()
        except StoreError:
            await asyncio.sleep(0.2)
        else:
            return


@asynccontextmanager
async def chaos(folder: Path, longest_stop: float, margin: float, shards: int) -> AsyncIterator[Chaos]:
    """Everything set up, and the processes running over a server of their own."""
    server, done = postgres.OwnServer(), Counter[str]()
    await asyncio.to_thread(server.start)
    own = f"{server.url}&application_name=chaos"
    proxy = LossyProxy(server.socket, 0, done)
    url = f"postgresql://postgres@127.0.0.1:{await proxy.start()}/postgres?sslmode=disable"
    store, discord = await open_store(own), Discord()
    discord.shards = shards
    await discord.start()
    async with Slack() as slack:
        zygote = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.scenarios.zygote", str(folder), str(margin)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=_settings(url, slack, discord, folder),
        )
        lives = Lives(zygote, done)
        try:
            for _ in range(PROCESSES):
                await lives.begin()
            blows = Blows(lives, server, own, done, longest_stop)
            game = Chaos(store, slack, discord, lives, blows, proxy, Count(own, slack, discord), done)
            await game.begin()
            yield game
        finally:
            lives.end()
            zygote.kill()
            await zygote.communicate()
            await store.close()
            await discord.stop()
            await proxy.stop()
            await asyncio.to_thread(server.stop)


def _settings(url: str, slack: Slack, discord: Discord, folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERBOY_")}
    return kept | {
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "PAPERBOY_DATABASE_URL": url,
        "PAPERBOY_DISCORD_API_BASE": discord.api_base,
        "PAPERBOY_DISCORD_GATEWAY_URL": discord.gateway_url,
        "PAPERBOY_DISCORD_TOKEN": TOKEN,
        "PAPERBOY_EMBEDDINGS": "false",
        "PAPERBOY_SLACK_API_BASE": slack.api_base,
        "PAPERBOY_SLACK_APP_TOKEN": APP_TOKEN,
        "PAPERBOY_SLACK_BOT_TOKEN": BOT_TOKEN,
        "PAPERBOY_SOURCES": "sample",
    }


async def played(
    folder: Path, seconds: float, *, longest_stop: float, margin: float = LEASE_MARGIN, shards: int = 1
) -> dict[str, Any]:
    """Play, and return what was done, and what is wrong. ``margin``: see ``tests.scenarios.zygote``."""
    async with chaos(folder, longest_stop, margin, shards) as game:
        await game.play(seconds)
        await game.settle(LONGEST_SETTLING + margin)
        return await game.outcome()


def main() -> None:
    """Play, and leave what the processes said in a folder that is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--margin", type=float, default=LEASE_MARGIN)
    parser.add_argument("--shards", type=int, default=1, help="that Discord recommends")
    given = parser.parse_args()
    random.seed(given.seed)
    folder = tempfile.mkdtemp(prefix="chaos-")
    print("What the processes say:", folder, file=sys.stderr)
    postgres.prepare()
    try:
        play = played(Path(folder), given.seconds, longest_stop=60, margin=given.margin, shards=given.shards)
        told = asyncio.run(play)
        print(json.dumps({"seed": given.seed, **told}))
    finally:
        postgres.clean_up()


if __name__ == "__main__":
    main()
