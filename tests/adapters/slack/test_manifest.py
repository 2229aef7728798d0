"""The manifest, what the code listens to, and the doctor agree."""

import ast
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

from slack_bolt.async_app import AsyncApp

from adapters import slack as package
from adapters.slack import doctor, events, manifest
from adapters.slack.app import build_app
from adapters.slack.client import SlackConnection
from adapters.slack.event_intake import EventIntake
from adapters.slack.manifest import EVENTS, SCOPES, manifest_for, manifest_text
from adapters.slack.place_events import PlaceEvents
from bot.model import Verdict
from tests.adapters.slack.running import Running, settings_for
from tests.platforms.slack_server import CLIENT_ID, CLIENT_SECRET, Fault, SlackServer

CALLED = {
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "conversations_open": "im:write",
    "conversations_info": "channels:read",
    "conversations_history": "channels:history",
    "conversations_replies": "channels:history",
    "files_upload_v2": "files:write",
    "users_info": "users:read",
}
"""The scope each method takes, by Slack's reference."""


class Listening:
    """Notes what is registered, in Bolt's place."""

    def __init__(self) -> None:
        self.events: set[str] = set()

    def event(self, name: object) -> object:
        if isinstance(name, str):
            self.events.add(name)
        return lambda listener: listener


def test_every_event_is_listened_to_and_subscribed() -> None:
    listening = Listening()
    intake = EventIntake(None, None)  # type: ignore[arg-type]
    PlaceEvents(*[None] * 4, intake).register(listening)  # type: ignore[arg-type]
    events.Events(*[None] * 5, intake).register(listening)  # type: ignore[arg-type]
    assert {name.partition(".")[0] for name in EVENTS} == listening.events


def test_every_scope_an_event_or_a_call_takes_is_asked_for_and_no_other() -> None:
    taken = {scope for scopes in EVENTS.values() for scope in scopes}
    taken |= {CALLED[name] for name in CALLED if any(f".{name}(" in source for source in sources())}
    taken |= {"commands", "groups:history"}
    assert taken == set(SCOPES)


def test_admins_are_told_of_both_things_that_histories_are_read_for() -> None:
    """They consent by these words."""
    page = (Path(__file__).parents[3] / "docs/slack.md").read_text()
    (row,) = re.findall(r"(?m)^\| `channels:history`.*", page)
    for told in (row, SCOPES["channels:history"]):
        assert "arrive" in told
        assert "emoji" in told
        assert "last three days" in told


def test_every_slack_method_called_is_known_here() -> None:
    found = {
        match for source in sources() for match in re.findall(r"\.((?:chat|conversations|users|files)_\w+)\(", source)
    }
    assert found == set(CALLED)


