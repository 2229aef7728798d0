"""The installed program in Discord on a bad day: outages, limits, lost answers. Against a strict emulator.

Acceptance data: runs where the emulator lies beside the repository. Every test ends with no violation.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.discord_world import BOB, EVERY_DAY, GUILD, MISSING, PAPERS, Json, World, text_of, until

ALREADY_ACKNOWLEDGED = 40060
MANAGE_SERVER = 0x20

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"acceptance data: {MISSING}")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path) as world:
        yield world
        assert [v for v in world.violations() if v.get("code") not in world.expected] == [], world.log()[-2000:]


def test_a_hiccup_is_not_an_end(world: World) -> None:
    world.stop()
    world.faults(
        {"method": "GET", "path": "/users/@me$", "action": "status", "status": 503},
        {"method": "GET", "path": "/users/@me$", "action": "drop"},
        {"method": "GET", "path": "/gateway/bot$", "action": "status", "status": 503},
    )
    world.start()
    unreadable = {
        "CHANNEL_CREATE": {"id": "1300000000000000077", "type": 2, "guild_id": GUILD},
        "GUILD_ROLE_UPDATE": {"guild_id": GUILD, "role": {"id": GUILD}},
    }
    for name, event in unreadable.items():
        assert world.emulator.post("event", t=name, d=event, guild_id=GUILD)["sent"]
    world.emulator.post("gateway", op="refuse", times=3)
    world.emulator.post("gateway", op="drop")
    assert world.emulator.get("wait_ready", wait=40).get("ready"), world.log()[-2000:]
    assert "What Paperboy can do" in text_of(world.ask("papers help"))


@pytest.mark.parametrize("action", ["drop", "drop_after", "status"])
def test_nobody_is_left_thinking_when_an_answer_is_lost(world: World, action: str) -> None:
    fault = {"action": action, "status": 503}
    for method, path in (("POST", "/callback$"), ("PATCH", "@original$")):
        world.faults({"method": method, "path": path, **fault})
        (message,) = world.ask("papers help")["messages"]
        assert "What Paperboy can do" in message["seen"]["text"]
        assert not message["loading"]
    if action == "drop_after":  # what tells that the lost acknowledgement had arrived
        world.expect(ALREADY_ACKNOWLEDGED)


def test_a_message_that_names_many_papers_says_which_are_shown(world: World) -> None:
    named = " ".join(f"arXiv:2608.{number}" for number in (19880, 17253, 20335, 19881, 19882, 19883, 19884))
    message = world.emulator.post("message", channel_id=PAPERS, user_id=BOB, content=named)
    shown = world.emulator.post(
        "interaction/context_menu", command="Papers mentioned here", message_id=message["id"], channel_id=PAPERS
    )
    until(lambda: "names 7 papers" in text_of(world.emulator.get("interaction", id=shown["id"])))
    assert len(world.emulator.get("interaction", id=shown["id"])["messages"]) == 4


def test_every_owner_is_told_when_many_channels_go_at_once(world: World) -> None:
    owners = [str(1400000000000000100 + number) for number in range(20)]
    channels = [world.new_channel(f"papers-{number}") for number in range(20)]
    for owner, channel in zip(owners, channels, strict=True):
        world.emulator.post("member", guild_id=GUILD, user_id=owner, permissions=MANAGE_SERVER)
        world.ask("papers subscribe", EVERY_DAY, user_id=owner, channel_id=channel)
    world.faults(
        {"method": "POST", "path": "/users/@me/channels$", "action": "cloudflare", "retry_after": 1, "times": 5}
    )
    for channel in channels:
        world.emulator.post("channel", id=channel, delete=True)
    until(lambda: len(_told(world)) == len(owners))
    assert _told(world) == set(owners)


def _told(world: World) -> set[str]:
    """Who got a direct message."""
    channels = world.emulator.get("state")["channels"]
    direct = {c["id"]: c["recipients"][0]["id"] for c in channels if c["type"] == 1}
    return {user for channel, user in direct.items() if world.posts(channel, 0, wait=0)}


def test_emoji_mean_what_people_see(world: World) -> None:
    world.ask("papers subscribe", {**EVERY_DAY, "count": 2})
    world.make_due()
    head = world.posts()[0]
    first, second = world.posts(head["id"], 2)
    for emoji in ("🔖", "⭐"):
        world.react(first, emoji, BOB)
    until(lambda: title_of(first) in world.saved(BOB))
    world.react(first, "⭐", BOB, remove=True)
    world.stop()
    world.react(second, "🔖", BOB)  # while nobody is connected
    world.start()
    until(lambda: all(title_of(post) in world.saved(BOB) for post in (first, second)))
    for emoji in ("👍", "🔖"):
        world.react(head, emoji, BOB)
    until(lambda: _told(world) == {BOB})


def title_of(post: Json) -> str:
    title = re.search(r"\[(.{5,20})", post["seen"]["text"])
    assert title
    return title[1]


def test_a_voice_channel_is_promised_no_thread(world: World) -> None:
    voice = str(world.emulator.post("channel", guild_id=GUILD, name="voice", type=2)["id"])
    refused = world.ask("papers subscribe", {**EVERY_DAY, "format": "threaded"}, channel_id=voice)
    assert "can't have threads" in text_of(refused)
    said = text_of(world.ask("papers subscribe", EVERY_DAY, channel_id=voice))
    assert "set up" in said
    assert "permission" not in said
    world.make_due()
    (post,) = world.posts(voice)
    assert "thread" not in post["seen"]["text"]
    assert not world.emulator.get("log", kind="rest", path="threads$")["entries"]
