"""Numbers, letters and emoji mean what the last screen showed."""

import pytest

from adapters.console.shorthand import meant
from bot.model import Button, PaperId

PAPERS = {1: PaperId("arxiv:1"), 2: PaperId("arxiv:2")}
ACTIONS = {"a": Button(label="More ▶", line="today/2"), "ab": Button(label="Undo", line="undo like arxiv:1")}


@pytest.mark.parametrize(
    ("line", "name", "paper"),
    [
        ("like 2", "like", "arxiv:2"),
        ("/papers like 2", "like", "arxiv:2"),
        ("papers why #1", "why", "arxiv:1"),
        ("2", "paper", "arxiv:2"),
        ("👍 1", "like", "arxiv:1"),
        ("👍1", "like", "arxiv:1"),
        ("👎 2", "dislike", "arxiv:2"),
        ("🔖 2", "save", "arxiv:2"),
        ("undo save 2", "undo", "arxiv:2"),
        ("like 1 and #2", "like", "arxiv:1 arxiv:2"),
        ("who wrote 2?", "paper", "arxiv:2"),
        ("like attention is all", "like", "attention is all"),
        ("like 2401.01234", "like", "2401.01234"),
    ],
)
def test_a_number_is_a_paper_of_the_last_list(line: str, name: str, paper: str) -> None:
    command = meant(line, PAPERS, ACTIONS)
    assert (command.name, command.get("paper")) == (name, paper)


def test_other_arguments_stay() -> None:
    assert meant("undo save 2", PAPERS, {}).get("what") == "save"
    assert meant("picks 2", PAPERS, {}).get("count") == "2"
    assert meant("search 2", PAPERS, {}).get("query") == "2"


def test_a_letter_presses_its_button() -> None:
    assert (meant("a", PAPERS, ACTIONS).name, meant("A", PAPERS, ACTIONS).page) == ("today", 2)
    assert meant("ab", PAPERS, ACTIONS).name == "undo"


def test_a_word_turns_the_page_where_there_is_another() -> None:
    assert (meant("more", PAPERS, ACTIONS).name, meant("Next", PAPERS, ACTIONS).page) == ("today", 2)
    assert meant("back", PAPERS, ACTIONS).name != "today"


def test_a_button_that_opens_a_form_tells_what_to_type() -> None:
    command = meant("a", {}, {"a": Button(label="Change settings", line="subscribe", form="subscribe")})
    assert (command.name, command.get("command")) == ("help", "subscribe")


@pytest.mark.parametrize(("papers", "words"), [(PAPERS, "that list has 2"), ({}, "no papers have been listed yet")])
def test_a_number_that_is_not_on_the_list_is_said_so(papers: dict[int, PaperId], words: str) -> None:
    command = meant("like 7", papers, {})
    assert command.name == "help"
    assert words in command.problem
