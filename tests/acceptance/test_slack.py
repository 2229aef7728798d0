"""The installed program in Slack, from setting up to a kill in the middle of a post, against a strict emulator.

Acceptance data: runs where the emulator lies beside the repository. Every test ends with no violation: no payload
refused, no deadline missed, no rate limit overrun, no word misread as markup, nobody pinged.
"""

import json
import os
import re
import signal
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

import pytest

from bot.commands import COMMANDS
from bot.model import Paper, PaperId
from tests.acceptance.slack_world import (
    ALICE,
    BOB,
    EVERY_DAY,
    GENERAL,
    MISSING,
    PAPERS,
    Json,
    World,
    is_listening,
    text_of,
    until,
    world_fixture,
)

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"acceptance data: {MISSING}")

SEND = r"chat\.postMessage"
OF = {"query": "agents", "paper": "2608.19880", "interest": "agents", "text": "2608.19880"}
"""What is typed for a required argument."""


world = world_fixture()
web = world_fixture(http=True, oauth=True)


def test_from_setting_up_to_the_first_post_and_back(world: World) -> None:
    form = world.open_form()
    filled = {"time": {"value": {"selected_time": "00:00"}}, "days": {"value": "daily"}, "zone": {"value": "UTC"}}
    sent = world.emulator.post("view_submission", view_id=form["id"], values=filled, user=ALICE, wait=5)
    assert "Daily picks are set up" in str(sent["ack"])
    assert "1." in text_of(world.ask("preview"))
    world.make_due()
    head, *cards = world.posts(count=6)
    assert [card["thread_ts"] for card in cards] == [head["ts"]] * 5
    assert not any(post["seen"]["pings"] for post in (head, *cards))

    for message in (head, cards[4]):
        receipt = world.press(message, "👍", BOB)
        assert receipt["messages"][-1]["ephemeral_to"] == BOB
        assert "More like this" in text_of(receipt)
    world.react(cards[1], "bookmark", BOB, wait=5)
    title = _title(cards[1])
    until(lambda: title in world.saved(BOB))
    world.react(cards[1], "bookmark", BOB, remove=True, wait=5)
    until(lambda: title not in world.saved(BOB))
    assert title not in world.saved(ALICE)

    world.restart()
    assert "Saved" in text_of(world.press(cards[2], "🔖", BOB))
    receipt = world.press(cards[3], "👎", BOB)["messages"][-1]
    world.press(receipt, "Undo", BOB, until="acked")
    until(lambda: "taken back" in _as_it_is(world, receipt)["seen"]["plain"])
    assert "Next post" in text_of(world.ask("status"))
    assert len(world.delivered()) == 6
    assert world.stop() == 0


def test_every_command_answers_in_time_and_only_managers_manage(world: World) -> None:
    world.ask(EVERY_DAY)
    for spec in COMMANDS:
        given = " ".join(OF[argument.name] for argument in spec.arguments if argument.required)
        if spec.name not in ("subscribe", "unsubscribe"):
            answer = world.ask(f"{spec.name} {given}".strip())["messages"]
            assert answer[0]["ephemeral_to"] == ALICE, spec.name
            assert not answer[0]["seen"]["pings"]
    assert "Only admins" in text_of(world.ask("pause", BOB))
    assert "no command" in text_of(world.ask("blorp", BOB))
    until(lambda: "have ended" in text_of(world.ask("unsubscribe")).casefold())


