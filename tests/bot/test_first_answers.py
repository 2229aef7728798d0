"""What ``paperboy init`` asks first: what can't be used is asked for again, before anything is written."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.asker import AsksInTerminal, Check, TakesDefaults
from bot.cli.first_answers import ask_first
from bot.errors import PaperboyError
from bot.settings import Settings


class Answers(TakesDefaults):
    """Answers what somebody works on with one file after another; the other questions by their defaults."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = iter(files)
        self.refused: list[str] = []

    def ask(self, question: str, default: str, check: Check) -> str:
        if not question.startswith("What you work on"):
            return default
        for file in self._files:
            try:
                return check(str(file))
            except PaperboyError as error:
                self.refused.append(str(error).partition(".")[0])
        return default


def test_a_file_that_no_reference_can_be_read_from_is_asked_for_again(tmp_path: Path) -> None:
    bodies = {
        "empty.bib": b"",
        "pdf.txt": b"%PDF-1.5",
        "words.md": b"hello",
        "known.bib": b"@misc{a, eprint={2601.00011}}",
    }
    for name, body in bodies.items():
        (tmp_path / name).write_bytes(body)
    answers = Answers([tmp_path / name for name in bodies])
    assert ask_first(answers, Settings(zone="Asia/Tokyo")).library == "@misc{a, eprint={2601.00011}}"
    assert answers.refused == ["There is nothing in it", "That is no text", "I see no reference there"]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [("2", 1), ("", 2), ("slack", 1), ("Terminal", 2), ("0\n4\nsomewhere\n²\nDiscord", 0), ("s\n1", 0)],
)
def test_an_option_is_chosen_by_its_number_or_a_word_of_it(typed: str, chosen: int) -> None:
    options = ("Discord", "Slack", "Only here, in the terminal")
    with CliRunner().isolation(input=f"{typed}\n") as (out, *_):
        assert AsksInTerminal().choose("Where", options, 2) == chosen
        assert out.getvalue().count(b"Type a number from 1 to 3.") == typed.count("\n")
