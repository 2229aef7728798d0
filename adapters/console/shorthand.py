"""What a person may type for short: numbers of the last list, letters of the last buttons, an emoji."""

import re
from collections.abc import Mapping

from bot.commands import parse, understood
from bot.model import Button, Command

_EMOJI = {"👍": "like", "👎": "dislike", "🔖": "save"}
_REFERENCES = re.compile(r"\s*/?(?:papers\s+)?import\s", re.IGNORECASE)
_WORDS = frozenset("kyn")
"""Letters that are words where no button has them: okay, yes, no."""
OPEN = re.compile(r"/?(?:papers\s+)?open\s+#?(\d{1,3})", re.IGNORECASE)
_VARIATION_SELECTOR = "\ufe0f"


def separate_lines(typed: str) -> list[str]:
    """The commands in what was typed or pasted: one a line, but references to import stay together."""
    if _REFERENCES.match(typed):
        return [typed]
    return [line for line in typed.splitlines() if line.strip()]


def meant(line: str, actions: Mapping[str, Button]) -> Command:
    """The command meant: ``2`` shows paper 2 of the last list, ``b`` presses button b."""
    line = line.strip()
    if button := actions.get(line.casefold()):
        return parse(f"help {button.form}" if button.form else button.line)  # a line has no forms; say what to type
    if len(line) == 1 and line.isascii() and line.isalpha() and line.casefold() not in _WORDS:
        return Command(name="help", problem=f"There is no button “{line}” under the last answer.")
    return understood(_spelled_out(line))


def _spelled_out(line: str) -> str:
    """``👍 2`` with its command's name."""
    name = _EMOJI.get(line[:1])
    return f"{name} {line[1:].lstrip(_VARIATION_SELECTOR)}" if name else line
