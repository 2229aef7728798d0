"""A morning in Discord: many servers whose picks are due in the same minute, while people go on asking.

    python -m benchmarks.discord_burst [--servers 300] [--commands-a-second 5]

Paperboy as installed, on a fresh SQLite file, against a loopback Discord that limits as the real one does. Prints the
share of requests that were refused (429), how long until the last message lay there, and how quickly people were
acknowledged meanwhile.
"""

import argparse
import asyncio
import itertools
import time
from collections.abc import Sequence

from benchmarks.discord import Times, bot_of, percentile, person
from bot.model import DigestFormat
from tests.platforms.discord_rates import RateLimits
from tests.platforms.discord_server import DiscordServer

LONGEST = 600.0
"""Seconds after which the rest is not waited for."""
PARTS = 6
"""Messages of one threaded digest: the list, and five papers."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=300)
    parser.add_argument("--commands-a-second", type=float, default=5.0)
    options = parser.parse_args()
    asyncio.run(measure(options.servers, options.commands_a_second))


async def measure(servers: int, commands_a_second: float) -> None:
    server = DiscordServer()
    places = [(str(910000000000200000 + n), str(920000000000200000 + n)) for n in range(servers)]
    for guild, channel in places:
        server.add_guild(guild, channel)
    times, limits = Times(), RateLimits()
    async with bot_of("Paperboy", server, places, DigestFormat.THREADED):
        server.limits, began = limits, time.monotonic()
        async with asyncio.TaskGroup() as tasks:
            asking = tasks.create_task(ask_on(server, commands_a_second, times))
            took = await posted_all(server, [channel for _, channel in places], began)
            asking.cancel()
    _report(servers, took, times, limits)


async def ask_on(server: DiscordServer, a_second: float, times: Times) -> None:
    """Somebody asks something, again and again, until cancelled."""
    for number in itertools.count():
        exchange = await server.command("papers search", person(number), query=f"language models {number % 7}")
        await exchange.answered(seconds=60)
        times.answered.append(time.monotonic() - exchange.began)
        times.acknowledged.append(exchange.took or 60.0)
        await asyncio.sleep(max(0.0, 1 / a_second - (time.monotonic() - exchange.began)))


async def posted_all(server: DiscordServer, channels: Sequence[str], began: float) -> float:
    """Seconds until every digest lies there whole, threads and all; ``LONGEST`` if some never do."""
    while time.monotonic() - began < LONGEST:
        if all(server.posts(channel) for channel in channels) and _messages(server, channels) == PARTS * len(channels):
            return time.monotonic() - began
        await asyncio.sleep(0.1)
    return LONGEST


def _messages(server: DiscordServer, channels: Sequence[str]) -> int:
    """Messages in the channels and in the threads of the first: a thread has its message's id."""
    heads = [(channel, head["id"]) for channel in channels for head in server.posts(channel)[:1]]
    return sum(len(server.posts(channel)) + len(server.posts(head)) for channel, head in heads)


def _report(servers: int, took: float, times: Times, limits: RateLimits) -> None:
    share = limits.refused / max(1, limits.asked)
    print(f"{servers} servers due at once: all posted after {took:.0f} s")
    print(f"{limits.asked} requests, {limits.refused} refused with 429: {share:.2%}")
    for what, values in (("acknowledged", times.acknowledged), ("answered", times.answered)):
        print(f"{len(values)} commands meanwhile, {what} p50 {_ms(values, 50)}, p99 {_ms(values, 99)}")


def _ms(values: list[float], percent: int) -> str:
    return f"{percentile(values, percent) * 1000:.0f} ms" if len(values) > 1 else "—"


if __name__ == "__main__":
    main()
