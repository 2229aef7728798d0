"""What people read about a paper, in one line."""

import pytest

from bot.cards.papers import authors_text, facts_line
from bot.cards.wording import counted, sentence
from bot.model import Organisation, Paper, PaperId


@pytest.mark.parametrize(
    ("authors", "told"),
    [
        ((), ""),
        (("Ada Lovelace",), "Ada Lovelace"),
        (("Ada Lovelace", "Alan Turing"), "Lovelace, Turing"),
        (("Laurens van der Maaten", "Hinton, Geoffrey", "Martin Luther King Jr."), "van der Maaten, Hinton, King"),
        (("Minji Kim", "Lee", "A B", "C D"), "Kim, Lee, … +2"),
        (tuple(f"First Last{n}" for n in range(17)), "Last0, Last1, … +15"),
        (("李雷",), "李雷"),
    ],
)
def test_first_authors_are_named(authors: tuple[str, ...], told: str) -> None:
    assert authors_text(authors) == told


def test_a_very_long_organisation_leaves_room_for_the_rest() -> None:
    organisation = Organisation(slug="long", name="The Very Long Institute of " * 9)
    line = facts_line(Paper(id=PaperId("arxiv:2608.00001"), title="T", organisation=organisation))
    assert len(line) < 100
    assert "▲ 0" in line


def test_numbers_and_sentences_read_as_english() -> None:
    assert (counted(1, "pick"), counted(3, "pick")) == ("1 pick", "3 picks")
    assert (sentence("the channel is gone"), sentence("Why?"), sentence("")) == ("The channel is gone.", "Why?", "")
