"""The installed program in Discord, from setting up to a kill in the middle of a post, against a strict emulator.

Acceptance data: runs where the emulator lies beside the repository. Every test ends with no violation: no payload
refused, no deadline missed, no rate limit overrun, nobody pinged.
"""

import re
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model import Paper, PaperId
from tests.acceptance.discord_world import (
    ALICE,
    BOB,
    EVERY_DAY,
    GENERAL,
    GUILD,
    MISSING,
    PAPERS,
    Json,
    World,
    leaves,
    text_of,
    until,
)

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"acceptance data: {MISSING}")

SEND = r"/channels/\d+/messages$"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path) as world:
        yield world
        assert world.violations() == [], world.log()[-2000:]


def test_from_setting_up_to_the_first_post_and_back(world: World) -> None:
    assert "Daily picks" in text_of(world.ask("papers subscribe", EVERY_DAY))
    assert "[" in text_of(world.ask("papers preview"))
    world.make_due()
    head = world.posts()[0]
    cards = world.posts(head["id"], 5)
    assert len(cards) == 5
    assert len(world.posts()) == 1

    for message, words in ((head, "More like this"), (cards[0], "said so already")):
        receipt = world.press(message, "👍", BOB)
        assert receipt["ephemeral"]
        assert words in text_of(receipt)
    world.react(cards[1], "🔖", BOB)
    title = re.search(r"\[(.{5,20})", cards[1]["seen"]["text"])
    assert title
    until(lambda: title[1] in world.saved(BOB))
    world.react(cards[1], "🔖", BOB, remove=True)
    until(lambda: title[1] not in world.saved(BOB))

    world.restart()
    assert "Saved" in text_of(world.press(cards[2], "🔖", BOB))
    undone = world.press(world.press(cards[3], "👎", BOB)["messages"][0], "Undo", BOB)
    assert "taken back" in text_of(undone)
    assert "Next post" in text_of(world.ask("papers status"))
    assert len(world.posts()) == 1
    assert world.stop() == 0