def test_a_form_for_those_who_may_and_words_for_those_who_may_not(world: World) -> None:
    form = world.open_form()
    wrong = {"zone": {"value": "Mars/Base"}}
    refused = world.emulator.post("view_submission", view_id=form["id"], values=wrong, user=ALICE, wait=5)
    assert refused["ack"]["response_action"] == "errors"
    assert "Mars/Base" in str(refused["ack"])
    right = {"zone": {"value": "Asia/Tokyo"}, "topics": {"value": "agents"}, "count": {"value": "3"}}
    world.emulator.post("view_submission", view_id=form["id"], values=right, user=ALICE, wait=5)
    settings = text_of(world.ask("settings"))
    assert all(word in settings for word in ("Asia/Tokyo", "agents", "3"))
    world.press(world.ask("settings")["messages"][0], "Change settings", until="acked")
    emptied = {"topics": {"value": {"value": None}}}
    again = world.view(callback_id="v1:form.subscribe", user=ALICE)
    world.emulator.post("view_submission", view_id=again["id"], values=emptied, user=ALICE, wait=5)
    assert "agents" not in text_of(world.ask("settings"))
    world.emulator.post("command", command="/papers", text="subscribe", user=BOB, channel=GENERAL, wait=5)
    assert "creator" in world.view(user=BOB, type="modal", contains="Only admins")["seen"]["plain"]


def test_the_home_changes_in_place(world: World) -> None:
    world.emulator.post("app_home_opened", user=BOB, wait=5)
    home = world.view(user=BOB, type="home")
    assert "Your picks" in home["seen"]["plain"]
    pressed = {"view_id": home["id"], "user": BOB, "wait": 5}
    world.emulator.post("action", **pressed, text="🔖")
    until(lambda: f"Your reading list\n*{_title(home, '1. ')}" in _bare(world.view(user=BOB, type="home")))
    world.emulator.post("action", **pressed, text="More like this")
    assert world.view(user=BOB, type="modal", contains="1.")
    world.emulator.post("action", **pressed, text="Send me daily picks")
    form = world.view(user=BOB, callback_id="v1:form.subscribe")
    filled = {"days": {"value": "daily"}}
    sent = world.emulator.post("view_submission", view_id=form["id"], values=filled, user=BOB, wait=5)
    assert "Daily picks are set up" in str(sent["ack"])
    world.emulator.post("app_home_opened", user=BOB, wait=5)
    assert world.view(user=BOB, type="home", contains="Next post")


def test_somebody_changes_her_mind_and_writes_sentences(world: World) -> None:
    for asked, told in (
        ("follow coding agents as work", "Following coding agents (in work)"),
        ("unfollow coding agents", "No longer followed: coding agents."),
        ("mute keyword:benchmark", "Muted keyword:benchmark."),
        ("undo", "No longer muted: keyword:benchmark."),
        ("undo", "Followed again: coding agents (in work)."),
        ("I don't like RL", "Shall I leave RL out of your picks?"),
        ("stop", "What should stop? Nothing was changed yet."),
        ("thanks", "You're welcome."),
        ("why am I seeing this", "Which paper?"),
        ("pause until monday", "Only admins"),
    ):
        assert told in text_of(world.ask(asked, BOB)), asked
    asked = world.ask("every weekday at 8:30 berlin time")["messages"][0]
    world.press(asked, "Yes, do that", until="acked")
    until(lambda: "weekdays at 08:30 Europe/Berlin" in text_of(world.ask("settings")))
    assert "paused until" in text_of(world.ask("pause until monday"))


def test_pages_sharing_and_pointing_at_a_message(world: World) -> None:
    listed = world.ask("search language models")["messages"][0]
    turned = world.press(listed, "More ▶", until="acked")
    assert turned["acked"]
    until(lambda: _as_it_is(world, listed)["seen"]["text"] != listed["seen"]["text"])
    shared = world.press(listed, "Share in channel")["messages"][-1]
    assert shared["ephemeral_to"] is None
    assert "Asked for by alice" in shared["seen"]["plain"]
    assert world.press(shared, "◀ Back", BOB)["messages"][-1]["ephemeral_to"] == BOB
    pointed = {"callback_id": "similar_papers", "channel": PAPERS, "wait": 10, "until": "response"}
    which = world.emulator.post("shortcut", **pressed_on(shared), **pointed)
    assert "Which one" in text_of(which)
    written = world.emulator.post("message", channel=PAPERS, user=BOB, text="see https://arxiv.org/abs/2608.19880")
    similar = world.emulator.post("shortcut", ts=written["ts"], user=BOB, **pointed)
    assert "1." in text_of(similar)


