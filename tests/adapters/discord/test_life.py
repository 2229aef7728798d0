"""Starting, staying connected, and servers that come and go."""

import asyncio
from contextlib import suppress

import pytest

import adapters.discord as package
from adapters.discord.client import prepare
from adapters.discord.permissions import NEEDED
from adapters.discord.requests import guild_tenant
from adapters.discord.servers import bare
from bot.errors import ConfigurationError, Unavailable
from bot.model import Verdict
from bot.settings import Settings
from bot.store.memory import MemoryStore
from tests.adapters.discord.running import CHANNEL, TENANT, Running, delivery, running, settings_for, until
from tests.platforms.discord_server import TOKEN, DiscordServer, Fault
from tests.platforms.discord_shapes import ALICE, APPLICATION, BOB, GUILD, PAPERS, words

NEW, NEW_SYSTEM = "910000000000000009", "920000000000000009"


async def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match=r"paperboy-bot\[discord\]"):
        package.create(None, None, None)  # type: ignore[arg-type]


async def test_a_wrong_token_is_one_sentence(server: DiscordServer) -> None:
    adapter = package.create(settings_for(server, "wrong"), MemoryStore(), None)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="PAPERBOY_DISCORD_TOKEN") as error:
        await adapter.run(None)  # type: ignore[arg-type]
    assert "wrong" not in str(error.value)


@pytest.mark.parametrize(
    ("code", "kind"), [(4014, ConfigurationError), (4004, ConfigurationError), (4012, Unavailable)]
)
async def test_a_refused_connection_is_one_sentence(server: DiscordServer, code: int, kind: type[Exception]) -> None:
    server.close_code = code
    with pytest.raises(kind):
        async with running(server):
            pytest.fail("connected")


async def test_no_network_is_one_sentence(server: DiscordServer) -> None:
    await server.stop()
    with pytest.raises(Unavailable, match="can't be reached"):
        async with running(server):
            pytest.fail("connected")


async def test_trouble_at_discord_is_one_sentence(server: DiscordServer) -> None:
    server.faults.append(Fault("GET", "/users/@me", status=503))
    with pytest.raises(Unavailable, match="503"):
        async with running(server):
            pytest.fail("connected")


@pytest.mark.parametrize(
    "wrong", [{"discord_api_base": "http://discord.example/api"}, {"discord_gateway_url": "ws://gateway.example"}]
)
def test_only_loopback_may_do_without_encryption(wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="PAPERBOY_DISCORD"):
        prepare(Settings(_env_file=None, **wrong))  # type: ignore[call-arg, arg-type]


async def test_commands_are_sent_once_until_they_change(server: DiscordServer) -> None:
    async with running(server) as bot:
        pass
    async with running(server, bot.notes):
        pass
    assert _syncs(server) == 1
    await bot.notes.put("discord.commands", "an older release")
    async with running(server, bot.notes):
        pass
    assert _syncs(server) == 2


async def test_commands_that_cant_be_sent_dont_stop_the_start(server: DiscordServer) -> None:
    server.faults.append(Fault("PUT", "/commands", status=400, code=30034))
    async with running(server) as bot:
        await bot.adapter.post(delivery())


async def test_a_dropped_connection_resumes_and_misses_nothing(bot: Running) -> None:
    await bot.adapter.post(delivery())
    (post,) = bot.server.posts(PAPERS)
    await bot.server.drop_gateway()
    await bot.server.react(post, "👍", BOB)
    await until(lambda: bot.desk.reactions, 10)
    assert [r.added for r in bot.desk.reactions] == [True]


async def test_an_invalid_session_begins_anew(bot: Running) -> None:
    await bot.server.invalidate_session()
    await until(lambda: len(bot.server._sockets) > 0 and _readies(bot.server) == 2, 10)
    await (await bot.server.command("papers help")).answered()


async def test_a_new_server_is_welcomed_in_its_system_channel(bot: Running) -> None:
    await _settled(bot)
    event = bot.server.add_guild(NEW, NEW_SYSTEM, system_channel=NEW_SYSTEM)
    await bot.server.dispatch("GUILD_CREATE", event)
    await until(lambda: bot.server.posts(NEW_SYSTEM))
    assert "Paperboy is here" in words(bot.server.posts(NEW_SYSTEM)[0])
    assert bot.desk.joined[-1] == guild_tenant(int(NEW))


