"""Several shards over several processes: each server is answered by one of them, whoever comes and goes."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from discord.gateway import KeepAliveHandler

from adapters.discord.requests import PLATFORM, guild_tenant, private_tenant
from adapters.discord.shards import Shard, count_in, shards_of, together
from bot.services.replicas import LeasedReplicas
from bot.store.memory.key_value import MemoryKeyValue
from bot.store.memory.leases import MemoryLeases
from tests.adapters.discord.running import TENANT, BriskClock, Running, delivery, running, until
from tests.platforms.discord_server import DiscordServer, Exchange
from tests.platforms.discord_shapes import ALICE, GUILD, PAPERS, typed

OTHER, OTHER_CHANNEL = str(int(GUILD) + 2**22), "920000000000000009"
"""A server that two shards tell from ``GUILD``."""


class PromptReplicas(LeasedReplicas):
    """True leases, but for turns: they come at once, and are remembered."""

    def __init__(self, leases: MemoryLeases, name: str) -> None:
        super().__init__(leases, [PLATFORM], name, BriskClock())
        self.turns: list[str] = []

    async def turn(self, name: str, seconds: float) -> None:
        self.turns.append(name)


class Fleet:
    """Processes that share a database."""

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        self._leases = MemoryLeases()
        self._state = MemoryKeyValue()
        self._open = 0

    @asynccontextmanager
    async def process(self, **settings: object) -> AsyncIterator[tuple[Running, PromptReplicas]]:
        self._open += 1
        replicas = PromptReplicas(self._leases, f"process {self._open}")
        renewing = asyncio.create_task(replicas.run())
        try:
            async with running(self.server, self._state, replicas=replicas, **settings) as bot:
                yield bot, replicas
        finally:
            renewing.cancel()
            await asyncio.wait({renewing})

    async def asked_in(self, channel: str) -> Exchange:
        return await self.server.interact(2, typed(self.server.commands, "papers today", {}), channel_id=channel)


@pytest.fixture
def fleet(server: DiscordServer) -> Fleet:
    server.shards = 2
    server.add_guild(OTHER, OTHER_CHANNEL)
    return Fleet(server)


async def test_one_process_has_all_shards_until_another_comes_and_after_it_went(fleet: Fleet) -> None:
    server = fleet.server
    async with fleet.process() as (first, turns_of_first):
        await until(lambda: server.connected == [(0, 2), (1, 2)])
        await until(lambda: "All 2 shards are here" in first.adapter.standing_by)
        async with fleet.process() as (second, _):
            await until(lambda: "number 1 is here" in second.adapter.standing_by)
            await until(lambda: "number 0 is here" in first.adapter.standing_by)
            assert server.connected == [(0, 2), (1, 2)]
            await (await fleet.asked_in(PAPERS)).answered()
            await (await fleet.asked_in(OTHER_CHANNEL)).answered()
            assert [len(bot.core.requests) for bot in (first, second)] == [1, 1]
            assert second.core.last.member.tenant == guild_tenant(int(OTHER))
            await second.adapter.post(delivery())
            assert len(server.posts(PAPERS)) == 1
        await until(lambda: "All 2 shards" in first.adapter.standing_by)
        await (await fleet.asked_in(OTHER_CHANNEL)).answered()
        assert len(first.core.requests) == 2
        assert set(turns_of_first.turns) == {"discord start 0"}  # one at a time
    assert sum(method == "PUT" for method, _ in server.requests) == 1


async def test_a_third_process_stands_by_for_two_shards(fleet: Fleet) -> None:
    async with AsyncExitStack() as stack:
        bots = [(await stack.enter_async_context(fleet.process()))[0] for _ in range(3)]
        await until(lambda: sorted("None" in bot.adapter.standing_by for bot in bots) == [False, False, True])
        assert not any(bot.adapter.trouble for bot in bots)


async def test_processes_that_would_deal_servers_out_otherwise_are_never_connected_together(fleet: Fleet) -> None:
    async with fleet.process():
        await until(lambda: fleet.server.connected == [(0, 2), (1, 2)])
        for count in (1, 3):
            async with fleet.process(discord_shards=count) as (bot, _):
                assert "with 2 shards, this one would be" in bot.adapter.standing_by
                await bot.adapter.post(delivery(f"k{count}"))
                assert fleet.server.connected == [(0, 2), (1, 2)]


async def test_one_that_comes_later_deals_them_out_as_the_others_do(fleet: Fleet) -> None:
    async with fleet.process(discord_shards=3):
        await until(lambda: len(fleet.server.connected) == 3)
        async with fleet.process() as (bot, _):
            await until(lambda: "Of 3 shards" in bot.adapter.standing_by)


async def test_each_shard_looks_for_missed_emoji_and_lost_servers_of_its_own(fleet: Fleet) -> None:
    server = fleet.server
    async with fleet.process() as (first, _), fleet.process() as (second, _):
        await until(lambda: "number 1 is here" in second.adapter.standing_by)
        await until(lambda: second.core.joined or len(first.core.joined) == 2)
        head = await first.adapter.post(delivery())
    (post,) = server.posts(PAPERS)
    server.lay(post, "👍", ALICE)
    del server.guilds[OTHER]
    async with fleet.process() as (first, _), fleet.process() as (second, _):
        for bot in (first, second):
            bot.core.posts = [head]
        await until(lambda: first.core.left or second.core.left)
        await until(lambda: first.core.reactions or second.core.reactions)
        assert [reaction.late for bot in (first, second) for reaction in bot.core.reactions] == [True]
        assert [*first.core.left, *second.core.left] == [guild_tenant(int(OTHER))]


async def test_a_connection_that_waits_for_its_turn_is_wholly_given_up(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def never(_: PromptReplicas, name: str, seconds: float) -> None:
        asked.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(PromptReplicas, "turn", never)
    async with fleet.process():
        await asked.wait()
        assert heartbeats() == 1
    assert heartbeats() == 0


def heartbeats() -> int:
    """Threads that keep a connection to Discord alive, and will go on to."""
    threads = (thread for thread in threading.enumerate() if isinstance(thread, KeepAliveHandler))
    return sum(not thread._stop_ev.is_set() for thread in threads)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_every_server_and_person_has_one_shard(count: int) -> None:
    for tenant in (TENANT, guild_tenant(int(OTHER)), private_tenant(int(ALICE))):
        assert sum(shard.tells_of(tenant) for shard in shards_of(count)) == 1
    assert Shard(0, count).tells_of(private_tenant(int(ALICE)))


def test_what_processes_have_in_common_is_read_again() -> None:
    assert count_in(together(16)) == 16
    assert [count_in(other) for other in ("", "a machine/17/0a1b2c3d", together(1))] == [None, None, None]