def test_words_to_paperboy_are_answered(world: World) -> None:
    bot = next(t["bot_user"] for t in world.emulator.get("state")["teams"])
    world.emulator.post("message", channel=PAPERS, user=BOB, text=f"<@{bot}> paper 2608.19880", wait=5)
    found = world.emulator.get("messages", channel=PAPERS, ephemeral=1, contains="EnvHarness", wait=10)["messages"]
    assert found[0]["ephemeral_to"] == BOB
    said = world.emulator.post("message", dm=True, user=BOB, text="test time scaling", wait=5)
    assert "Papers for" in world.posts(said["channel"])[0]["seen"]["plain"]


def test_every_button_does_something_before_and_after_a_restart(world: World) -> None:
    world.ask("follow agents")
    asked = ("picks", "profile", "privacy", "saved", "paper 2608.19880", "help", "why 2608.19880")
    messages = [message for text in asked for message in world.ask(text)["messages"]]
    receipts = [follow for message in messages for follow in _press_all(world, message)]
    world.restart()
    for message in (*messages, *receipts[:12]):
        _press_all(world, _as_it_is(world, message))


def test_a_direct_conversation_has_its_own_picks(world: World) -> None:
    assert "set up" in text_of(world.ask(f"{EVERY_DAY} count:2 format:compact", BOB, channel="dm"))
    world.make_due()
    state = world.emulator.get("state")
    direct = next(c["id"] for c in state["channels"] if c["im"] == BOB)
    (head,) = [p for p in world.posts(direct) if "2 papers" in p["seen"]["plain"]]
    world.press(head, "🔖", BOB)
    assert _title(head, "1. ") in world.saved(BOB)


FAULTS: tuple[Json, ...] = (
    {"action": "ratelimit", "retry_after": 1},
    {"action": "ratelimit", "retry_after": 5},
    {"action": "status", "status": 503},
    {"action": "status_after", "status": 502},
    {"action": "error", "error": "internal_error"},
    {"action": "drop"},
    {"action": "drop_after"},
    {"action": "invalid_json"},
)


def test_trouble_on_the_way_is_made_good_with_one_post(world: World) -> None:
    """One channel for each kind of trouble, all at the same time: none holds up another."""
    troubled = {world.emulator.post("channel", name=f"c{n}")["id"]: fault for n, fault in enumerate(FAULTS)}
    for channel, fault in troubled.items():
        world.ask(f"{EVERY_DAY} count:1 format:compact", channel=channel)
        world.fault(method=SEND, channel=channel, **fault)
    world.make_due()
    for channel, fault in troubled.items():
        assert world.posts(channel, wait=30), fault
    world.restart()
    for channel, fault in troubled.items():
        assert len(world.delivered(channel)) == 1, fault


def test_killed_between_post_and_record(world: World) -> None:
    world.ask(f"{EVERY_DAY} count:2")
    for skip in (0, 1):
        world.fault(method=SEND, channel=PAPERS, action="delay_after", delay=5, skip=skip)
    world.make_due()
    for count in (1, 3):
        world.posts(count=count)
        world.stop(signal.SIGKILL)
        world.expire_leases()
        world.start()
    head, *cards = world.posts(count=3, wait=40)
    assert [card["thread_ts"] for card in cards] == [head["ts"]] * 2
    assert len(world.delivered()) == 3


def test_the_socket_comes_and_goes(world: World) -> None:
    shown = world.ask("picks")["messages"][0]
    for operation in (
        {"op": "disconnect", "reason": "refresh_requested", "then_close": 0.3},
        {"op": "disconnect", "reason": "warning"},
        {"op": "drop"},
        {"op": "close"},
    ):
        opened = world.emulator.get("log", kind="socket_open")["last"]
        if operation["op"] == "close":
            world.emulator.post("socket", op="refuse", times=1)
        world.emulator.post("socket", **operation)
        assert world.emulator.get("log", kind="socket_open", since=opened, wait=20)["entries"], operation
        until(lambda: world.emulator.get("wait_ready", wait=1).get("ready"))
        world.press(shown, "👍")


