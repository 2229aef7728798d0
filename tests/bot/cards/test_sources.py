"""What is said of where papers come from."""

from datetime import date

import pytest

from bot.cards.sources import whose_papers
from bot.model import SourceState

NEWEST = date(2026, 8, 21)


@pytest.mark.parametrize(
    ("read_once", "said"),
    [
        (["sample"], "These are sample papers of August 2026 that come with Paperboy."),
        (["sample", "huggingface"], "Only the sample that comes with Paperboy is read, so no new papers come in."),
    ],
)
def test_papers_that_a_source_brought_once_are_no_sample(read_once: list[str], said: str) -> None:
    states = [SourceState(name=name) for name in read_once]
    whole = f"{said} For today's papers, set PAPERBOY_SOURCES=huggingface and start again."
    assert whose_papers(["sample"], states, NEWEST) == whole