def test_every_command_answers_in_time_and_only_managers_manage(world: World) -> None:
    commands = world.emulator.get("commands")["None"]
    typed = [leaf for command in commands if command["type"] == 1 for leaf in leaves(command)]
    assert len(typed) > 25
    for number, (path, options) in enumerate(typed):
        if not path.endswith(" subscribe"):
            given = {o["name"]: "2608.19880" for o in options if o.get("required")}
            assert world.ask(path, given, user_id=world.new_manager(number // 10))["messages"], path
    hidden = world.emulator.post("interaction/command", command="papers-admin pause", user_id=BOB)
    assert hidden["visible"] is False
    assert "Only people with the permission Manage Server" in text_of(
        world.ask("papers subscribe", EVERY_DAY, user_id=BOB)
    )
    form = world.emulator.post("interaction/command", command="papers subscribe", user_id=ALICE, wait=5)
    days = ["Mon", "Tue", "Wed", "Thu", "Fri"]
    sent = {"time": "08:15", "days": days, "zone": "Europe/Berlin", "count": ["3"], "channel": [PAPERS]}
    answer = world.emulator.post("interaction/modal", interaction_id=form["id"], values=sent, wait=5, until="message")
    assert "08:15" in text_of(answer)
    more = world.press(answer["messages"][0], "More settings", ALICE, until="acked")
    sent = {"format": ["compact"], "topics": "agents", "bar": [], "also": ["recap"]}
    world.emulator.post("interaction/modal", interaction_id=more["id"], values=sent, wait=5, until="message")
    settings = text_of(world.ask("papers settings"))
    assert [word for word in ("08:15", "Europe/Berlin", "agents") if word not in settings] == [], settings


def test_completion_paging_and_sharing(world: World) -> None:
    where = {"command": "papers search", "options": {"query": "langu"}, "focused": "query"}
    completed = world.emulator.post("interaction/autocomplete", **where)
    assert completed["choices"]
    assert completed["ack_ms"] < 500
    listed = world.ask("papers search", {"query": "language models"})
    message = listed["messages"][0]
    assert listed["ephemeral"]
    second = world.turn(message, "More ▶")
    shared = world.press(second, "Share in channel")
    assert not shared["ephemeral"]
    foreign = world.press(shared["messages"][0], "◀ Back", BOB)
    assert foreign["ephemeral"]


def test_every_button_does_something_before_and_after_a_restart(world: World) -> None:
    world.ask("papers follow", {"interest": "agents"})
    asked = ("papers picks", "papers profile", "papers privacy", "papers saved", "papers paper", "papers help")
    shown = [world.ask(path, {"paper": "2608.19880"} if path.endswith("paper") else {}) for path in asked]
    messages = [message for result in shown for message in result["messages"]]
    receipts = [follow for message in messages for follow in _press_all(world, message)]
    world.restart()
    for message in (*messages, *receipts):
        _press_all(world, message)


def test_a_person_alone_in_direct_messages_and_elsewhere(world: World) -> None:
    assert "set up" in text_of(world.ask("papers subscribe", {**EVERY_DAY, "count": 2}, dm=True, user_id=BOB))
    direct = world.ask("papers status", dm=True, user_id=BOB)["channel_id"]
    world.make_due()
    head = world.posts(direct, 3)[0]
    assert "2 papers" in head["seen"]["text"]
    world.react(head, "👍", BOB)
    world.press(head, "🔖", BOB)
    until(lambda: "[" in world.saved(BOB, dm=True))
    foreign = world.emulator.post("guild", name="elsewhere", bot_in=False)["channels"][0]
    there = {"channel_id": foreign, "user_install_only": True, "user_id": BOB}
    assert "[" in text_of(world.ask("papers picks", **there))
    assert "[" in world.saved(BOB, channel_id=foreign, user_install_only=True)
    assert "direct message" in text_of(world.ask("papers subscribe", EVERY_DAY, **there))
    assert "[" not in world.saved(ALICE)


def test_somebody_changes_her_mind_and_is_asked_before_anything_is_done(world: World) -> None:
    for command, options, told in (
        ("papers follow", {"interest": "coding agents", "group": "work"}, "Following coding agents (in work)"),
        ("papers unfollow", {"interest": "coding agents"}, "No longer followed: coding agents."),
        ("papers mute", {"interest": "RL"}, "Muted RL."),
        ("papers feedback undo", {}, "No longer muted: RL."),
        ("papers feedback undo", {}, "Followed again: coding agents (in work)."),
        ("papers why", {"paper": "that one"}, "Which paper?"),
        ("papers resume", {}, "Only people with"),
    ):
        assert told in text_of(world.ask(command, options, user_id=BOB)), command
    world.ask("papers subscribe", {"time": "8:30", "days": "every weekday", "zone": "berlin time"})
    assert "paused until" in text_of(world.ask("papers pause", {"until": "next monday"}))


def test_trouble_on_the_way_is_made_good_with_one_post(world: World) -> None:
    channels = [world.new_channel(f"trouble-{number}") for number in range(len(TROUBLE))]
    for channel, fault in zip(channels, TROUBLE, strict=True):
        world.ask("papers subscribe", {**EVERY_DAY, "format": "compact"}, channel_id=channel)
        world.faults({"method": "POST", "path": f"/channels/{channel}/messages$", **fault})
    world.make_due()
    assert [len(world.posts(channel, wait=40)) for channel in channels] == [1] * len(TROUBLE)
    world.restart()
    assert [len(world.posts(channel)) for channel in channels] == [1] * len(TROUBLE)


def test_killed_between_post_and_record(world: World) -> None:
    world.ask("papers subscribe", EVERY_DAY)
    world.faults({"method": "POST", "path": SEND, "action": "delay_after", "delay": 5})
    world.make_due()
    head = world.posts()[0]
    world.stop(signal.SIGKILL)
    world.emulator.post("clock", advance=400)  # Discord has forgotten the key of the first attempt
    world.expire_leases()
    world.start()
    assert len(world.posts(head["id"], 5)) == 5
    assert len(world.posts()) == 1


def test_the_connection_comes_and_goes(world: World) -> None:
    shown = world.ask("papers picks")["messages"][0]
    for operation in ({"op": "drop"}, {"op": "reconnect"}, {"op": "close", "code": 4000}):
        world.emulator.post("gateway", **operation)
        world.emulator.get("log", kind="gateway_in", op=6, wait=15)
        until(lambda: world.emulator.get("wait_ready", wait=1).get("ready"))
        world.press(shown, "👍")
    world.emulator.post("gateway", op="invalid_session")
    until(lambda: len(world.emulator.get("log", kind="identify")["entries"]) == 2)
    assert world.ask("papers help")["messages"]


def test_missing_permissions_are_said_not_guessed(world: World) -> None:
    world.ask("papers subscribe", {**EVERY_DAY, "count": 2})
    world.ask("papers subscribe", {**EVERY_DAY, "count": 2}, channel_id=GENERAL)
    world.emulator.post("channel", id=PAPERS, bot_deny=["CREATE_PUBLIC_THREADS"])
    world.emulator.post("channel", id=GENERAL, bot_deny=["SEND_MESSAGES"])
    world.make_due()
    told = [post["seen"]["text"] for post in world.posts(count=3)]
    assert ["Create Public Threads" in text for text in told] == [False, True, False]
    until(lambda: "permission" in text_of(world.ask("papers status", channel_id=GENERAL)))
    direct = world.ask("papers help", dm=True)["channel_id"]
    until(lambda: any("permission" in post["seen"]["text"] for post in world.posts(direct, 2, 1)))
    world.emulator.post("channel", id=PAPERS, delete=True)
    until(lambda: any("deleted" in post["seen"]["text"] for post in world.posts(direct, 3, 1)))


def test_hostile_titles_stay_words(world: World) -> None:
    world.stop()
    world.add_papers([_hostile(number, title) for number, title in enumerate(HOSTILE, 1)])
    world.start()
    seen = [world.ask("papers paper", {"paper": f"2611.{number:05d}"}) for number in range(1, len(HOSTILE) + 1)]
    world.ask("papers subscribe", {**EVERY_DAY, "count": 5, "format": "cards"})
    world.make_due()
    posts = world.posts(count=5)
    assert len(posts) == 5
    for message in (*posts, *(m for result in seen for m in result["messages"])):
        assert not re.search(r"@(everyone|here)|[\u202a-\u202e]|(?<!\\)<@", message["seen"]["text"])
        assert not message["mention_everyone"]
        assert not message["mentions"]
        assert not [
            link for link in message["seen"]["links"] if "evil" in link and "](<" not in message["seen"]["text"]
        ]


def test_a_server_that_removes_paperboy_gets_no_more_posts(world: World) -> None:
    world.ask("papers subscribe", EVERY_DAY)
    world.emulator.post("guild", id=GUILD, remove=True)
    until(lambda: "discord.removed" in world.log())
    world.make_due()
    assert not world.emulator.get("log", kind="rest", method="POST", path=SEND, wait=1)["entries"]


@pytest.mark.parametrize(
    ("setting", "value", "code", "words"),
    [
        ("PAPERBOY_DISCORD_TOKEN", "wrong", 78, "PAPERBOY_DISCORD_TOKEN"),
        ("PAPERBOY_DISCORD_API_BASE", "http://discord.example/api", 78, "https"),
    ],
)
def test_what_stops_the_start_is_one_sentence(tmp_path: Path, setting: str, value: str, code: int, words: str) -> None:
    world = World(tmp_path)
    try:
        ended = world.run("run", **{setting: value})
        assert ended.returncode == code
        assert words in ended.stderr
        assert "Traceback" not in ended.stderr
        assert world.emulator.info["token"] not in ended.stderr
    finally:
        world.emulator.stop()


def test_the_operators_commands(world: World) -> None:
    assert "client_id=" in world.run("discord", "invite").stdout
    assert GUILD in world.run("discord", "sync", "--guild", GUILD).stdout
    assert "Discord" in world.run("doctor").stdout
    world.ask("papers subscribe", {**EVERY_DAY, "format": "compact"})
    assert world.run("digest", "--now", f"discord:{GUILD}/{PAPERS}").returncode == 0
    world.restart()  # a running program looks within a minute
    assert len(world.posts(count=1)) == 1


TROUBLE: tuple[Json, ...] = (
    {"action": "ratelimit", "retry_after": 0.5},
    {"action": "ratelimit", "retry_after": 0.5, "scope": "global"},
    {"action": "cloudflare", "retry_after": 1},
    {"action": "status", "status": 503},
    {"action": "status_after", "status": 502},
    {"action": "invalid_json"},
    {"action": "drop"},
    {"action": "drop_after"},
)

HOSTILE = (
    "@everyone look at this",
    "<@1400000000000000001> <@&1200000000000000001> @here",
    "**bold** __x__ ||spoiler|| `code` ~~gone~~",
    "[free money](https://evil.example) https://evil.example",
    "\u202eright to left\u202c and \u2066isolated",
    "# Heading\n> quote\n- list",
    "A" * 4000,
    "漢字" * 2000,
    "شبكات عصبية عميقة للترجمة الآلية",
    "👩🏽‍🔬 emoji 🧪 and ](<https://evil.example>) brackets",
)


def _hostile(number: int, title: str) -> Paper:
    return Paper(
        id=PaperId(f"arxiv:2611.{number:05d}"),
        title=title,
        abstract=title,
        authors=("@everyone", "**Bold** Author"),
        published=datetime.now(UTC).date(),
        featured=datetime.now(UTC).date(),
        upvotes=1000 + number,
        repository="https://github.com/x/y](https://evil.example)",
        thumbnail="javascript:alert(1)",
        sources=("sample",),
    )


def _press_all(world: World, message: Json) -> list[Json]:
    """Press every kind of button of a message once; return the messages that came of it."""
    answers = []
    for label in {b["label"] for b in message["seen"]["buttons"] if "custom_id" in b}:
        now = world.now(message)
        if label not in {b.get("label") for b in now["seen"]["buttons"]}:  # a page that was turned has others
            continue
        if label in ("More ▶", "◀ Back"):
            world.turn(now, label)
        else:
            answers.append(world.press(now, label))
    return [follow for answer in answers if not answer.get("modal") for follow in answer["messages"]]
