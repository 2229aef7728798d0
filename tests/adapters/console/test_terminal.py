"""The console in a real terminal: a process whose standard streams are a pseudo-terminal."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.console.person import Person


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    someone = Person(tmp_path)
    yield someone
    someone.gone()


def test_the_first_screen_has_picks_and_three_things_to_try(person: Person) -> None:
    screen = person.sees("Ctrl-D leaves")
    assert "Paperboy" in screen
    assert " 1. " in screen
    assert "Try:" in screen
    assert "sample papers of August 2026" in " ".join(screen.split())
    assert "PAPERBOY_SOURCES=huggingface" in screen
    assert "https://arxiv.org/abs/" in screen, "this terminal is not known to show links"
    person.types("\x04")
    assert person.leaves() == 0


def test_typing_completes_commands_and_titles_and_cancels_a_line(person: Person, tmp_path: Path) -> None:
    person.sees("Ctrl-D leaves")
    person.types("tre")
    person.sees("trending")
    person.types("\t\r")
    person.sees("Trending in the week up to 21 Aug 2026")
    person.types("paper EnvHarn")
    person.sees("EnvHarness: Awakening")
    person.types("\x03like 1\r")  # Ctrl-C throws the line away
    person.sees("More like this")
    person.types("exit\r")
    assert person.leaves() == 0
    assert "like 1" in (tmp_path / "paperboy" / "history").read_text()


def test_titles_are_links_where_the_terminal_shows_them(tmp_path: Path) -> None:
    someone = Person(tmp_path, TERM_PROGRAM="WezTerm")
    try:
        someone.sees("Ctrl-D leaves")
        assert "\x1b]8;" in someone.raw
        assert "https://arxiv.org/abs/" not in someone.text
    finally:
        someone.gone()


def test_pasted_lines_are_commands_of_their_own(person: Person) -> None:
    person.sees("Ctrl-D leaves")
    person.types("\x1b[200~today\nlike 2\n\x1b[201~\r")
    shown = person.sees("More like this")
    assert "Papers of" in shown
    person.types("open 1\r")
    person.sees("https://arxiv.org/abs/")


def test_what_was_typed_is_erased_with_everything_else(person: Person, tmp_path: Path) -> None:
    person.sees("Ctrl-D leaves")
    person.types("follow secret things\r")
    person.sees("Following")
    person.types("privacy forget\r")
    person.sees("erased too")
    person.types("privacy confirm-forget\r")
    person.sees("gone too")
    person.sees("Ctrl-D leaves", after="gone too")  # before the next line is asked for it would not be heard
    assert "secret" not in (tmp_path / "paperboy" / "history").read_text()
    person.types("\x1b[A\x04")  # the line above: there is none
    assert person.leaves() == 0


def test_no_color_means_none(tmp_path: Path) -> None:
    someone = Person(tmp_path, NO_COLOR="1")
    try:
        someone.sees("Ctrl-D leaves")
        assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", someone.raw)
        someone.process.terminate()
        assert someone.leaves() == 0
    finally:
        someone.gone()