def test_a_socket_that_only_looks_alive_is_replaced(world: World) -> None:
    """The server stands still for a while: the connection is open, and nothing comes or goes."""
    opened = world.emulator.get("log", kind="socket_open")["last"]
    os.kill(world.emulator.process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(AssertionError):
            until(lambda: False, 12)
    finally:
        os.kill(world.emulator.process.pid, signal.SIGCONT)
    assert world.emulator.get("log", kind="socket_open", since=opened, wait=30)["entries"]
    until(lambda: world.emulator.get("wait_ready", wait=1).get("ready"))
    assert world.ask("today")["messages"]


def test_an_event_that_comes_again_counts_once(world: World) -> None:
    world.ask(f"{EVERY_DAY} count:2")
    world.make_due()
    card = world.posts(count=3)[1]
    item = {"type": "message", "channel": PAPERS, "ts": card["ts"]}
    bot = next(t["bot_user"] for t in world.emulator.get("state")["teams"])
    event = {"type": "reaction_added", "user": BOB, "reaction": "+1::skin-tone-4", "item": item, "item_user": bot}
    for _ in range(3):
        world.emulator.post("event", event=event, event_id="EvSAME", wait=5)
    receipts = world.emulator.get("messages", channel=PAPERS, ephemeral=1, contains="More like", wait=5)["messages"]
    assert len(receipts) == 1
    world.emulator.post("socket", op="drop")
    away = world.react(card, "bookmark", BOB)
    assert world.emulator.get("delivery", id=away["id"], wait=20)["acked"]
    until(lambda: _title(card) in world.saved(BOB))


def test_an_emoji_in_a_thread_is_answered_there(world: World) -> None:
    world.ask(f"{EVERY_DAY} count:2")
    world.make_due()
    head, card, _ = world.posts(count=3)
    world.react(card, "+1", BOB, wait=5)
    (receipt,) = world.emulator.get("messages", channel=PAPERS, ephemeral=1, contains="More like", wait=5)["messages"]
    assert (receipt["thread_ts"], receipt["ephemeral_to"]) == (head["ts"], BOB)


def test_emoji_put_on_while_nobody_listened_are_found(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        world.ask(f"{EVERY_DAY} count:2")
        world.make_due()
        _, card, _ = world.posts(count=3)
        world.stop()
        world.react(card, "bookmark", BOB)
        until(world.violations)  # Slack has given up delivering it: only looking for it can find it now
        world.start()
        title = _title(card)
        until(lambda: title in world.saved(BOB))
        assert {violation["what"] for violation in world.violations()} == {"event_lost"}


def test_an_archived_channel_pauses_and_its_owner_is_told_once(world: World) -> None:
    world.ask(f"{EVERY_DAY} format:compact")
    assert "/invite" in text_of(world.ask(f"{EVERY_DAY} format:compact", channel=GENERAL))
    world.emulator.post("channel", id=PAPERS, archived=True)
    world.make_due()
    until(lambda: len(_told(world, ALICE)) == 2)
    told = "\n".join(_told(world, ALICE))
    assert "archived" in told
    assert "/invite" in told
    assert f"<#{PAPERS}>" in told
    world.restart()
    assert "archived" in text_of(world.ask("status"))
    world.emulator.post("event", event={"type": "channel_archive", "channel": PAPERS, "user": ALICE}, wait=5)
    assert len(_told(world, ALICE)) == 2


def test_a_channel_with_a_new_id_keeps_its_posts_and_its_settings(world: World) -> None:
    world.ask(f"{EVERY_DAY} count:2 format:compact")
    moved = {"type": "channel_id_changed", "old_channel_id": PAPERS, "new_channel_id": GENERAL}
    world.emulator.post("event", event=moved, wait=5)
    until(lambda: "Daily picks here" in text_of(world.ask("settings", channel=GENERAL)))
    assert "no daily picks here yet" in text_of(world.ask("settings"))


def test_a_refused_layout_becomes_words_once(world: World) -> None:
    world.ask(f"{EVERY_DAY} format:compact")
    world.fault(method=SEND, channel=PAPERS, action="error", error="invalid_blocks")
    world.make_due()
    (post,) = world.posts()
    assert "1. " in post["seen"]["plain"]
    assert not post.get("blocks")
    assert "slack.layout_refused" in world.log()
    assert len(world.delivered()) == 1


def test_hostile_titles_stay_words(world: World) -> None:
    world.stop()
    world.add_papers([_hostile(number, title) for number, title in enumerate(HOSTILE, 1)])
    world.start()
    seen = [world.ask(f"paper 2611.{number:05d}") for number in range(1, len(HOSTILE) + 1)]
    world.ask(f"{EVERY_DAY} count:10 format:compact")
    world.make_due()
    posts = world.posts()
    assert "10. " in posts[0]["seen"]["plain"]
    for message in (*posts, *(m for result in seen for m in result["messages"])):
        assert not message["seen"]["pings"]
        assert not re.search(r"[\u202a-\u202e]", message["seen"]["text"])
        assert not [link for link in message["seen"]["links"] if "evil.example" in link and "](" in link]


def test_http_takes_signed_requests_only(web: World) -> None:
    assert "fake-challenge" in web.emulator.post("url_verification")["attempts"][0]["body"]
    assert "1." in text_of(web.ask("today"))
    asked = {"command": "/papers", "text": "follow agents", "user": BOB, "channel": PAPERS, "wait": 5}
    for how in ("bad", "stale", "missing"):
        refused = web.emulator.post("command", **asked, sign=how)
        web.meant_to_fail.add(refused["id"])
        assert [attempt["status"] for attempt in refused["attempts"]] == [401]
    assert "agents" not in text_of(web.ask("profile", BOB))
    web.ask(f"{EVERY_DAY} count:2")
    web.make_due()
    _, card, *_ = web.posts(count=3)
    assert "More like this" in text_of(web.press(card, "👍", BOB))
    web.react(card, "bookmark", BOB, wait=5)
    until(lambda: _title(card) in web.saved(BOB))
    assert web.stop() == 0


def test_two_workspaces_install_and_one_leaves(web: World) -> None:
    ones, twos = (_install(web, number) for number in (1, 2))
    web.ask("follow agents", ones.user, channel=ones.channel)
    assert "agents" in text_of(web.ask("profile", ones.user, channel=ones.channel))
    assert "agents" not in text_of(web.ask("profile", twos.user, channel=twos.channel))
    for who in (ones, twos):
        web.ask(f"{EVERY_DAY} count:2 format:compact", who.user, channel=who.channel)
    raw = web.file.read_bytes() + web.file.with_name("paperboy.db-wal").read_bytes()
    assert b"xoxb-" not in raw
    before = len(web.emulator.get("log", kind="api", method="auth.test")["entries"])
    web.ask("today", twos.user, channel=twos.channel)
    assert len(web.emulator.get("log", kind="api", method="auth.test")["entries"]) == before
    web.emulator.post("uninstall", team=ones.team, wait=5)
    until(lambda: web.log().count("tenant.left") == 2)
    web.make_due()
    assert web.posts(twos.channel)
    assert web.posts(ones.channel, count=0) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"method": r"auth\.test", "action": "status", "status": 503, "times": 2},
        {"method": r"auth\.test", "action": "drop", "times": 2},
        {"method": r"auth\.test", "action": "ratelimit", "retry_after": 4},
        {"method": r"apps\.connections\.open", "action": "ratelimit", "retry_after": 4},
    ],
)
def test_a_hiccup_at_the_start_is_told_and_passes(world: World, fault: Json) -> None:
    world.stop()
    world.fault(**fault)
    world.launch()
    until(lambda: is_listening(world.port))
    status, told = world.page("/readyz")
    assert (status, json.loads(told)["ready"]) == (503, False)
    assert world.page("/livez") == (200, "alive")
    assert world.emulator.get("wait_ready", wait=30).get("ready"), world.log()[-2000:]
    assert world.ask("today")["messages"]
    assert world.page("/readyz")[0] == 200