def test_the_manifest_names_the_command_the_shortcut_and_the_doors() -> None:
    shown = json.loads(manifest_text())
    assert shown["features"]["slash_commands"][0]["command"] == manifest.COMMAND
    assert shown["features"]["shortcuts"][0]["callback_id"] == manifest.SIMILAR_SHORTCUT
    assert shown["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in manifest_text()
    where = {"public_url": "https://p.example.org/", "redirects": ["/slack/oauth_redirect"]}
    http = json.loads(manifest_text(socket_mode=False, **where))
    urls = {http["settings"]["event_subscriptions"]["request_url"], http["settings"]["interactivity"]["request_url"]}
    assert urls | {http["features"]["slash_commands"][0]["url"]} == {"https://p.example.org/slack/events"}
    assert http["oauth_config"]["redirect_urls"] == ["https://p.example.org/slack/oauth_redirect"]


def test_the_manifest_keeps_slacks_limits() -> None:
    shown = json.loads(manifest_text())
    command, shortcut = shown["features"]["slash_commands"][0], shown["features"]["shortcuts"][0]
    assert len(shown["display_information"]["name"]) <= 35
    assert len(shown["display_information"]["description"]) <= 140
    assert len(command["description"]) <= 2_000
    assert len(command["usage_hint"]) <= 1_000
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150


async def test_bolt_takes_every_listener(bot: Running) -> None:
    connection = SlackConnection(bot.slack.api_base)
    async with connection.open():
        app = build_app(connection.client(None), bot.adapter._workspaces)
    assert isinstance(app, AsyncApp)
    assert app.oauth_flow is None


async def test_the_doctor_finds_all_well(slack: SlackServer) -> None:
    slack.scopes = ",".join(SCOPES)
    found = await package.check(settings_for(slack))
    assert [finding.about for finding in found] == ["Slack token", "Slack scopes", "Slack socket"]
    assert {finding.verdict for finding in found} == {Verdict.FINE}


async def test_the_doctor_names_what_is_missing(slack: SlackServer) -> None:
    slack.scopes = "chat:write"
    scopes = (await doctor.findings(settings_for(slack)))[1]
    assert scopes.verdict is Verdict.MISCONFIGURED
    assert "channels:history" in scopes.text
    slack.scopes = ",".join(scope for scope in SCOPES if scope != "files:write")
    assert (await doctor.findings(settings_for(slack)))[1].verdict is Verdict.WARNING


async def test_the_doctor_tells_a_wrong_token_from_a_slack_that_is_down(slack: SlackServer) -> None:
    wrong = await doctor.findings(settings_for(slack, slack_bot_token="xoxb-wrong", slack_app_token="xapp-wrong"))
    assert {finding.verdict for finding in wrong} == {Verdict.MISCONFIGURED}
    slack.fail("auth.test", Fault(status=500))
    slack.fail("apps.connections.open", Fault(drop=True))
    down = await doctor.findings(settings_for(slack))
    assert {finding.verdict for finding in down} == {Verdict.UNAVAILABLE}
    assert "xoxb" not in str(wrong)
    missing = await doctor.findings(settings_for(slack, slack_app_token=None))
    assert missing[0].about == "Slack settings"


async def test_the_doctor_says_what_signing_in_to_the_page_needs(slack: SlackServer) -> None:
    (missing,) = await doctor.findings(settings_for(slack, slack_sign_in=True))
    assert (missing.verdict, "CLIENT_ID is missing" in missing.text) == (Verdict.MISCONFIGURED, True)
    keys = {"slack_client_id": CLIENT_ID, "slack_client_secret": CLIENT_SECRET, "slack_sign_in": True}
    *_, fine = await doctor.findings(settings_for(slack, **keys))
    assert (fine.verdict, "/in/from/slack" in fine.text) == (Verdict.FINE, True)
    shown = json.loads(manifest_for(settings_for(slack, **keys), "https://p.example.org"))
    redirects = ["https://p.example.org/slack/oauth_redirect", "https://p.example.org/in/from/slack"]
    assert shown["oauth_config"]["redirect_urls"] == redirects


def sources() -> list[str]:
    from adapters.slack import answers, exports, home, permissions, place_events, posting, workspaces

    modules = (answers, exports, home, permissions, place_events, posting, workspaces, events)
    return [ast.unparse(ast.parse(inspect.getsource(module))) for module in modules]


def test_the_documentation_names_every_scope() -> None:
    text = (Path(__file__).parents[3] / "docs" / "slack.md").read_text(encoding="utf-8")
    assert not [scope for scope in SCOPES if f"`{scope}`" not in text]


def test_without_the_extra_one_sentence_names_it_and_the_manifest_still_prints() -> None:
    code = """
import sys
sys.modules["slack_bolt"] = sys.modules["slack_sdk"] = None
from adapters import slack
from bot.errors import ConfigurationError
from adapters.slack.manifest import manifest_for
from adapters.slack.settings import SlackSettings
assert "/papers" in manifest_for(SlackSettings(_env_file=None))
try:
    slack.create(None)
except ConfigurationError as error:
    print(error)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "Slack needs the extra 'slack': pip install 'paperboy-bot[slack]'."
