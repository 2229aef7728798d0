"""Whoever asks to be forgotten is in no table any more, whatever they did: every value of every row is read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance import discord_world, slack_world
from tests.acceptance.discord_world import text_of

LONG_SEARCH = "agents " + " ".join(f"-word{number}" for number in range(40))
"""Longer than what a button carries: its pages need a line that is kept."""


def rows_that_name(person: str, file: Path) -> Iterator[str]:
    """Every value that has the id in it, with its table."""
    with closing(sqlite3.connect(file)) as database:
        tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
        tables = [name for name in tables if not name.startswith("search_")]  # made of papers alone
        for table in tables:
            for row in database.execute(f"select * from {table}"):
                if any(person in str(value) for value in row if isinstance(value, str | int)):
                    yield f"{table}: {row}"


@pytest.mark.skipif(bool(discord_world.MISSING), reason=f"acceptance data: {discord_world.MISSING}")
def test_nothing_in_discord_s_database_names_who_is_forgotten(tmp_path: Path) -> None:
    bob = discord_world.BOB
    with discord_world.World(tmp_path) as world:
        world.ask("papers subscribe", discord_world.EVERY_DAY | {"format": "compact"})
        world.make_due()
        (post, *_) = world.posts()
        world.react(post, "👍", bob)  # on several papers: told once how to choose
        for where in ({}, {"dm": True}):
            world.ask("papers follow", {"interest": "agents"}, user_id=bob, **where)
            found = world.ask("papers search", {"query": LONG_SEARCH}, user_id=bob, **where)
            world.press(found["messages"][0], "🔖", bob)
            world.ask("papers import", {"text": "2608.19880 2401.00001 2401.00002"}, user_id=bob, **where)
        world.ask("papers subscribe", discord_world.EVERY_DAY, user_id=bob, dm=True)
        world.ask("papers account link", user_id=bob)
        world.emulator.post("message", dm_user_id=bob, content="hi")
        assert list(rows_that_name(bob, tmp_path / "paperboy.db"))
        asked = world.ask("papers privacy", {"action": "forget"}, user_id=bob)
        assert "one other place" in text_of(asked)
        assert "Everything kept about you is erased" in text_of(
            world.press(asked["messages"][0], "Erase everywhere", bob)
        )
        world.stop()
        assert list(rows_that_name(bob, tmp_path / "paperboy.db")) == []


@pytest.mark.skipif(bool(slack_world.MISSING), reason=f"acceptance data: {slack_world.MISSING}")
def test_nothing_in_slack_s_database_names_who_is_forgotten(tmp_path: Path) -> None:
    bob = slack_world.BOB
    with slack_world.World(tmp_path) as world:
        world.ask("subscribe 00:00 daily UTC format:compact")
        world.make_due()
        (post, *_) = world.posts()
        world.react(post, "thumbsup", bob)
        world.ask("follow agents", bob)
        world.ask(f"search {LONG_SEARCH}", bob)
        world.ask("save 2608.19880", bob)
        world.ask("import 2608.19880 2401.00001", bob)
        world.ask("link", bob)
        world.emulator.post("event", type="app_home_opened", user=bob, tab="home")
        assert list(rows_that_name(bob, tmp_path / "paperboy.db"))
        asked = world.ask("privacy forget", bob)
        world.press(asked["messages"][0], "Erase everything about me", bob)
        world.stop()
        assert list(rows_that_name(bob, tmp_path / "paperboy.db")) == []
