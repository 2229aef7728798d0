"""HTTP mode: signatures, and installation into two workspaces with nothing crossing between them."""

import json
import socket
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.commands import parse
from bot.errors import ChannelGone
from bot.model import Channel, Choice, Tenant
from bot.ports.http import HttpRequest
from tests.adapters.slack.running import Running, delivery, running, unconnected, until
from tests.platforms.slack_server import (
    ANNA,
    CHANNEL,
    CLIENT_ID,
    CLIENT_SECRET,
    SIGNING_SECRET,
    TEAM,
    SlackServer,
)

OAUTH = {
    "slack_client_id": CLIENT_ID,
    "slack_client_secret": CLIENT_SECRET,
    "slack_authorize_url": "https://slack.example.org/authorize",
    "secret_key": "a key of ours",
}


# slack_sdk 3.47 still uses what aiohttp 3.14 deprecates; aiohttp is held below 4.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")


@pytest.fixture
def port() -> int:
    """A free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
async def web(slack: SlackServer, port: int) -> AsyncIterator[Running]:
    more = {"slack_mode": "http", "slack_signing_secret": SIGNING_SECRET, "port": port, **OAUTH}
    async with running(slack, **more) as bot:
        yield bot


@pytest.fixture
def events(port: int) -> str:
    return f"http://127.0.0.1:{port}/slack/events"


async def test_a_signed_command_is_answered(web: Running, events: str) -> None:
    assert await web.slack.http_command(events, "today") == 200
    assert "answer to today" in (await web.slack.sent())[0]["text"]
    assert web.slack.opened == 0


@pytest.mark.parametrize("sign", ["bad", "stale", "missing", "odd", "foreign"])
async def test_an_unsigned_request_touches_nothing(web: Running, events: str, sign: str) -> None:
    assert await web.slack.http_command(events, "today", sign=sign) == 401
    assert web.core.requests == []
    assert not web.slack.called("users.info")


async def test_a_body_that_is_no_text_is_refused(web: Running, events: str) -> None:
    async with aiohttp.ClientSession() as http, http.post(events, data=b"ssl_check=1\xff") as answer:
        assert answer.status == 400


@pytest.mark.parametrize("text", ["payload", "search payload", "search payload=1&command=x"])
async def test_the_word_payload_is_a_word(web: Running, events: str, text: str) -> None:
    assert await web.slack.http_command(events, text) == 200
    await web.slack.sent()
    assert web.core.requests[0].command == parse(text)


async def test_what_a_list_offers_is_asked_over_http_too(web: Running, events: str) -> None:
    web.core.choices = [Choice(label="Europe/Berlin", value="Europe/Berlin")]
    asked = {"type": "block_suggestion", "action_id": "value", "block_id": "zone", "value": "berl"}
    who = {"team": {"id": TEAM}, "user": {"id": ANNA}, "view": {"callback_id": "v1:form.subscribe"}}
    body = urlencode({"payload": json.dumps(asked | who)})
    headers = {"Content-Type": "application/x-www-form-urlencoded", **web.slack.signature(body)}
    async with aiohttp.ClientSession() as http, http.post(events, data=body, headers=headers) as answer:
        offered = (await answer.json())["options"]
    assert [one["value"] for one in offered] == ["Europe/Berlin"]


MALFORMED = {
    "application/json": (
        "", "{", "[" * 50_000, "[]", "5", '"event_callback"', "{}", '{"type": 5}', '{"type": "event_callback"}',
        '{"type": "event_callback", "event": []}', '{"type": "event_callback", "event": {}}',
        '{"type": "event_callback", "team_id": "T1", "event": {"type": "reaction_added"}, "authorizations": 5}',
    ),
    "application/x-www-form-urlencoded": (
        "", "payload", "payload=", "payload=%7B", "payload=5", "payload=[]", "command=%2Fpapers",
        'payload={"type":"block_actions","team":5}',
        'payload={"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1"},"actions":[]}',
        'payload={"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1"},"actions":[5]}',
        'payload={"type":"view_submission","team":{"id":"T1"},"user":{"id":"U1"},"view":{}}',
        'payload={"type":"block_suggestion","team":{"id":"T1"},"user":{"id":"U1"},"action_id":"value","block_id":"zone"}',
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "body"), [(content, body) for content, bodies in MALFORMED.items() for body in bodies]
)
async def test_what_is_signed_and_yet_malformed_is_refused(web: Running, events: str, content: str, body: str) -> None:
    assert await web.slack.post_signed(events, body, content=content) in (400, 404)
    assert web.core.requests == []


@pytest.mark.parametrize("team", [[], {}, 5, None, "", {"id": 5}])
async def test_a_body_of_no_workspace_touches_nothing(web: Running, events: str, team: object) -> None:
    for named in ({"team_id": team}, {"team": team}):
        body = json.dumps({"type": "event_callback", "event": {"type": "app_uninstalled"}, **named})
        assert await web.slack.post_signed(events, body, content="application/json") == 400
    assert web.core.left == []


async def test_before_slack_is_reached_everything_is_asked_to_come_again(slack: SlackServer) -> None:
    http = {"slack_mode": "http", "slack_signing_secret": SIGNING_SECRET}
    adapter = await unconnected(slack, SystemClock(), **http, **OAUTH)
    for route in adapter.routes:
        body = json.dumps({"type": "url_verification", "challenge": "c"})
        headers = {"Content-Type": "application/json", **slack.signature(body)}
        answer = await route.answer(HttpRequest(query="", headers=headers, body=body.encode()))
        assert (answer.status, dict(answer.headers)["Retry-After"]) == (503, "10")


async def test_slack_may_check_the_address(web: Running, events: str) -> None:
    body = '{"type": "url_verification", "challenge": "c-1"}'
    assert await web.slack.post_signed(events, body, content="application/json") == 200


async def test_two_workspaces_install_and_one_leaves(web: Running, events: str, port: int) -> None:
    for team in ("TONE", "TTWO"):
        assert await install(web.slack, port, team) == 200
        assert await web.slack.http_command(events, "today", team=team) == 200
    await web.slack.sent(2)
    assert {request.member.tenant.id for request in web.core.requests} == {"TONE", "TTWO"}
    assert [m["channel"] for m in web.slack.messages] == [f"D{ANNA}", f"D{ANNA}"]
    assert not any("xoxb" in sealed for sealed in (await web.store.installations.of_platform("slack")).values())
    assert await web.slack.http_event(events, {"type": "app_uninstalled"}, team="TONE") == 200
    await until(lambda: web.core.left)
    assert list(await web.store.installations.of_platform("slack")) == [Tenant("slack", "TTWO")]
    await web.adapter.post(delivery(channel=Channel(Tenant("slack", "TTWO"), CHANNEL)))
    with pytest.raises(ChannelGone):
        await web.adapter.post(delivery(channel=Channel(Tenant("slack", "TONE"), CHANNEL)))


async def test_no_request_of_an_installed_workspace_costs_an_auth_test(web: Running, events: str, port: int) -> None:
    assert await install(web.slack, port, "TONE") == 200
    before = len(web.slack.called("auth.test"))
    for count in (1, 2, 3):
        await web.slack.http_command(events, "today", team="TONE")
        await web.slack.sent(count)
    assert len(web.slack.called("auth.test")) == before


async def test_a_workspace_that_never_installed_is_told_so(web: Running, events: str) -> None:
    assert await web.slack.http_command(events, "today", team="TNEVER") == 200
    assert web.core.requests == []


async def test_a_foreign_browser_or_a_used_state_installs_nothing(web: Running, port: int) -> None:
    location, cookie = await begin(port)
    state = parse_qs(urlsplit(location).query)["state"][0]
    back = f"http://127.0.0.1:{port}/slack/oauth_redirect?state={state}&code={web.slack.allow('TONE')}"
    assert await visit(back, "") == 400
    assert await visit(back, cookie) == 200
    assert await visit(back, cookie) == 401
    assert await visit(f"http://127.0.0.1:{port}/slack/oauth_redirect?error=access_denied", "") == 200


async def test_another_key_can_not_read_what_was_sealed(web: Running, slack: SlackServer, port: int) -> None:
    assert await install(slack, port, "TONE") == 200
    async with running(slack, store=web.store, **{**OAUTH, "secret_key": "another", "port": 0}) as other:
        with pytest.raises(ChannelGone):
            await other.adapter.post(delivery(channel=Channel(Tenant("slack", "TONE"), CHANNEL)))


async def install(slack: SlackServer, port: int, team: str) -> int:
    """Go through it as a browser does; return the last status."""
    location, cookie = await begin(port)
    asked = parse_qs(urlsplit(location).query)
    assert asked["client_id"] == [CLIENT_ID]
    assert "chat:write" in asked["scope"][0]
    return await visit(f"{asked['redirect_uri'][0]}?state={asked['state'][0]}&code={slack.allow(team)}", cookie)


async def begin(port: int) -> tuple[str, str]:
    async with aiohttp.ClientSession() as browser:
        url = f"http://127.0.0.1:{port}/slack/install"
        async with browser.get(url, allow_redirects=False) as answer:
            return answer.headers["Location"], answer.headers["Set-Cookie"].partition(";")[0]


async def visit(url: str, cookie: str) -> int:
    headers = {"Cookie": cookie} if cookie else {}
    async with aiohttp.ClientSession() as browser, browser.get(url, headers=headers) as answer:
        return answer.status


async def test_a_workspace_that_left_while_nobody_listened_is_noticed_at_the_start(
    slack: SlackServer, web: Running, port: int
) -> None:
    for team in ("TONE", "TTWO"):
        assert await install(slack, port, team) == 200
    slack.tokens["xoxb-TONE"] = ""
    del slack.tokens["xoxb-TTWO"]  # not accepted, which may be for want of the right address
    async with running(slack, store=web.store, **OAUTH) as later:
        await until(lambda: later.core.left)
        await until(lambda: len(slack.called("auth.test")) == 6)
        assert later.core.left == [Tenant("slack", "TONE")]
        assert list(await web.store.installations.of_platform("slack")) == [Tenant("slack", "TTWO")]


async def test_word_of_an_old_removal_does_not_undo_a_new_installation(
    slack: SlackServer, web: Running, events: str, port: int
) -> None:
    assert await install(slack, port, "TONE") == 200
    old = slack.event_payload({"type": "app_uninstalled"}, team="TONE") | {"event_time": 1_700_000_000}
    assert await slack.post_signed(events, json.dumps(old), content="application/json") == 200
    assert await slack.http_command(events, "today", team="TONE") == 200
    await slack.sent()
    assert web.core.left == []
