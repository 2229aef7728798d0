"""Signing in with Discord and Slack: over real sockets to strict twins of theirs, to the page and back."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from adapters.discord import sign_in as discord_sign_in
from adapters.discord.settings import DiscordSettings
from adapters.pages import sign_in_attempts
from adapters.pages.settings import Mode
from adapters.slack.settings import SlackSettings
from bot.model import Member, Tenant
from tests.adapters.pages.conftest import OURS, PUBLIC_URL, Browsing, Seen, browsing
from tests.platforms.sign_in_servers import DISCORD_CLIENT, DISCORD_SECRET, DiscordSignInServer, SlackSignInServer
from tests.platforms.slack_server import APP_TOKEN, BOT_TOKEN, CLIENT_ID, CLIENT_SECRET, Fault

HOME, SECOND, FOREIGN = "110000000000000001", "110000000000000002", "110000000000000003"


def discord_settings(base: str, **changed: Any) -> DiscordSettings:
    told: dict[str, Any] = {"discord_token": SecretStr("bot"), "discord_api_base": f"{base}/api/v10"}
    told |= {"discord_client_id": DISCORD_CLIENT, "discord_client_secret": SecretStr(DISCORD_SECRET)}
    return DiscordSettings(_env_file=None, **{**told, **changed})  # type: ignore[call-arg]


def slack_settings(slack: SlackSignInServer, **changed: Any) -> SlackSettings:
    told: dict[str, Any] = {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN, "slack_sign_in": True}
    told |= {"slack_api_base": slack.api_base, "slack_client_id": CLIENT_ID, "slack_client_secret": CLIENT_SECRET}
    return SlackSettings(_env_file=None, **{**told, **changed})  # type: ignore[call-arg]


@dataclass
class Browser:
    """One browser, which keeps the cookies that a page of https gives it."""

    page: Browsing
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def cookies(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.kept.items())

    async def press(self, platform: str, headers: Mapping[str, str] = OURS) -> Seen:
        return self._took(await self.page.send(f"/in/with/{platform}", {**headers, "Cookie": self.cookies}))

    async def come_back(self, platform: str, **brought: str) -> Seen:
        path = f"/in/from/{platform}?{urlencode(brought)}"
        return self._took(await self.page.get(path, Cookie=self.cookies, Sec_Fetch_Site="cross-site"))

    async def get(self, path: str) -> Seen:
        return self._took(await self.page.get(path, Cookie=self.cookies))

    async def send(self, path: str) -> Seen:
        return self._took(await self.page.send(path, {**OURS, "Cookie": self.cookies}))

    def _took(self, seen: Seen) -> Seen:
        for header in seen.headers.getall("Set-Cookie", []):  # type: ignore[attr-defined]
            name, _, value = header.partition(";")[0].partition("=")
            self.kept[name] = value
        return seen

    @property
    def signed_in(self) -> bool:
        return "__Host-paperboy" in self.kept

    async def told(self, seen: Seen) -> str:
        """What the page of buttons says after a sign-in that came to nothing."""
        assert (seen.status, seen.headers["Location"], self.signed_in) == (303, "/in", False)
        text = (await self.get("/in")).text
        return text.partition('role="status">')[2].partition("</p>")[0]


@pytest.fixture
async def discord() -> AsyncIterator[DiscordSignInServer]:
    async with DiscordSignInServer(servers=[{"id": HOME, "name": "Lab"}, {"id": FOREIGN, "name": "Game"}]) as server:
        yield server


@pytest.fixture
async def ada(discord: DiscordSignInServer) -> AsyncIterator[Browser]:
    """A browser before a page that Discord signs in to; the bot is in one of its two servers."""
    async with browsing(Mode.PRIVATE, PUBLIC_URL, discord=discord_settings(discord.base)) as page:
        await page.app.store.key_value.put(f"discord.server.{HOME}", "here")
        yield Browser(page)


@asynccontextmanager
async def slack_browser(slack: SlackSignInServer) -> AsyncIterator[Browser]:
    async with browsing(Mode.PRIVATE, PUBLIC_URL, slack=slack_settings(slack)) as page:
        chat = page.app.chats["slack"]
        running = asyncio.create_task(chat.run(page.app.core))
        try:
            async with asyncio.timeout(20):
                await chat.ready()
            yield Browser(page)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


@pytest.fixture
async def slack() -> AsyncIterator[SlackSignInServer]:
    async with SlackSignInServer() as server:
        yield server


@pytest.fixture
async def anna(slack: SlackSignInServer) -> AsyncIterator[Browser]:
    async with slack_browser(slack) as browser:
        yield browser


async def test_discord_signs_in_whom_it_knows_and_its_token_ends_at_once(
    ada: Browser, discord: DiscordSignInServer
) -> None:
    assert "Sign in with Discord" in (await ada.get("/in")).text
    begun = await ada.press("discord")
    address = begun.headers["Location"]
    assert (begun.status, address.startswith("https://discord.com/oauth2/authorize?")) == (303, True)
    cookie = begun.headers["Set-Cookie"]
    assert cookie.startswith("__Host-paperboy-in=")
    assert {"Path=/", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=600"} <= set(cookie.split("; "))
    back = await ada.come_back("discord", **discord.allow(address))
    assert (back.status, back.headers["Location"]) == (303, "/me")
    assert "You are signed in as Ada of Lab." in (await ada.get("/me")).text
    (session,) = await ada.page.app.store.web_sessions.all_of(_member("discord", HOME), ada.page.app.clock.now())
    assert session.member.id == discord.person["id"]
    assert (len(discord.given), discord.tokens) == (1, set())
    assert (await ada.get("/in")).headers["Location"] == "/me"


async def test_slack_signs_in_whom_it_knows(anna: Browser, slack: SlackSignInServer) -> None:
    address = (await anna.press("slack")).headers["Location"]
    assert address.startswith("https://slack.com/openid/connect/authorize?")
    back = await anna.come_back("slack", **slack.consent(address))
    assert (back.status, back.headers["Location"]) == (303, "/me")
    assert "You are signed in as Anna of One." in (await anna.get("/me")).text
    assert await anna.page.app.store.web_sessions.all_of(_member("slack", "T1", "UANNA"), anna.page.app.clock.now())


async def test_what_comes_back_counts_once_and_in_its_own_browser(ada: Browser, discord: DiscordSignInServer) -> None:
    brought = discord.allow((await ada.press("discord")).headers["Location"])
    for other in (Browser(ada.page), Browser(ada.page, {"__Host-paperboy-in": "x" * 43})):
        assert "Press the button again" in await other.told(await other.come_back("discord", **brought))
    assert "Press the button again" in await ada.told(await ada.come_back("discord", **{**brought, "state": "x"}))
    assert (await ada.come_back("discord", **brought)).headers["Location"] == "/me"
    ada.kept.pop("__Host-paperboy")
    assert "Press the button again" in await ada.told(await ada.come_back("discord", **brought))
    assert len(discord.given) == 1


async def test_a_code_of_somebody_else_s_sign_in_is_good_for_nobody(ada: Browser, discord: DiscordSignInServer) -> None:
    stolen = discord.allow((await Browser(ada.page).press("discord")).headers["Location"])
    own = discord.allow((await ada.press("discord")).headers["Location"])
    back = await ada.come_back("discord", code=stolen["code"], state=own["state"])  # PKCE: another verifier
    assert "Press the button again" in await ada.told(back)
    assert discord.given == []


async def test_two_tabs_don_t_disturb_each_other(ada: Browser, discord: DiscordSignInServer) -> None:
    first = discord.allow((await ada.press("discord")).headers["Location"])
    second = discord.allow((await ada.press("discord")).headers["Location"])
    assert (await ada.come_back("discord", **second)).headers["Location"] == "/me"
    assert (await ada.come_back("discord", **first)).headers["Location"] == "/me"


async def test_a_sign_in_lasts_ten_minutes(
    ada: Browser, discord: DiscordSignInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_attempts, "LASTS", timedelta(seconds=-1))
    brought = discord.allow((await ada.press("discord")).headers["Location"])
    assert "longer than ten minutes" in await ada.told(await ada.come_back("discord", **brought))


async def test_a_state_of_one_platform_is_none_of_another(anna: Browser, slack: SlackSignInServer) -> None:
    brought = slack.consent((await anna.press("slack")).headers["Location"])
    assert (await anna.come_back("discord", **brought)).status == 404
    assert (await anna.press("discord")).status == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"aud": [CLIENT_ID, "another"]},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"exp": None},
    ],
)
async def test_slack_s_answer_must_be_for_this_sign_in(
    anna: Browser, slack: SlackSignInServer, wrong: dict[str, Any]
) -> None:
    slack.claims = wrong
    back = await anna.come_back("slack", **slack.consent((await anna.press("slack")).headers["Location"]))
    assert "Press the button again" in await anna.told(back)


async def test_only_people_of_a_team_with_paperboy_get_in(ada: Browser, discord: DiscordSignInServer) -> None:
    discord.servers = [{"id": FOREIGN, "name": "Game"}]
    back = await ada.come_back("discord", **discord.allow((await ada.press("discord")).headers["Location"]))
    assert "Paperboy is in no server of that Discord account" in await ada.told(back)
    assert discord.tokens == set()


async def test_only_people_of_a_workspace_with_paperboy_get_in(anna: Browser, slack: SlackSignInServer) -> None:
    slack.claims = {"https://slack.com/team_id": "T9"}
    back = await anna.come_back("slack", **slack.consent((await anna.press("slack")).headers["Location"]))
    assert "Paperboy is in no workspace of that Slack account" in await anna.told(back)


async def test_who_is_in_several_servers_is_asked_which(ada: Browser, discord: DiscordSignInServer) -> None:
    await ada.page.app.store.key_value.put(f"discord.server.{SECOND}", "here")
    discord.servers.append({"id": SECOND, "name": "<b>Club</b>"})
    back = await ada.come_back("discord", **discord.allow((await ada.press("discord")).headers["Location"]))
    assert (back.status, back.headers["Cache-Control"], ada.signed_in) == (200, "no-store", False)
    assert ("Which server?" in back.text, "&lt;b&gt;Club" in back.text, "Game" in back.text) == (True, True, False)
    link = back.text.split('action="/in/')[2].partition('"')[0]
    assert (await ada.send(f"/in/{link}")).headers["Location"] == "/me"
    assert await ada.page.app.store.web_sessions.all_of(_member("discord", SECOND), ada.page.app.clock.now())


async def test_a_no_on_the_platform_s_page_is_taken_quietly(ada: Browser) -> None:
    address = (await ada.press("discord")).headers["Location"]
    state = address.partition("&state=")[2].partition("&")[0]
    back = await ada.come_back("discord", error="access_denied", error_description="<script>", state=state)
    assert await ada.told(back) == "You are not signed in, and Discord told Paperboy nothing about you."


async def test_discord_down_or_silent_is_said(
    ada: Browser, discord: DiscordSignInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord_sign_in, "SECONDS", 0.2)
    for trouble in ("down", "silent"):
        setattr(discord, trouble, True)
        back = await ada.come_back("discord", **discord.allow((await ada.press("discord")).headers["Location"]))
        assert "Discord does not answer just now" in await ada.told(back)
        setattr(discord, trouble, False)


@pytest.mark.parametrize("answer", [[], None, {}, {"id": None, "username": "ada"}, "no"])
async def test_an_answer_of_discord_s_in_another_form_signs_nobody_in(
    ada: Browser, discord: DiscordSignInServer, answer: Any
) -> None:
    discord.person = answer
    back = await ada.come_back("discord", **discord.allow((await ada.press("discord")).headers["Location"]))
    assert "Discord does not answer just now" in await ada.told(back)
    assert not discord.tokens


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(drop=True), Fault(error="internal_error")])
async def test_slack_down_is_said(anna: Browser, slack: SlackSignInServer, fault: Fault) -> None:
    slack.fail("openid.connect.token", fault)
    back = await anna.come_back("slack", **slack.consent((await anna.press("slack")).headers["Location"]))
    assert "Slack does not answer just now" in await anna.told(back)


async def test_slack_that_is_not_connected_yet_is_said(slack: SlackSignInServer) -> None:
    async with browsing(Mode.PRIVATE, PUBLIC_URL, slack=slack_settings(slack)) as page:
        anna = Browser(page)
        back = await anna.come_back("slack", **slack.consent((await anna.press("slack")).headers["Location"]))
        assert "Slack does not answer just now" in await anna.told(back)


async def test_a_wrong_client_secret_is_the_operator_s_to_mend(discord: DiscordSignInServer) -> None:
    settings = discord_settings(discord.base, discord_client_secret=SecretStr("wrong"))
    async with browsing(Mode.PRIVATE, PUBLIC_URL, discord=settings) as page:
        ada = Browser(page)
        back = await ada.come_back("discord", **discord.allow((await ada.press("discord")).headers["Location"]))
        assert "is set up wrongly here" in await ada.told(back)


async def test_another_site_begins_no_sign_in(ada: Browser) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        begun = await ada.press("discord", headers)
        assert (begun.status, "Location" in begun.headers) == (403, False)
    assert (await ada.get("/in/with/discord")).status == 405


async def test_one_address_begins_only_so_many(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(sign_in_attempts.BURST):
        assert "discord.com" in (await ada.press("discord")).headers["Location"]
    assert "too many requests" in await ada.told(await ada.press("discord"))


async def test_no_code_token_or_state_is_logged_or_kept(
    ada: Browser, discord: DiscordSignInServer, capfd: pytest.CaptureFixture[str]
) -> None:
    brought = discord.allow((await ada.press("discord")).headers["Location"])
    states = ada.page.app.store.installations
    assert not await states.finish(brought["state"], ada.page.app.clock.now())  # but a digest of it
    await ada.come_back("discord", **{**brought, "code": "made-up-code"})
    await ada.come_back("discord", **discord.allow((await ada.press("discord")).headers["Location"]))
    logged = "".join(capfd.readouterr())
    secrets = (*brought.values(), "made-up-code", *discord.given, DISCORD_SECRET, *ada.kept.values())
    assert [each for each in secrets if each in logged] == []


async def test_without_settings_there_is_no_such_way(discord: DiscordSignInServer) -> None:
    settings = discord_settings(discord.base, discord_client_secret=None)
    async with browsing(Mode.PRIVATE, PUBLIC_URL, discord=settings) as page:
        text = (await page.get("/in")).text
        assert ("Sign in with" in text, "/papers account web" in text) == (False, True)
        assert (await page.send("/in/with/discord")).status == 404
        assert 'href="/in"' in (await page.get("/")).text


async def test_the_buttons_may_lead_to_their_platform_alone(ada: Browser) -> None:
    policy = (await ada.get("/in")).headers["Content-Security-Policy"]
    assert "form-action 'self' https://discord.com https://*.discord.com;" in policy
    assert "form-action 'self';" in (await ada.get("/")).headers["Content-Security-Policy"]


def _member(platform: str, tenant: str, person: str = "990000000000000001") -> Member:
    return Member(Tenant(platform, tenant), person)