def test_where_ten_sockets_are_open_no_more_is_tried_than_need_be(world: World) -> None:
    world.stop()
    world.emulator.post("config", max_sockets=0)
    before = world.emulator.get("log", kind="api", method="apps.connections.open")["entries"]
    world.launch()
    until(lambda: "may have ten" in world.log())
    until(lambda: world.log().count("may have ten") >= 3)
    after = world.emulator.get("log", kind="api", method="apps.connections.open")["entries"]
    assert 3 <= len(after) - len(before) <= 5
    world.emulator.post("config", max_sockets=10)
    assert world.emulator.get("wait_ready", wait=30).get("ready")
    assert world.ask("today")["messages"]


def test_any_word_may_be_asked_for_over_http(web: World) -> None:
    assert "payload" in text_of(web.ask("search payload"))
    channel = web.emulator.post("channel", name="payload-ops")["id"]
    assert "1." in text_of(web.ask("today", channel=channel))


def test_what_slack_does_not_answer_is_no_no(world: World) -> None:
    """Many people at once use up what Slack answers in a minute; nobody is told that they are somebody else."""
    people = [world.emulator.post("user", name=f"p{number}")["id"] for number in range(60)]
    for person in people:
        world.emulator.post("app_home_opened", user=person)
    until(lambda: len(world.emulator.get("views", type="home")["views"]) >= len(people), 90)
    homes = world.emulator.get("views", type="home")["views"]
    assert not [home for home in homes if "not a member" in home["seen"]["plain"]]
    for person in people[:30]:
        assert "set up" in text_of(world.ask(f"{EVERY_DAY} count:1", person, channel="dm"))


