"""Commands stand on pages as their reader types them: some are elsewhere in Discord's menu than in the table."""

import pytest

from adapters.discord.command_names import as_here
from adapters.pages.settings import Mode
from adapters.pages.spelling import Spellings
from bot.cards import links
from bot.model import Member, Tenant
from tests.adapters.pages.conftest import OURS, PUBLIC_URL, browsing
from tests.adapters.pages.test_platform_sign_in import discord_settings
from tests.adapters.pages.test_signing_in import signed_in

NOWHERE = "http://127.0.0.1:9"
IN_DISCORD = Member(Tenant("discord", "1200000000000000001"), "1400000000000000001")
IN_SLACK = Member(Tenant("slack", "T1"), "U1")


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("/in", "account web"),
        ("/me", "account web"),
        ("/in/used-up", "account web"),
        ("/feed/me/ended.atom", "account feed"),
        ("/feed/channel/ended.atom", "account archive"),
        ("/channel/ended", "account archive"),
    ],
)
async def test_where_discord_alone_runs_a_stranger_is_told_a_command_that_it_has(path: str, command: str) -> None:
    async with browsing(Mode.PUBLIC, PUBLIC_URL, discord=discord_settings(NOWHERE)) as page:
        text = (await page.get(path)).text
        assert f"/papers {command}" in text
        assert f"/papers {command.split()[1]}" not in text


async def test_who_is_signed_in_is_told_the_commands_of_their_own_chat() -> None:
    async with browsing(Mode.PUBLIC, PUBLIC_URL, discord=discord_settings(NOWHERE)) as page:
        cookie = await signed_in(page, IN_DISCORD)
        assert "<code>/papers account feed</code>" in (await page.get("/me/saved", Cookie=cookie)).text
        answer = await page.send("/do", {**OURS, "Cookie": cookie}, line="archive")
        assert "/papers account archive in one" in answer.text


@pytest.mark.parametrize("words", [links.UNKNOWN_CODE, links.OWN_CODE, links.code_given("ABCD-EFGH", ()).card.text])
def test_what_is_to_be_done_in_the_other_chat_is_not_spelled_as_in_this_one(words: str) -> None:
    assert as_here(words) == words
    assert "“link” in your other chat" in words or "In your other chat, give it to my command “link”" in words


def test_a_stranger_whose_chat_is_not_known_is_told_both_ways_where_they_differ() -> None:
    both = Spellings({"slack": str, "discord": as_here})
    assert both.typed("Type /papers web in chat.") == "Type /papers web (in Discord /papers account web) in chat."
    assert both.typed("/papers picks shows them.") == "/papers picks shows them."
    assert both.typed("/papers web", "slack") == "/papers web"
    assert both.typed("/papers web", "discord") == "/papers account web"
    assert Spellings({}).typed("/papers web") == "/papers web"
