"""What somebody is told before the first question."""

import pytest

from bot.commands import parse
from bot.model import Request
from bot.services.help_commands import HelpCommands
from bot.store import open_store
from tests.bot.services.conftest import ADA, NOW, ROOM, Conversation


@pytest.mark.parametrize(
    ("line", "sources", "told"),
    [
        ("help hello", ["sample"], "sample papers"),
        ("help hello", ["arxiv"], "read for the first time"),
        ("help", ["sample"], ""),
        ("help search", ["sample"], ""),
    ],
)
async def test_only_a_greeting_says_whose_papers_there_are(line: str, sources: list[str], told: str) -> None:
    store = await open_store("memory:")
    answers = HelpCommands(store.papers, sources).handlers["help"]
    answer = await answers(Request(member=ADA, command=parse(line), at=NOW, channel=ROOM))
    said = repr(answer.card)
    assert told in said
    assert ("sample papers" in said or "for the first time" in said) is bool(told)
    await store.close()


async def test_the_tasks_of_help_are_found_by_the_names_that_it_shows(talk: Conversation) -> None:
    """ "help tune my picks" was told that there is no such command, and to look into help."""
    shown = (await talk.ask("help")).card
    for row in shown.rows:
        assert (await talk.ask(f"help {row.label}")).card.title == row.label
    assert shown.footer.startswith(f"/papers help {shown.rows[0].label.lower()} ")