def test_quick_questions_in_a_conversation_are_all_answered(world: World) -> None:
    channel = world.emulator.post("message", dm=True, user=BOB, text="paper 2608.19880", wait=5)["channel"]
    for _ in range(11):
        world.emulator.post("message", dm=True, user=BOB, text="paper 2608.19880")
    assert len(world.posts(channel, count=12, wait=40)) == 12


def test_an_admin_is_no_stranger_when_slack_is_silent(world: World) -> None:
    assert "set up" in text_of(world.ask(EVERY_DAY))
    world.fault(method=r"(users|conversations)\.info", action="status", status=503, times=9)
    assert "Slack does not tell me who you are" in text_of(world.ask("pause", BOB))
    assert "paused" in text_of(world.ask("pause")).casefold()


@pytest.mark.parametrize(
    ("setting", "value", "code", "words"),
    [
        ("PAPERBOY_SLACK_BOT_TOKEN", "xoxb-wrong", 78, "PAPERBOY_SLACK_BOT_TOKEN"),
        ("PAPERBOY_SLACK_APP_TOKEN", "xapp-wrong", 78, "PAPERBOY_SLACK_APP_TOKEN"),
        ("PAPERBOY_SLACK_APP_TOKEN", "", 78, "PAPERBOY_SLACK_APP_TOKEN"),
        ("PAPERBOY_SLACK_API_BASE", "http://slack.example/api/", 78, "https"),
    ],
)
def test_what_stops_the_start_is_one_sentence(tmp_path: Path, setting: str, value: str, code: int, words: str) -> None:
    world = World(tmp_path)
    try:
        ended = world.run("run", **{setting: value})
        assert ended.returncode == code, ended.stderr
        assert words in ended.stderr
        assert "Traceback" not in ended.stderr
        assert world.emulator.info["bot_token"] not in ended.stderr
    finally:
        world.emulator.stop()


def test_the_operators_commands(world: World) -> None:
    assert '"/papers"' in world.run("slack", "manifest").stdout
    assert "Slack token" in world.run("doctor").stdout


