"""Which shards there are, and serving with those that this process has, each by a client of its own."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import structlog

from adapters.discord import wording
from adapters.discord.client import PaperboyClient
from adapters.discord.connecting import ENDED, logged_in
from adapters.discord.settings import DiscordSettings
from adapters.discord.shards import CONNECTION, Shard, count_in
from bot.errors import Unavailable
from bot.ports.replicas import Replicas

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Plan:
    """In how many shards servers are dealt out, and how many Discord lets us start at once.

    ``why_not_yet`` is what the operator is told while other processes have the connection.
    """

    count: int
    starts_at_once: int
    why_not_yet: str


async def plan_of(client: PaperboyClient, settings: DiscordSettings, replicas: Replicas) -> Plan:
    """As many shards as are set; else as those that are connected have, else as Discord recommends."""
    recommended, _, limits = await client.http.get_bot_gateway()
    holder = await replicas.done_by(CONNECTION)
    count = settings.discord_shards or count_in(holder) or recommended
    theirs = count_in(holder) or (1 if holder else count)
    why_not_yet = wording.STANDING_BY if theirs == count else wording.other_shards(theirs, count)
    return Plan(count, limits["max_concurrency"], why_not_yet)


class ShardsHere:
    """The shards that this process has just now."""

    def __init__(
        self, make: Callable[[Shard], PaperboyClient], token: str, plan: Plan, tell: Callable[[str], None]
    ) -> None:
        self._make = make
        self._token = token
        self._plan = plan
        self._tell = tell
        self._starting = asyncio.Semaphore(plan.starts_at_once)
        self._connected: set[int] = set()
        self._note()

    async def serve(self, shard: Shard) -> None:
        """Serve with this shard until its connection ends; what ends it is raised."""
        client = self._make(shard)
        async with AsyncExitStack() as open_until_end:
            async with self._starting:
                await open_until_end.enter_async_context(logged_in(client, self._token))
                connection = await open_until_end.enter_async_context(client.staying_connected())
            if client.connected.is_set():
                self._connected.add(shard.number)
                self._note()
                open_until_end.callback(self._forget, shard)
            await connection
        raise Unavailable(ENDED)

    def _forget(self, shard: Shard) -> None:
        self._connected.discard(shard.number)
        self._note()

    def _note(self) -> None:
        """Say which shards are here: it has begun, or changed."""
        numbers = sorted(self._connected)
        log.info("discord.shards", here=numbers, of=self._plan.count)
        self._tell(wording.shards_here(numbers, self._plan.count))
