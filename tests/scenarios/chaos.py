"""Three processes over one PostgreSQL, a Discord and a Slack, all the while killed, stopped and cut off.

``python -m tests.scenarios.chaos [--seconds 200] [--seed 1]`` plays and prints what came of it as JSON: how often each
thing was done, and whatever was posted twice, out of order or not at all. It starts a PostgreSQL server of its own;
``PAPERBOY_TEST_POSTGRES`` names one to use instead.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import ClientError

from bot.model import Channel, Schedule, Subscription, Tenant
from bot.ports.store import Store
from bot.services.sending import LEASE_MARGIN
from bot.store import open_store
from tests import postgres
from tests.platforms.discord_server import TOKEN, DiscordServer, Json
from tests.platforms.discord_shapes import GUILD, a_channel
from tests.platforms.slack_server import APP_TOKEN, BOT, BOT_TOKEN, TEAM, Payload, SlackServer
from tests.scenarios.fakes import bring, paper

PROCESSES = 3
CHANNELS = 6
"""On each platform."""
EVERY = 4.0
"""Seconds between two slots of a channel."""
LONGEST_SETTLING = 150.0
"""Seconds for what was on its way when its process died: its lease is 90 seconds, and it may be the second time."""

THREAD = 11
SLACK, DISCORD = Tenant("slack", TEAM), Tenant("discord", GUILD)


class Slack(SlackServer):
    """Hands what happens to any of the sockets, and sends an event again that was not acknowledged, as Slack does."""

    __slots__ = ("answers",)

    def __init__(self) -> None:
        super().__init__()
        self.answers: Counter[str] = Counter()
        self.channels = {f"C{number}": {BOT} for number in range(CHANNELS)}

    async def deliver(self, kind: str, payload: Payload, *, retry: int = 0) -> Payload:
        for again in range(3 if kind == "events_api" else 1):
            while not self.sockets:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            random.shuffle(self.sockets)
            with suppress(TimeoutError, ClientError, ConnectionError):
                return await super().deliver(kind, payload, retry=again)
        return {}

    async def _response(self, request: Any) -> Any:
        self.answers[request.match_info["id"]] += 1
        return await super()._response(request)

    def keys(self, channel: str) -> list[str]:
        """What was posted there, in order, by the keys that its messages carry."""
        return [m["metadata"]["event_payload"]["key"] for m in self.messages if m["channel"] == channel]


class Discord(DiscordServer):
    """Tells every connection, also where one of them is dead."""

    def __init__(self) -> None:
        super().__init__()
        self.ids = [str(920000000000000100 + number) for number in range(CHANNELS)]
        for number, each in enumerate(self.ids):
            self.channels[each] = a_channel(each, 0, guild_id=GUILD, name=f"chaos{number}")

    @property
    def connected(self) -> bool:
        return bool(self._sockets)

    async def dispatch(self, name: str, event: Json) -> None:
        self._events.append({"op": 0, "t": name, "s": len(self._events) + 1, "d": event})
        for socket in list(self._sockets):
            with suppress(ClientError, ConnectionError):
                await socket.send_json(self._events[-1])

    def keys(self, channel: str) -> list[str]:
        """What was posted there and in its threads, in order, by nonce."""
        places = [channel, *(one["id"] for one in self.channels.values() if one.get("parent_id") == channel)]
        found = [message for place in places for message in self.messages[place]]
        return [str(message["nonce"]) for message in sorted(found, key=lambda message: int(message["id"]))]


@dataclass
class Told:
    """What was done and what came of it."""

    done: Counter[str] = field(default_factory=Counter)
    slots: dict[Channel, set[str]] = field(default_factory=dict)
    reactions: dict[tuple[str, str], str] = field(default_factory=dict)
    """By platform and person: the key of the message."""


class Lives:
    """The processes of Paperboy, and what befalls them."""

    def __init__(self, zygote: asyncio.subprocess.Process, told: Told) -> None:
        self._zygote = zygote
        self._told = told
        self.running: list[int] = []

    async def begin(self) -> None:
        assert self._zygote.stdin
        assert self._zygote.stdout
        self._zygote.stdin.write(b"\n")
        self.running.append(int(await self._zygote.stdout.readline()))

    async def kill(self) -> None:
        """As kill -9 does; another begins at once or a little later."""
        self._send(self.running.pop(random.randrange(len(self.running))), signal.SIGKILL)
        self._told.done["kills"] += 1
        await asyncio.sleep(random.choice((0, 0, 1, 3)))
        await self.begin()

    async def replace_ended(self) -> None:
        """Begin anew what ended by itself, as whatever starts it would."""
        for process in list(self.running):
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                self.running.remove(process)
                self._told.done["ended by themselves"] += 1
                await self.begin()

    async def stop(self, seconds: float) -> None:
        """Stop one for so long, and let it go on."""
        process = random.choice(self.running)
        self._send(process, signal.SIGSTOP)
        self._told.done["stops"] += 1
        try:
            await asyncio.sleep(seconds)
        finally:
            self._send(process, signal.SIGCONT)

    def end(self) -> None:
        for process in self.running:
            self._send(process, signal.SIGCONT)
            self._send(process, signal.SIGKILL)

    @staticmethod
    def _send(process: int, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(process, number)


@dataclass
class Chaos:
    """One play."""

    url: str
    store: Store
    slack: Slack
    discord: Discord
    lives: Lives
    told: Told
    longest_stop: float
    _stops: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def channels(self) -> list[Channel]:
        return [
            *(Channel(SLACK, name) for name in self.slack.channels),
            *(Channel(DISCORD, name) for name in self.discord.ids),
        ]

    async def begin(self) -> None:
        """Wait until every process is connected."""
        async with asyncio.timeout(60):
            while len(self.slack.sockets) < PROCESSES or not self.discord.connected:  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    async def play(self, seconds: float) -> None:
        """Let everything happen at once for so long."""
        parts = (self._slots, self._commands, self._reactions, self._blows)
        async with asyncio.TaskGroup() as self._tasks:
            tasks = self._tasks
            playing = [tasks.create_task(self._again_and_again(part)) for part in parts]
            await asyncio.sleep(seconds)
            for one in (*playing, *self._stops):
                one.cancel()

    async def _again_and_again(self, part: Callable[[], Awaitable[None]]) -> None:
        while True:
            await part()

    async def _slots(self) -> None:
        """Each channel is due now, if its last slot was made; there are new papers."""
        now = datetime.now(UTC).replace(microsecond=0)
        first = self.told.done["papers"]
        await bring(self.store, [paper(first + n, now.date()) for n in range(3)], now)
        self.told.done["papers"] += 3
        for channel in self.channels:
            await self._due(channel, now)
        await asyncio.sleep(EVERY)

    async def _due(self, channel: Channel, now: datetime) -> None:
        def decide(standing: Subscription | None, _: object) -> Subscription | None:
            new = Subscription(id=f"s-{channel.id}", channel=channel, owner=None, schedule=Schedule(zone="UTC"))
            before = standing or replace(new, count=2, post_empty=True)
            due = before.next_due and before.next_due <= now
            return before if due else replace(before, next_due=now)

        stands = await self.store.subscriptions.change(channel, decide)
        if stands and stands.next_due == now:
            self.told.slots.setdefault(channel, set()).add(now.isoformat())

    async def _commands(self) -> None:
        self.told.done["slack commands"] += 1
        await self.slack.command("status", channel=random.choice(list(self.slack.channels)))
        if self.discord.commands:
            self.told.done["discord commands"] += 1
            await self.discord.command("papers today")
        await asyncio.sleep(0.5)

    async def _reactions(self) -> None:
        """Somebody new puts an emoji on one of the latest papers that are known to be posted."""
        recorded = {row[0] for row in await self._rows("select key from deliveries where state = 'sent'")}
        number = self.told.done["reactions"]
        threaded = [m for m in self.slack.messages if m.get("thread_ts") and not m.get("reactions")]
        posts = [m for m in threaded if m["metadata"]["event_payload"]["key"] in recorded]
        if posts:
            post, person = random.choice(posts[-20:]), f"U{number}"
            self.slack.lay(post["ts"], "+1", person)
            self.told.reactions["slack", person] = post["metadata"]["event_payload"]["key"]
            item = {"type": "message", "channel": post["channel"], "ts": post["ts"]}
            event = {"type": "reaction_added", "user": person, "reaction": "+1", "item": item, "item_user": BOT}
            await self.slack.event({**event, "event_ts": f"{datetime.now(UTC).timestamp():.6f}"})
        threads = [one["id"] for one in self.discord.channels.values() if one["type"] == THREAD]
        bare = [m for one in threads for m in self.discord.messages[one] if not m.get("reactions")]
        fresh = [m for m in bare if m["nonce"] in recorded]
        if fresh:
            person = str(100000000000000001 + number)
            message = random.choice(fresh[-20:])
            self.told.reactions["discord", person] = str(message["nonce"])
            await self.discord.react(message, "👍", person)
        self.told.done["reactions"] = len(self.told.reactions)
        await asyncio.sleep(0.4)

    async def _blows(self) -> None:
        await self.lives.replace_ended()
        await asyncio.sleep(random.uniform(0.5, 2))
        blow = random.choices((self._kill, self._stop, self._cut), (6, 2, 1))[0]
        await blow()

    async def _kill(self) -> None:
        await self.lives.kill()

    async def _stop(self) -> None:
        stop = self.lives.stop(random.choice((1, 5, self.longest_stop)))
        self._stops.append(self._tasks.create_task(stop))

    async def _cut(self) -> None:
        """The server ends all connections of the program, and none of ours."""
        self.told.done["cuts"] += 1
        async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as connection:
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and application_name = 'paperboy'"
            )

    async def settle(self) -> None:
        """Wait until nothing is on its way any more, but not for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_SETTLING):
                while await self._open() or not await self._all_taken():
                    await self.lives.replace_ended()
                    await asyncio.sleep(0.5)

    async def _open(self) -> int:
        waiting = "select count(*) from deliveries where state not in ('sent', 'dead')"
        due = "select count(*) from subscriptions where next_due <= (extract(epoch from now()) * 1000000)::bigint"
        return int((await self._rows(f"select ({waiting}) + ({due})"))[0][0])

    async def _all_taken(self) -> bool:
        return not (await self._wrong_reactions())[0]

    async def wrong(self) -> dict[str, Any]:
        """Whatever is not as it should be."""
        missing, again = await self._wrong_reactions()
        self.told.done["reactions written twice"] = again
        return {
            "channels": [channel.id for channel in self.channels if await self._wrong_posts(channel)],
            "on the way": await self._open(),
            "dead": (await self._rows("select count(*) from deliveries where state = 'dead'"))[0][0],
            "slots": [c.id for c, slots in self.told.slots.items() if await self._digests(c) != len(slots)],
            "reactions missing": missing,
            "slack answered twice": sum(count > 1 for count in self.slack.answers.values()),
        }

    async def _wrong_posts(self, channel: Channel) -> bool:
        where = "platform = %s and channel = %s"
        rows = await self._rows(
            f"select key from deliveries where {where} order by made, digest, part",
            channel.tenant.platform,
            channel.id,
        )
        server = self.slack if channel.tenant == SLACK else self.discord
        posted = server.keys(channel.id)
        self.told.done["messages"] += len(posted)
        return posted != [row[0] for row in rows]

    async def _digests(self, channel: Channel) -> int:
        query = "select count(*) from digests where platform = %s and channel = %s"
        return int((await self._rows(query, channel.tenant.platform, channel.id))[0][0])

    async def _wrong_reactions(self) -> tuple[list[str], int]:
        """The keys of messages whose reaction is not in the log, and how many are there more than once.

        That happens where somebody looks for missed ones just as one is told of; it counts once all the same.
        """
        rows = await self._rows("select platform, member, count(*) from feedback group by platform, member")
        found = {(platform, member): count for platform, member, count in rows}
        missing = [key for who, key in self.told.reactions.items() if who not in found]
        return missing, sum(count > 1 for count in found.values())

    async def _rows(self, query: str, *values: object) -> list[Any]:
        async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as connection:
            return await (await connection.execute(query, values)).fetchall()  # type: ignore[call-overload, no-any-return]