class Installed:
    """A workspace that installed the app, one of its people, and a channel."""

    def __init__(self, state: Json, team: str) -> None:
        self.team = team
        self.user = next(u["id"] for u in state["users"] if u["team_id"] == team and not u["is_bot"])
        self.channel = next(c["id"] for c in state["channels"] if c["team"] == team and not c["im"])


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _install(world: World, number: int) -> Installed:
    """Go through the installation as a browser does."""
    browser = build_opener(ProxyHandler({}), _Stay())

    def visit(url: str, cookie: str = "") -> tuple[int, str, str]:
        try:
            answer = browser.open(Request(url, headers={"Cookie": cookie} if cookie else {}), timeout=20)
        except HTTPError as moved:
            answer = moved
        with answer:
            return answer.status, answer.headers.get("Location") or "", answer.headers.get("Set-Cookie") or ""

    known = {team["id"] for team in world.emulator.get("state")["teams"]}
    _, authorize, cookie = visit(f"http://127.0.0.1:{world.port}/slack/install")
    _, back, _ = visit(authorize)
    status, _, _ = visit(back, cookie.partition(";")[0])
    assert status == 200
    state = world.emulator.get("state")
    (team,) = [team["id"] for team in state["teams"] if team["id"] not in known]
    assert number
    return Installed(state, team)


HOSTILE = (
    "<!channel> <!here> look at this",
    "<@U0BOB00002> and <!subteam^S123|all>",
    "*bold* _it_ ~gone~ `code` **b**",
    "[free money](https://evil.example) <https://evil.example|click>",
    "\u202eright to left\u202c and \u2066isolated",
    "> quote & more < less > same &amp; &lt;",
    "A" * 4000,
    "漢字" * 2000,
    "شبكات عصبية عميقة للترجمة الآلية",
    "👩🏽‍🔬 emoji 🧪 | pipe |> and :smile:",
)


def _hostile(number: int, title: str) -> Paper:
    return Paper(
        id=PaperId(f"arxiv:2611.{number:05d}"),
        title=title,
        abstract=title,
        authors=("<!everyone>", "*Bold* Author"),
        published=datetime.now(UTC).date(),
        featured=datetime.now(UTC).date(),
        upvotes=1000 + number,
        repository="https://github.com/x/y|z>",
        thumbnail="javascript:alert(1)",
        sources=("sample",),
    )


def _press_all(world: World, message: Json) -> list[Json]:
    """Press every kind of button of a message once, and at last one that turns it; return what came of it."""
    pressed = [e for e in message["seen"]["elements"] if e["type"] == "button" and "url" not in e]
    staying = {e["text"]: e for e in pressed if ":turn:" not in e["action_id"]}
    turning = [e for e in pressed if ":turn:" in e["action_id"]][:1]
    answers: list[Json] = []
    for element in (*staying.values(), *turning):
        waits = "response" if ":answer:" in element["action_id"] or ":share:" in element["action_id"] else "acked"
        answered = world.press(message, element["text"], action_id=element["action_id"], until=waits)
        answers += answered["messages"]
    return answers


def _title(message: Json, before: str = "") -> str:
    found = re.search(rf"{re.escape(before)}(\w.{{10,25}})", message["seen"]["plain"].replace("*", ""))
    assert found
    return found[1]


def _bare(message: Json) -> str:
    return str(message["seen"]["plain"]).replace("1. ", "")


def _as_it_is(world: World, message: Json) -> Json:
    """The message as it shows now: answers of one person turn in place."""
    found: list[Json] = world.emulator.get("messages", channel=message["channel"])["messages"]
    return next(m for m in found if m["ts"] == message["ts"])


def _told(world: World, user: str) -> list[str]:
    direct = [c["id"] for c in world.emulator.get("state")["channels"] if c["im"] == user]
    return [post["seen"]["text"] for channel in direct for post in world.posts(channel, count=0)]


def pressed_on(message: Json) -> Json:
    return {"ts": message["ts"], "user": ALICE}
