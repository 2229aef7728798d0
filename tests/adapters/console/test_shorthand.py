"""Numbers, letters and emoji mean what the last screen showed."""

import pytest

from adapters.console.shorthand import meant
from bot.commands.parsing import line_of
from bot.model import Button

ACTIONS = {"a": Button(label="More ▶", line="today/2"), "ab": Button(label="Undo", line="undo like arxiv:1")}


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("2", "paper 2"), ("#2", "paper #2"), ("👍 1", "like 1"), ("👍1", "like 1"), ("👎 2", "dislike 2"),
        ("🔖 2", "save 2"), ("👍 1 and 2", "like 1 and 2"),
    ],
)  # fmt: skip
def test_a_number_alone_shows_its_paper_and_an_emoji_is_the_word_for_it(line: str, meaning: str) -> None:
    assert line_of(meant(line, ACTIONS)) == meaning


def test_a_letter_presses_its_button() -> None:
    assert (meant("a", ACTIONS).name, meant("A", ACTIONS).page) == ("today", 2)
    assert meant("ab", ACTIONS).name == "undo"


@pytest.mark.parametrize(("word", "page"), [("more", "next"), ("Next", "next"), ("back", "previous")])
def test_a_word_that_turns_the_page_is_left_to_whoever_knows_the_last_list(word: str, page: str) -> None:
    assert meant(word, ACTIONS).get("page") == page


def test_a_button_that_opens_a_form_tells_what_to_type() -> None:
    command = meant("a", {"a": Button(label="Change settings", line="subscribe", form="subscribe")})
    assert (command.name, command.get("command")) == ("help", "subscribe")


def test_a_letter_that_is_a_word_is_no_button_that_is_missing():
    assert meant("k", {}).arguments == (("command", "ok"),)
    assert "There is no button “d”" in meant("d", {}).problem
