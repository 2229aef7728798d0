"""Starting, staying connected, and servers that come and go."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest
from multidict import CIMultiDict
from yarl import URL

import adapters.discord as package
from adapters.discord import admin
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.client import PaperboyClient
from adapters.discord.gateway import ReconnectWaits, paced, prepare
from adapters.discord.permissions import NEEDED
from adapters.discord.reactions import bare
from adapters.discord.requests import guild_tenant
from adapters.discord.settings import DiscordSettings
from adapters.discord.shards import CONNECTION
from bot.errors import ConfigurationError
from bot.model import Channel, Verdict
from bot.pacing import Pace
from bot.store.memory.key_value import MemoryKeyValue
from tests.adapters.discord.running import CHANNEL, TENANT, BriskClock, Running, delivery, running, settings_for, until
from tests.adapters.replicas import FakeReplicas
from tests.bot.sources.conftest import LeapingClock
from tests.platforms.discord_server import TOKEN, DiscordServer, Fault
from tests.platforms.discord_shapes import ALICE, APPLICATION, BOB, GUILD, PAPERS, a_channel, typed, words

VOICE = "920000000000000007"
NEW, NEW_SYSTEM = "910000000000000009", "920000000000000009"


async def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match=r"paperboy-bot\[discord\]"):
        package.create(None)  # type: ignore[arg-type]


async def test_a_wrong_token_is_one_sentence(server: DiscordServer) -> None:
    adapter = DiscordAdapter(settings_for(server, "wrong"), MemoryKeyValue(), FakeReplicas(), BriskClock())
    with pytest.raises(ConfigurationError, match="PAPERBOY_DISCORD_TOKEN") as error:
        await adapter.run(None)  # type: ignore[arg-type]
    assert "wrong" not in str(error.value)


@pytest.mark.parametrize(
    "hiccup",
    [
        Fault("GET", "/users/@me", status=503),
        Fault("GET", "/users/@me", status=503, times=4),
        Fault("GET", "/users/@me"),
        Fault("GET", "/users/@me", status=429, headers={"Via": "", "Retry-After": "60"}),
        Fault("GET", "/gateway/bot", status=503),
        Fault("GET", "/gateway/bot", status=429, headers={"Via": "", "Retry-After": "60"}),
    ],
    ids=["unavailable", "unavailable for a while", "dropped", "limited", "no gateway", "limited gateway"],
)
async def test_a_hiccup_at_the_start_is_tried_again(server: DiscordServer, hiccup: Fault) -> None:
    server.faults.append(hiccup)
    async with running(server) as bot:
        await bot.adapter.post(delivery())


@pytest.mark.parametrize("code", [4004, 4012, 4014])
async def test_a_connection_closed_for_good_is_tried_again_with_a_right_token(server: DiscordServer, code: int) -> None:
    server.close_codes = [code, code]
    async with running(server) as bot:
        await bot.adapter.post(delivery())


async def test_too_few_connections_for_so_many_servers_are_told(server: DiscordServer) -> None:
    server.close_codes = [4011] * 1000
    async with running(server, is_ready=False, discord_shards=1) as bot:
        await until(lambda: "PAPERBOY_DISCORD_SHARDS" in bot.adapter.trouble)


async def test_a_token_that_was_reset_meanwhile_ends_it(server: DiscordServer) -> None:
    async with running(server) as bot:
        server.faults.append(Fault("GET", "/users/@me", status=401))
        await server.drop_gateway(4004)
        with pytest.raises(ConfigurationError, match="PAPERBOY_DISCORD_TOKEN"):
            await bot.ended()


async def test_who_asked_before_the_end_is_answered(server: DiscordServer) -> None:
    async with running(server) as bot:
        bot.core.may_answer.clear()
        exchange = await (await server.command("papers today")).acknowledged()
        await until(lambda: bot.core.requests)
        asyncio.get_running_loop().call_later(0.1, bot.core.may_answer.set)
    (message,) = await exchange.answered()
    assert "answer to today" in words(message)


async def test_without_a_network_it_goes_on_trying(server: DiscordServer) -> None:
    port = server.port
    await server.stop()
    async with running(server, is_ready=False) as bot:
        await until(lambda: bot.clock.waits > 1)
        await server.start(port)
        await bot.ready()
        await bot.adapter.post(delivery())


async def test_the_last_starts_of_a_day_are_left_alone(server: DiscordServer) -> None:
    async with running(server) as bot:
        server.starts_left = 5
        with pytest.raises(discord.GatewayNotFound):
            await client_of(bot).before_identify_hook(0, initial=True)


def test_waits_before_reconnecting_stay_short_and_begin_anew_after_a_success() -> None:
    clock = LeapingClock(datetime(2026, 8, 21, tzinfo=UTC))
    waits = ReconnectWaits(clock)
    failing = []
    for _ in range(12):
        failing.append(waits.delay())
        clock.time += timedelta(seconds=failing[-1] + 0.1)
    assert max(failing) <= 30
    assert min(failing[6:]) >= 15
    clock.time += timedelta(minutes=2)
    assert waits.delay() <= 1


async def test_the_gateway_and_answers_to_people_take_no_turns_from_posts() -> None:
    requests, connections = CountingPace(), CountingPace()
    (wait,) = paced(requests, connections).on_request_start
    for address in (
        "https://discord.com/api/v10/interactions/1/t/callback",
        "https://discord.com/api/v10/webhooks/1/t",
        "wss://gateway.discord.gg/?v=10",
        "https://discord.com/api/v10/channels/1/messages",
    ):
        await wait(None, None, aiohttp.TraceRequestStartParams("POST", URL(address), CIMultiDict()))
    assert (requests.turns, connections.turns) == (1, 1)


async def test_another_process_posts_meanwhile_and_takes_over(server: DiscordServer) -> None:
    turn = asyncio.Lock()
    async with (
        running(server, replicas=FakeReplicas(turn)) as first,
        running(server, replicas=FakeReplicas(turn)) as second,
    ):
        assert second.adapter.standing_by
        assert not first.adapter.standing_by
        head = await second.adapter.post(delivery("k1"))
        for number in (1, 2):
            await second.adapter.post(delivery(f"part{number}", number, head))
        assert len(server.posts(head.id)) == 2
        await (await server.command("papers today")).answered()
        assert (len(first.core.requests), second.core.requests) == (1, [])
        first.task.cancel()
        await until(lambda: not second.adapter.standing_by and client_of(second).is_ready())
        await (await server.command("papers today")).answered()
        assert (len(first.core.requests), len(second.core.requests)) == (1, 1)
        assert not second.adapter.trouble


async def test_what_comes_after_another_took_over_is_left_to_it(server: DiscordServer) -> None:
    replicas = FakeReplicas()
    async with running(server, replicas=replicas) as bot:
        turned = client_of(bot)
        replicas.lose(CONNECTION)
        await server.command("papers today")
        await until(lambda: client_of(bot) is not turned and client_of(bot).is_ready())
        assert bot.core.requests == []
        await (await server.command("papers today")).answered()
        assert len(bot.core.requests) == 1


async def test_an_event_that_cant_be_read_costs_that_event(bot: Running) -> None:
    await bot.server.dispatch("GUILD_ROLE_UPDATE", {"guild_id": GUILD, "role": {"id": GUILD}})
    await bot.server.dispatch("CHANNEL_CREATE", {"id": "77", "type": 2, "guild_id": GUILD})
    await bot.server.dispatch("GUILD_CREATE", {"unavailable": False})
    await (await bot.server.command("papers help")).answered()


async def test_a_server_with_a_channel_that_cant_be_read_is_there_all_the_same(server: DiscordServer) -> None:
    server.channels[VOICE] = a_channel(VOICE, 2, guild_id=GUILD, name="a voice channel without its bitrate")
    async with running(server) as bot:
        asked = await server.interact(2, typed(server.commands, "papers help", {}), channel_id=VOICE)
        await asked.answered()
        await _settled(bot)
        assert bot.core.joined == [TENANT]
        assert bot.core.last.channel == Channel(TENANT, VOICE)


@pytest.mark.parametrize(
    "wrong", [{"discord_api_base": "http://discord.example/api"}, {"discord_gateway_url": "ws://gateway.example"}]
)
def test_only_loopback_may_do_without_encryption(wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="PAPERBOY_DISCORD"):
        prepare(DiscordSettings(_env_file=None, **wrong))  # type: ignore[call-arg, arg-type]


async def test_commands_are_sent_once_until_they_change(server: DiscordServer) -> None:
    async with running(server) as bot:
        pass
    async with running(server, bot.state):
        pass
    assert _syncs(server) == 1
    await bot.state.put("discord.commands", "an older release")
    async with running(server, bot.state):
        pass
    assert _syncs(server) == 2


async def test_commands_that_cant_be_sent_dont_stop_the_start_and_are_sent_later(server: DiscordServer) -> None:
    server.faults.append(Fault("PUT", "/commands", status=400, code=30034, times=3))
    async with running(server) as bot:
        await bot.adapter.post(delivery())
        await until(lambda: server.commands)
        assert _syncs(server) == 4


async def test_a_dropped_connection_resumes_and_misses_nothing(bot: Running) -> None:
    await bot.adapter.post(delivery())
    (post,) = bot.server.posts(PAPERS)
    await bot.server.drop_gateway()
    await bot.server.react(post, "👍", BOB)
    await until(lambda: bot.core.reactions, 10)
    assert [r.added for r in bot.core.reactions] == [True]


async def test_an_invalid_session_begins_anew(bot: Running) -> None:
    await bot.server.invalidate_session()
    await until(lambda: bot.server.connected and bot.server.told("READY") == 2, 10)
    await (await bot.server.command("papers help")).answered()


async def test_a_new_server_is_welcomed_in_its_system_channel(bot: Running) -> None:
    await _settled(bot)
    event = bot.server.add_guild(NEW, NEW_SYSTEM, system_channel=NEW_SYSTEM)
    await bot.server.dispatch("GUILD_CREATE", event)
    await until(lambda: bot.server.posts(NEW_SYSTEM))
    assert "Paperboy is here" in words(bot.server.posts(NEW_SYSTEM)[0])
    assert bot.core.joined[-1] == guild_tenant(int(NEW))


async def test_removal_is_told_but_an_outage_isnt(bot: Running) -> None:
    await _settled(bot)
    await bot.server.dispatch("GUILD_DELETE", {"id": GUILD, "unavailable": True})
    await bot.server.dispatch("GUILD_CREATE", bot.server.guild_create(GUILD))
    await bot.server.dispatch("GUILD_DELETE", {"id": GUILD})
    await until(lambda: bot.core.left)
    assert bot.core.left == [TENANT]


async def test_servers_that_left_while_paperboy_slept_are_noticed(server: DiscordServer) -> None:
    server.add_guild(NEW, NEW_SYSTEM, system_channel=NEW_SYSTEM)
    async with running(server) as bot:
        await until(lambda: server.posts(NEW_SYSTEM))
        assert len(bot.core.joined) == 2
    del server.guilds[NEW]
    async with running(server, bot.state) as again:
        await until(lambda: again.core.left)
        assert again.core.left == [guild_tenant(int(NEW))]
        assert again.core.joined == []


async def test_a_deleted_channel_is_told(bot: Running) -> None:
    await _settled(bot)
    await bot.server.dispatch("CHANNEL_DELETE", bot.server.channels[PAPERS])
    await until(lambda: bot.core.gone)
    assert bot.core.gone == [CHANNEL]


async def test_own_and_foreign_reactions_are_left_alone(bot: Running) -> None:
    await bot.adapter.post(delivery())
    (post,) = bot.server.posts(PAPERS)
    await bot.server.react(post, "👍", APPLICATION)
    event = {"user_id": ALICE, "channel_id": PAPERS, "guild_id": GUILD, "message_id": "77", "burst": False, "type": 0}
    told = {**event, "emoji": {"id": None, "name": "👍"}, "message_author_id": BOB}
    await bot.server.dispatch("MESSAGE_REACTION_ADD", told)
    await bot.server.dispatch("MESSAGE_REACTION_ADD", {**event, "emoji": {"id": "5", "name": "custom"}})
    await bot.server.react(post, "🎉", BOB)
    await until(lambda: bot.core.reactions)
    assert [r.emoji for r in bot.core.reactions] == ["🎉"]


def test_emoji_lose_their_looks() -> None:
    assert [bare(e) for e in ("👍🏿", "❤️", "⭐")] == ["👍", "❤", "⭐"]


async def test_stopping_is_quick_and_posts_are_refused_after(server: DiscordServer) -> None:
    async with asyncio.timeout(5):
        async with running(server) as bot:
            pass
    with pytest.raises(Exception, match="not connected"):
        await bot.adapter.post(delivery())


async def test_the_operator_gets_a_link_with_the_least_permissions(server: DiscordServer) -> None:
    link = await admin.invitation(settings_for(server))
    assert f"client_id={APPLICATION}" in link
    assert f"permissions={NEEDED.value}" in link
    assert "scope=bot+applications.commands" in link


async def test_the_operator_can_send_the_commands_to_one_server(server: DiscordServer) -> None:
    assert "3 commands" in await admin.sync(settings_for(server), MemoryKeyValue(), int(GUILD))
    assert [c["name"] for c in server.guild_commands[GUILD]][:2] == ["papers", "papers-admin"]
    assert "all servers" in await admin.sync(settings_for(server), MemoryKeyValue(), None)


async def test_the_doctor_says_what_is_wrong(server: DiscordServer) -> None:
    assert {f.verdict for f in await package.check(settings_for(server))} == {Verdict.FINE}
    (finding,) = await package.check(settings_for(server, "wrong"))
    assert finding.verdict is Verdict.MISCONFIGURED
    assert TOKEN not in finding.text
    with suppress(RuntimeError):
        await server.stop()
    (finding,) = await package.check(settings_for(server))
    assert finding.verdict is Verdict.UNAVAILABLE


async def test_the_doctor_says_what_signing_in_to_the_page_needs(server: DiscordServer) -> None:
    async def said(**settings: str) -> tuple[Verdict, str]:
        (finding,) = (f for f in await package.check(settings_for(server, **settings)) if f.about == "Discord sign-in")
        return finding.verdict, finding.text

    verdict, text = await said(discord_client_id="440000000000000001")
    assert (verdict, "CLIENT_SECRET is missing" in text) == (Verdict.MISCONFIGURED, True)
    verdict, text = await said(discord_client_secret="hidden-secret")
    assert (verdict, "CLIENT_ID is missing" in text) == (Verdict.MISCONFIGURED, True)
    verdict, text = await said(discord_client_id="Paperboy", discord_client_secret="hidden-secret")
    assert (verdict, "no client id" in text) == (Verdict.MISCONFIGURED, True)
    verdict, text = await said(discord_client_id="440000000000000001", discord_client_secret="hidden-secret")
    assert (verdict, "/in/from/discord" in text, "hidden" in text) == (Verdict.FINE, True, False)


class CountingPace(Pace):
    """Remembers how many turns were taken, and lets them all begin at once."""

    def __init__(self) -> None:
        self.turns = 0

    async def turn(self) -> None:
        self.turns += 1


def client_of(bot: Running) -> PaperboyClient:
    client = bot.adapter._client
    assert client
    return client


async def _settled(bot: Running) -> None:
    """The server was told, half a second after connecting."""
    await until(lambda: bot.core.joined)


def _syncs(server: DiscordServer) -> int:
    return sum(method == "PUT" for method, _ in server.requests)
