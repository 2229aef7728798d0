"""One person with Paperboy: plain words in a direct message, accounts joined by a code, the end of the process."""

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.discord_world import ALICE, BOB, MISSING, Json, World, text_of, until

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"acceptance data: {MISSING}")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path) as world:
        yield world
        assert world.violations() == [], world.log()[-2000:]


def test_plain_words_in_a_direct_message_are_answered(world: World) -> None:
    hello = _answer(world, "hi")
    assert "I find research papers" in hello["seen"]["text"]
    assert "EnvHarness" in _answer(world, "(https://arxiv.org/abs/2608.19880).")["seen"]["text"]
    paper = _answer(world, "2608.19880")
    receipt = world.press(paper, "🔖", BOB)
    assert "Saved" in text_of(receipt)
    found = _answer(world, "world models for robots")
    assert "world model" in found["seen"]["text"].casefold()
    world.react(paper, "👍", BOB)
    until(
        lambda: "already" in text_of(world.ask("papers feedback like", {"paper": "2608.19880"}, user_id=BOB, dm=True))
    )
    assert "Today" in _answer(world, "today")["seen"]["text"] or "Papers of" in _answer(world, "today")["seen"]["text"]


def test_accounts_are_joined_and_parted(world: World) -> None:
    world.ask("papers feedback save", {"paper": "2608.19880"}, user_id=ALICE)
    given = world.ask("papers account link", user_id=ALICE)
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", text_of(given))
    assert code
    assert all(message["ephemeral"] for message in given["messages"])
    joined = world.ask("papers account link", {"code": code[0]}, user_id=ALICE, dm=True)
    assert "joined" in text_of(joined)
    assert "EnvHarness" in world.saved(ALICE, dm=True)
    parted = world.press(joined["messages"][0], "Separate them", ALICE)
    assert "stands alone again" in text_of(parted)
    assert "empty" in world.saved(ALICE, dm=True)
    assert "EnvHarness" in world.saved(ALICE)


def test_who_asked_before_the_end_is_answered(world: World) -> None:
    for number in range(5):
        world.emulator.post(
            "interaction/command", command="papers search", options={"query": f"agents {number}"}, user_id=BOB, wait=0
        )
    began = time.monotonic()
    assert world.stop(signal.SIGTERM) == 0
    assert time.monotonic() - began < 9
    world.start()
    assert world.ask("papers today")["messages"]


def _answer(world: World, words: str, user: str = BOB) -> Json:
    """What comes back to a message, in the conversation."""
    asked = world.emulator.post("message", dm_user_id=user, content=words)
    channel = asked["channel_id"]

    def after() -> list[Json]:
        found = world.emulator.get("messages", channel_id=channel, author="bot")["messages"]
        return [message for message in found if int(message["id"]) > int(asked["id"])]

    until(after)
    return after()[0]
