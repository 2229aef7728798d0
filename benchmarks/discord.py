"""How quickly Paperboy acknowledges in Discord while it posts, and how much memory many servers take.

    python -m benchmarks.discord [--commands 1000] [--in-flight 50] [--channels 200] [--guilds 1000]

Two bots, each in its own process against the same loopback Discord in this one: Paperboy as installed, on a fresh
SQLite file with that many channels due at once, and a bare discord.py bot that defers, answers a fixed line, and posts
as many messages. Every run prints both and the ratio; only ratios mean something on a busy machine.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.model import Channel, DigestFormat, Member, Subscription, Tenant
from bot.services.digest_decider import subscription_id
from bot.store import open_store
from tests.platforms.discord_server import TOKEN, DiscordServer, Exchange
from tests.platforms.discord_shapes import ALICE, GUILD

PROGRAM = Path(sys.executable).with_name("paperboy")
BARE = """
import asyncio, os, discord, yarl
from discord import app_commands
discord.http.Route.BASE = os.environ["BASE"]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["GATEWAY"])
intents = discord.Intents(guilds=True, guild_reactions=True, dm_reactions=True)
client = discord.AutoShardedClient(intents=intents, allowed_mentions=discord.AllowedMentions.none())
tree = app_commands.CommandTree(client)
papers = app_commands.Group(name="papers", description="papers")

@papers.command(name="search", description="search")
async def search(interaction: discord.Interaction, query: str):
    await interaction.response.defer(thinking=True, ephemeral=True)
    await interaction.followup.send("five papers")

tree.add_command(papers)
room = asyncio.Semaphore(10)

async def post(channel):
    async with room:
        await client.get_partial_messageable(channel).send("five papers")

@client.event
async def setup_hook():
    await tree.sync()

@client.event
async def on_connect():
    for channel in filter(None, os.environ["CHANNELS"].split(",")):
        asyncio.create_task(post(int(channel)))

