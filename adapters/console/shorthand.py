"""What a person may type for short: numbers of the last list, letters of the last buttons, an emoji."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.cards.papers import BACK, MORE
from bot.commands import parse, understood
from bot.model import Button, Command, PaperId

_EMOJI = {"👍": "like", "👎": "dislike", "🔖": "save"}
_NUMBER = re.compile(r"#?(\d{1,3})")
_NUMBERS = re.compile(r"#?\d{1,3}(?:(?:\s|,|&|and|#)+\d{1,3})*")
_REFERENCES = re.compile(r"\s*/?(?:papers\s+)?import\s", re.IGNORECASE)
OPEN = re.compile(r"/?(?:papers\s+)?open\s+#?(\d{1,3})", re.IGNORECASE)
_TURNS = dict.fromkeys(("more", "next", "next page", "show more"), MORE) | dict.fromkeys(
    ("back", "previous", "previous page", "go back"), BACK
)
_VARIATION_SELECTOR = "\ufe0f"


def separate_lines(typed: str) -> list[str]:
    """The commands in what was typed or pasted: one a line, but references to import stay together."""
    if _REFERENCES.match(typed):
        return [typed]
    return [line for line in typed.splitlines() if line.strip()]


def meant(line: str, papers: Mapping[int, PaperId], actions: Mapping[str, Button]) -> Command:
    """The command meant: ``like 2`` is about paper 2 of ``papers``, ``2`` shows it, ``b`` presses button b."""
    line = line.strip()
    if button := actions.get(line.casefold()) or _turning(line, actions):
        return parse(f"help {button.form}" if button.form else button.line)  # a line has no forms; say what to type
    if len(line) == 1 and line.isalpha():
        return Command(name="help", problem=f"There is no button “{line}” under the last answer.")
    return _numbered(understood(_spelled_out(line)), papers)


def _turning(line: str, actions: Mapping[str, Button]) -> Button | None:
    """The button that turns the page as ``more`` or ``back`` asks; None where there is none."""
    label = _TURNS.get(line.casefold())
    return next((button for button in actions.values() if button.label == label), None) if label else None


def _spelled_out(line: str) -> str:
    """``2`` and ``👍 2`` with their command's name."""
    if _NUMBER.fullmatch(line):
        return f"paper {line}"
    name = _EMOJI.get(line[:1])
    return f"{name} {line[1:].lstrip(_VARIATION_SELECTOR)}" if name else line


def _numbered(command: Command, papers: Mapping[int, PaperId]) -> Command:
    """The command with the papers that its numbers stand for."""
    if not _NUMBERS.fullmatch(command.get("paper")):
        return command
    found = [papers.get(int(number)) for number in re.findall(r"\d+", command.get("paper"))]
    if None in found:
        problem = no_such_number(max(papers, default=0))
        return Command(name="help", arguments=(("command", command.name),), problem=problem)
    listed = " ".join(filter(None, found))
    named = (("paper", listed) if name == "paper" else (name, value) for name, value in command.arguments)
    return replace(command, arguments=tuple(named))


def no_such_number(listed: int) -> str:
    """What to say of a number that no paper has; ``listed`` is the last number of the list."""
    if not listed:
        return "A number means a paper of the last list, and no papers have been listed yet."
    return f"A number means a paper of the last list, and that list has {listed}."
