"""Who asks, and where: what Discord says of people and channels."""

import pytest

from tests.adapters.discord.running import Running, running
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_shapes import BOB, GUILD, MEMBER, a_role


async def test_who_may_manage_is_what_discord_says_of_that_channel(bot: Running) -> None:
    manage_channels, manage_server = 0x10, 0x20
    for more, manages in ((manage_server, True), (manage_channels, True), (0, False)):
        where = {"permissions": MEMBER | more}
        await (await bot.server.command_in(where, "papers pause", user=BOB)).answered()
        assert bot.core.last.is_admin is manages
    admin = next(c for c in bot.server.commands if c["name"] == "papers-admin")
    assert admin["default_member_permissions"] == 32
    assert admin["contexts"] == [0]


@pytest.mark.parametrize("named", ["@Librarians", "77", "somebody else"])
async def test_a_role_that_settings_name_may_manage(server: DiscordServer, named: str) -> None:
    server.guilds[GUILD]["roles"] += [a_role("77", "librarians"), a_role("78", "others")]
    async with running(server, discord_setup_roles=(named,)) as bot:
        for role, holds in (("77", True), ("78", False)):
            await (await bot.server.command_in({"roles": (role,)}, "papers pause", user=BOB)).answered()
            assert bot.core.last.is_admin is (holds and named != "somebody else")