client.run(os.environ["TOKEN"], log_handler=None)
"""


Place = tuple[str, str]
"""A server and a channel of it."""


@dataclass
class Times:
    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    posted: int = 0
    seconds: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("commands", 1000), ("in-flight", 50), ("channels", 200), ("guilds", 1000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    asyncio.run(compare(options.commands, options.in_flight, options.channels, options.guilds))


async def compare(commands: int, in_flight: int, channels: int, guilds: int) -> None:
    print(f"{commands} commands, {in_flight} in flight, while {channels} channels are posted to")
    bare = await times_of("bare discord.py", commands, in_flight, channels)
    ours = await times_of("Paperboy", commands, in_flight, channels)
    for what in ("acknowledged", "answered"):
        for percent in (50, 99):
            theirs, mine = (percentile(getattr(times, what), percent) for times in (bare, ours))
            print(f"{what:12} p{percent}  {theirs * 1000:7.1f} ms  {mine * 1000:7.1f} ms  ratio {mine / theirs:5.2f}")
    slowest = max(ours.acknowledged)
    print(f"slowest acknowledgement of Paperboy: {slowest * 1000:.0f} ms of the 3,000 that Discord waits")
    sizes = {name: await _memory(name, guilds) for name in ("bare discord.py", "Paperboy")}
    for name, (few, many) in sizes.items():
        each = (many - few) * 1024 / guilds
        print(f"{name:16} {few:6.1f} MB with 1 server, {many:6.1f} MB with {guilds}: {each:.1f} kB each")


async def times_of(name: str, commands: int, in_flight: int, channels: int) -> Times:
    server = DiscordServer()
    names = [str(920000000000100000 + number) for number in range(channels)]
    server.add_guild(GUILD, *names)
    times = Times()
    async with bot_of(name, server, [(GUILD, channel) for channel in names]):
        began = time.monotonic()
        room = asyncio.Semaphore(in_flight)
        async with asyncio.TaskGroup() as tasks:
            for number in range(commands):
                tasks.create_task(_one(server, room, times, number))
        times.seconds = time.monotonic() - began
        while (posted := _posted(server, names)) < channels and _within(began, 300):  # noqa: ASYNC110  the server has no event
            await asyncio.sleep(0.05)
        times.posted = posted
        took = time.monotonic() - began
    print(f"{name}: {times.seconds:.1f} s for the commands, {times.posted} messages posted after {took:.1f} s")
    return times


async def _one(server: DiscordServer, room: asyncio.Semaphore, times: Times, number: int) -> None:
    async with room:
        exchange: Exchange = await server.command(
            "papers search", person(number), query=f"language models {number % 7}"
        )
        began = exchange.began
        await exchange.answered(seconds=60)
        times.answered.append(time.monotonic() - began)
        times.acknowledged.append(exchange.took or 60.0)


def person(number: int) -> str:
    """Somebody else for each command: one person may not ask so much at once."""
    return str(930000000000100000 + number)


async def _memory(name: str, guilds: int) -> tuple[float, float]:
    sizes = []
    for count in (1, guilds):
        server = DiscordServer()
        for number in range(count - 1):
            guild = 910000000000100000 + number
            server.add_guild(str(guild), *(str(guild * 10 + channel) for channel in range(5)))
        async with bot_of(name, server, []) as process:
            await asyncio.sleep(3 + count / 250)
            sizes.append(_resident(process.pid))
    return sizes[0], sizes[1]


@asynccontextmanager
async def bot_of(
    name: str, server: DiscordServer, places: Sequence[Place], wanted: DigestFormat = DigestFormat.COMPACT
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The named bot, connected, with a post due in each place."""
    await server.start()
    with tempfile.TemporaryDirectory() as folder:
        if name == "Paperboy":
            process = await _paperboy(server, places, wanted, folder)
        else:
            told = {
                "BASE": server.api_base,
                "GATEWAY": server.gateway_url,
                "TOKEN": TOKEN,
                "CHANNELS": ",".join(channel for _, channel in places),
            }
            words = (sys.executable, "-W", "ignore", "-c", BARE)
            process = await asyncio.create_subprocess_exec(*words, env=os.environ | told)
        try:
            while not (server.commands and server._sockets):  # noqa: ASYNC110  the server has no event for it
                await asyncio.sleep(0.01)
            yield process
        finally:
            process.terminate()
            await process.wait()
            await server.stop()


async def _paperboy(
    server: DiscordServer, places: Sequence[Place], wanted: DigestFormat, folder: str
) -> asyncio.subprocess.Process:
    url = f"sqlite:///{folder}/paperboy.db"
    told = {
        "PAPERBOY_DISCORD_TOKEN": TOKEN,
        "PAPERBOY_DISCORD_API_BASE": server.api_base,
        "PAPERBOY_DISCORD_GATEWAY_URL": server.gateway_url,
        "PAPERBOY_DATABASE_URL": url,
        "PAPERBOY_SOURCES": "sample",
        "PAPERBOY_LOG_LEVEL": "error",
    }
    await _subscribe(url, places, wanted)
    return await asyncio.create_subprocess_exec(str(PROGRAM), "run", env=os.environ | told, cwd=folder)


async def _subscribe(url: str, places: Sequence[Place], wanted: DigestFormat) -> None:
    store, now = await open_store(url), datetime.now(UTC)
    for guild, name in places:
        channel = Channel(Tenant("discord", guild), name)
        subscription = Subscription(
            id=subscription_id(channel),
            channel=channel,
            owner=Member(channel.tenant, ALICE),
            format=wanted,
            next_due=now - timedelta(minutes=1),
            created=now - timedelta(days=1),
        )
        await store.subscriptions.change(channel, lambda *_, made=subscription: made)
    await store.close()


def _posted(server: DiscordServer, channels: list[str]) -> int:
    return sum(len(server.posts(channel)) for channel in channels)


def _within(began: float, seconds: float) -> bool:
    return time.monotonic() - began < seconds


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


if __name__ == "__main__":
    main()
