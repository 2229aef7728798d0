"""No table about people escapes the promise to show and erase everything."""

import re
import sqlite3
from pathlib import Path

import pytest

from bot.cards.replies import privacy
from bot.model import Member, Tenant
from bot.store import upgrade
from bot.store.sql.channels import MOVES
from bot.store.sql.privacy import ACCOUNTS, PERSONAL, erasing


@pytest.fixture
async def schema(path: Path) -> dict[str, set[str]]:
    """The columns of every table of a new file."""
    await upgrade(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
    columns = {table: {row[1] for row in connection.execute(f"pragma table_info('{table}')")} for table in tables}
    connection.close()
    return columns


async def test_every_table_with_a_tenant_is_listed(schema: dict[str, set[str]]) -> None:
    with_tenant = {table for table, columns in schema.items() if columns & {"tenant", "platform", "member"}}
    assert with_tenant == {table.name for table in PERSONAL}


async def test_every_listed_table_has_the_columns_it_names(schema: dict[str, set[str]]) -> None:
    for table in PERSONAL:
        assert {"platform", "tenant", *table.shown} <= schema[table.name], table.name
        assert {*table.times, *table.documents} <= set(table.shown), table.name
        assert table.derived or not table.about or table.shown, table.name
        assert "member" not in schema[table.name] or table.about, table.name


async def test_every_table_with_a_channel_follows_a_channel_that_moves(schema: dict[str, set[str]]) -> None:
    with_channel = {table for table, columns in schema.items() if "channel" in columns}
    moved = {
        re.findall(r"(?:update|insert into) (\w+)", statement)[0]
        for statement in MOVES
        if "$4" in statement and "delete" not in statement
    }
    assert moved == {*with_channel, "interests"}


async def test_nobody_is_looked_for_or_erased_by_reading_a_table_whole(path: Path) -> None:
    """Any member may ask, and some tables hold a row for every message that was ever posted."""
    await upgrade(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    asked = {ACCOUNTS: ("discord", "a")}
    asked |= {erasing(table): ("discord", "1", "a") for table in PERSONAL if table.about}
    for sql, values in asked.items():
        steps = [row[3] for row in connection.execute(f"explain query plan {sql}", values)]
        assert not [step for step in steps if step.startswith("SCAN")], sql
    connection.close()


def test_the_documentation_names_every_table() -> None:
    """Admins decide by this page."""
    page = (Path(__file__).parents[3] / "docs/privacy.md").read_text()
    assert set(re.findall(r"(?m)^\| `(\w+)` \|", page)) == {table.name for table in PERSONAL}


SAID = {
    "interests": "what you follow and mute",
    "followed or muted before": "what you no longer do",
    "reactions": "your reactions",
    "active in": "when you last used me in which channel",
    "what the platform said of you": "what the platform says of you",
    "what you save is shown to your team": "that your team sees what you save",
    "what you were shown last": "the papers you were shown last",
    "daily picks": "your daily picks",
    "channels set up": "which channels you set up",
    "behind your buttons": "the page buttons of very long ones",
    "signed in to the web page": "where you are signed in",
    "mail": "your mail address",
    "import under way": "an import under way",
    "private feed": "your private feed",
}
"""What is exported under these titles, in the words of the answer to ``/papers privacy``."""


def test_people_are_told_of_everything_that_an_export_holds() -> None:
    card = privacy(30, Member(Tenant("slack", "T1"), "U1")).card
    told = " ".join(row.text for row in card.rows)
    exported = {table.title for table in PERSONAL if table.about and not table.derived}
    assert exported == SAID.keys()
    assert [title for title, words in SAID.items() if words not in told] == []


def test_titles_tell_tables_apart() -> None:
    titles = [table.title for table in PERSONAL if not table.derived]
    assert len(titles) == len(set(titles))
