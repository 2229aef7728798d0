"""What somebody is told before the first question."""

import pytest

from bot.commands import parse
from bot.model import Request
from bot.services.help_commands import HelpCommands
from bot.store import open_store
from tests.bot.services.conftest import ADA, NOW, ROOM


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