async def test_removal_is_told_but_an_outage_isnt(bot: Running) -> None:
    await _settled(bot)
    await bot.server.dispatch("GUILD_DELETE", {"id": GUILD, "unavailable": True})
    await bot.server.dispatch("GUILD_CREATE", bot.server.guild_create(GUILD))
    await bot.server.dispatch("GUILD_DELETE", {"id": GUILD})
    await until(lambda: bot.desk.left)
    assert bot.desk.left == [TENANT]


async def test_servers_that_left_while_paperboy_slept_are_noticed(server: DiscordServer) -> None:
    server.add_guild(NEW, NEW_SYSTEM, system_channel=NEW_SYSTEM)
    async with running(server) as bot:
        await until(lambda: server.posts(NEW_SYSTEM))
        assert len(bot.desk.joined) == 2
    del server.guilds[NEW]
    async with running(server, bot.notes) as again:
        await until(lambda: again.desk.left)
        assert again.desk.left == [guild_tenant(int(NEW))]
        assert again.desk.joined == []


async def test_a_deleted_channel_is_told(bot: Running) -> None:
    await _settled(bot)
    await bot.server.dispatch("CHANNEL_DELETE", bot.server.channels[PAPERS])
    await until(lambda: bot.desk.gone)
    assert bot.desk.gone == [CHANNEL]


async def test_own_and_foreign_reactions_are_left_alone(bot: Running) -> None:
    await bot.adapter.post(delivery())
    (post,) = bot.server.posts(PAPERS)
    await bot.server.react(post, "👍", APPLICATION)
    event = {"user_id": ALICE, "channel_id": PAPERS, "guild_id": GUILD, "message_id": "77", "burst": False, "type": 0}
    told = {**event, "emoji": {"id": None, "name": "👍"}, "message_author_id": BOB}
    await bot.server.dispatch("MESSAGE_REACTION_ADD", told)
    await bot.server.dispatch("MESSAGE_REACTION_ADD", {**event, "emoji": {"id": "5", "name": "custom"}})
    await bot.server.react(post, "🎉", BOB)
    await until(lambda: bot.desk.reactions)
    assert [r.emoji for r in bot.desk.reactions] == ["🎉"]


def test_emoji_lose_their_looks() -> None:
    assert [bare(e) for e in ("👍🏿", "❤️", "⭐")] == ["👍", "❤", "⭐"]


async def test_stopping_is_quick_and_posts_are_refused_after(server: DiscordServer) -> None:
    async with asyncio.timeout(5):
        async with running(server) as bot:
            pass
    with pytest.raises(Exception, match="not connected"):
        await bot.adapter.post(delivery())


async def test_the_operator_gets_a_link_with_the_least_permissions(server: DiscordServer) -> None:
    link = await package.invitation(settings_for(server))
    assert f"client_id={APPLICATION}" in link
    assert f"permissions={NEEDED.value}" in link
    assert "scope=bot+applications.commands" in link


async def test_the_operator_can_send_the_commands_to_one_server(server: DiscordServer) -> None:
    assert "3 commands" in await package.sync(settings_for(server), MemoryStore(), int(GUILD))
    assert [c["name"] for c in server.guild_commands[GUILD]][:2] == ["papers", "papers-admin"]
    assert "all servers" in await package.sync(settings_for(server), MemoryStore())


async def test_the_doctor_says_what_is_wrong(server: DiscordServer) -> None:
    assert {f.verdict for f in await package.check(settings_for(server))} == {Verdict.FINE}
    (finding,) = await package.check(settings_for(server, "wrong"))
    assert finding.verdict is Verdict.MISCONFIGURED
    assert TOKEN not in finding.text
    with suppress(RuntimeError):
        await server.stop()
    (finding,) = await package.check(settings_for(server))
    assert finding.verdict is Verdict.UNAVAILABLE


async def _settled(bot: Running) -> None:
    """The server was told, half a second after connecting."""
    await until(lambda: bot.desk.joined)


def _syncs(server: DiscordServer) -> int:
    return sum(method == "PUT" for method, _ in server.requests)


def _readies(server: DiscordServer) -> int:
    return sum(event["t"] == "READY" for event in server._events)
