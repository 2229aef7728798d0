"""Who asks, and where: what Discord says of people and channels."""

import pytest

from adapters.discord.typed import typed
from bot.model import Answer, Button, Card
from tests.adapters.discord.running import Running, running
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_shapes import BOB, GUILD, MEMBER, a_channel, a_role, words

AN_ADMIN, A_MEMBER = {"permissions": MEMBER | 0x20}, {"permissions": MEMBER}
OTHER = "920000000000000007"


async def test_who_may_manage_is_what_discord_says_of_that_channel(bot: Running) -> None:
    manage_channels, manage_server = 0x10, 0x20
    for more, manages in ((manage_server, True), (manage_channels, True), (0, False)):
        where = {"permissions": MEMBER | more}
        await (await bot.server.command_in(where, "papers pause", user=BOB)).answered()
        assert bot.core.last.is_admin is manages
    admin = next(c for c in bot.server.commands if c["name"] == "papers-admin")
    assert admin["default_member_permissions"] == 32
    assert admin["contexts"] == [0]


async def test_a_demoted_admin_is_one_no_longer_whatever_was_opened_before(bot: Running) -> None:
    """Discord says what a person may do with each press and each form; that of the moment counts."""
    bot.core.answers["status"] = Answer(card=Card(text="Status", buttons=(Button(label="Pause", line="pause"),)))
    (message,) = await (await bot.server.command_in(AN_ADMIN, "papers status", user=BOB)).answered()
    form = await (await bot.server.command_in(AN_ADMIN, "papers subscribe", user=BOB)).acknowledged()
    await (await bot.server.press(message, "Pause", user=BOB, **A_MEMBER)).answered()
    assert (bot.core.last.command.name, bot.core.last.is_admin) == ("pause", False)
    await (await bot.server.submit(form, user=BOB, where=A_MEMBER, time="07:00")).answered()
    assert (bot.core.last.command.name, bot.core.last.is_admin) == ("subscribe", False)


@pytest.mark.parametrize("named", ["@Librarians", "77", "somebody else"])
async def test_a_role_that_settings_name_may_manage(server: DiscordServer, named: str) -> None:
    server.guilds[GUILD]["roles"] += [a_role("77", "librarians"), a_role("78", "others")]
    async with running(server, discord_setup_roles=(named,)) as bot:
        for role, holds in (("77", True), ("78", False)):
            await (await bot.server.command_in({"roles": (role,)}, "papers pause", user=BOB)).answered()
            assert bot.core.last.is_admin is (holds and named != "somebody else")


@pytest.mark.parametrize(("kind", "threads"), [(0, True), (5, True), (2, False), (13, False)])
async def test_which_channels_can_have_threads(server: DiscordServer, kind: int, threads: bool) -> None:
    voice = {"bitrate": 64000, "user_limit": 0} if kind in (2, 13) else {}
    server.channels[OTHER] = a_channel(OTHER, kind, guild_id=GUILD, name="other", **voice)
    async with running(server) as bot:
        few = {"channel_id": OTHER, "app_permissions": MEMBER}
        (answer,) = await (await server.command_in(few, "papers status")).answered()
        assert (bot.core.last.threads, bot.core.last.channel_name) == (threads, "other")
        assert ("Create Public Threads" in words(answer)) is threads


async def test_nothing_can_be_posted_in_a_forum_channel(server: DiscordServer) -> None:
    """Only posts can be opened there: daily picks would be confirmed and never come."""
    server.channels[OTHER] = a_channel(OTHER, 15, guild_id=GUILD, name="forum", available_tags=[])
    async with running(server) as bot:
        await (await server.command_in({"channel_id": OTHER}, "papers status")).answered()
        assert bot.core.last.channel is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<@1400000000000000002> and <@!1400000000000000002> agents", "@someone and @someone agents"),
        ("<@&1200000000000000001>", "@role"),
        ("<#1300000000000000002>", "@channel"),
        ("<t:1787270400:D>", "2026-08-21"),
        ("since:<t:1787270400>", "since:2026-08-21"),
        ("<t:9999999999999:R>", "<t:9999999999999:R>"),
        ("<a:pepe:123456789012345678> agents", ":pepe: agents"),
        ("</papers search:123456789012345678>", "/papers search"),
        ("<https://arxiv.org/abs/2608.19880>", "https://arxiv.org/abs/2608.19880"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_ids_that_discord_writes_are_no_words(written: str, meant: str) -> None:
    assert typed(written) == meant
