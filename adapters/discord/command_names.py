"""Where the commands of the table are in Discord's own menu."""

import re
from collections.abc import Mapping, Sequence

from bot.commands import COMMANDS

MAX_SUBCOMMANDS = 25
"""Sub-commands and groups that Discord allows in one group."""

CHOSEN: Mapping[str, tuple[str, ...]] = {
    "feedback": ("like", "dislike", "save", "undo"),
    "account": ("link", "unlink", "web", "feed", "archive", "email"),
}
"""What people do by button, or once, makes room in groups of its own."""

OVERFLOW = "more"


def grouped(commands: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The groups and what is in each: those chosen, and one for the last commands if there is no room beside."""
    chosen = {name for names in CHOSEN.values() for name in names}
    beside = [name for name in commands if name not in chosen]
    room = MAX_SUBCOMMANDS - len(CHOSEN)
    return CHOSEN if len(beside) <= room else {**CHOSEN, OVERFLOW: tuple(beside[room - 1 :])}


GROUPED = grouped([spec.name for spec in COMMANDS])

_GROUP_OF = {name: group for group, names in GROUPED.items() for name in names}
_SPOKEN = re.compile(rf"/papers (?=({'|'.join(_GROUP_OF)})\b)")


def as_here(text: str) -> str:
    """Commands named in a text as they are typed in Discord: ``/papers feedback like``."""
    return _SPOKEN.sub(lambda found: f"/papers {_GROUP_OF[found[1]]} ", text)
