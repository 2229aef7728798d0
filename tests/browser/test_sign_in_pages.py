"""Signing in with a platform as a person sees it: the buttons, the way there, the choice of a server."""

from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest

from adapters.pages.settings import Mode
from tests.adapters.pages.conftest import PUBLIC_URL, Browsing, browsing
from tests.adapters.pages.test_platform_sign_in import HOME, SECOND, discord_settings, slack_settings
from tests.browser.conftest import Reader, Readers
from tests.browser.test_pages import LOOKS
from tests.platforms.sign_in_servers import DiscordSignInServer, SlackSignInServer


@pytest.fixture
async def discord() -> AsyncIterator[DiscordSignInServer]:
    async with DiscordSignInServer(servers=[{"id": HOME, "name": "Lab"}, {"id": SECOND, "name": "Club"}]) as server:
        yield server


@pytest.fixture
async def site(discord: DiscordSignInServer) -> AsyncIterator[Browsing]:
    there = discord_settings(discord.base, discord_authorize_url=f"{discord.base}/oauth2/authorize")
    async with browsing(
        Mode.PUBLIC,
        PUBLIC_URL,
        discord=there,
        slack=slack_settings(SlackSignInServer(base="https://slack.example.org")),
    ) as page:
        for server in (HOME, SECOND):
            await page.app.store.key_value.put(f"discord.server.{server}", "here")
        yield page


@pytest.mark.parametrize("look", LOOKS)
async def test_the_ways_in_are_accessible_and_lead_to_the_platform(
    readers: Readers, site: Browsing, discord: DiscordSignInServer, look: str
) -> None:
    reader = await readers.reader(site.address, **LOOKS[look])
    if look == "without script":
        await reader.leave_out_the_script()
    await reader.open("/")
    await reader.page.get_by_role("link", name="Sign in", exact=True).click()
    await reader.visit("/in")
    assert await reader.page.get_by_role("button", name="Sign in with Slack").is_visible()
    await reader.page.get_by_role("button", name="Sign in with Discord").click()
    await reader.page.get_by_role("heading", name="Authorize").wait_for()  # what the page's policy lets a form lead to
    brought = discord.allow(reader.page.url)
    await back(reader, brought)
    await reader.page.get_by_role("button", name="Club").wait_for()
    await reader.accessible()
    await back(reader, brought)
    assert "Press the button again" in await reader.page.locator(".told").inner_text()
    await reader.accessible()
    reader.complaints = [each for each in reader.complaints if not each.startswith(f"asked for {discord.base}")]


async def back(reader: Reader, brought: dict[str, str]) -> None:
    """Come back as the platform sends the browser, but to where the page is in this test."""
    await reader.open(f"/in/from/discord?{urlencode(brought)}")