@asynccontextmanager
async def chaos(url: str, folder: Path, longest_stop: float, margin: float) -> AsyncIterator[Chaos]:
    """Everything set up, and the processes running over the database at ``url``."""
    own = f"{url}{'&' if '?' in url else '?'}application_name=chaos"
    store, discord, told = await open_store(own), Discord(), Told()
    await discord.start()
    async with Slack() as slack:
        zygote = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.scenarios.zygote", str(folder), str(margin)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=_settings(url, slack, discord, folder),
        )
        lives = Lives(zygote, told)
        try:
            for _ in range(PROCESSES):
                await lives.begin()
            yield Chaos(own, store, slack, discord, lives, told, longest_stop)
        finally:
            lives.end()
            zygote.kill()
            await zygote.communicate()
            await store.close()
            await discord.stop()


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
    url: str, folder: Path, seconds: float, *, longest_stop: float, margin: float = LEASE_MARGIN
) -> dict[str, Any]:
    """Play, and return what was done, and what is wrong. ``margin``: see ``tests.scenarios.zygote``."""
    async with chaos(url, folder, longest_stop, margin) as game:
        await game.begin()
        await game.play(seconds)
        await game.settle()
        wrong = await game.wrong()
        answered = len(game.slack.answers)
        done = {**game.told.done, "slack commands answered": answered}
        return {"done": done, "wrong": {name: value for name, value in wrong.items() if value}}


def main() -> None:
    """Play on a database of a server of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random.seed(given.seed)
    postgres.prepare()
    try:
        with postgres.empty_database() as url:
            folder = tempfile.mkdtemp(prefix="chaos-")
            print(json.dumps(asyncio.run(played(url, Path(folder), given.seconds, longest_stop=60)), indent=1))
    finally:
        postgres.clean_up()


if __name__ == "__main__":
    main()
