"""What buttons and selects carry: ids that outlive restarts and years.

``p1:<what><n>:<line>``: version 1; what a press does; a number that keeps ids apart within one message; and the command
line, or the ``~token`` that stands for a long one. Ids of old messages are never given another meaning.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.model import Command

LONGEST_LINE = 90
"""A line longer than this gets a token: an id has at most 100 characters."""


class Press(StrEnum):
    """What pressing does."""

    RUN = "r"
    TURN = "g"
    """Another page of the same answer: shown in its place."""
    SHARE = "s"
    """The answer is for the whole channel."""
    FORM = "f"


PRESS_PATTERN = r"(?s)p1:(?P<press>[rgsf])\d{1,2}:(?P<line>.+)"
SELECT_PATTERN = r"p1:c\d{1,2}"
FORM_PREFIX = "p1:m:"


def press_id(press: Press, number: int, line: str) -> str:
    return f"p1:{press.value}{number}:{line}"


def select_id(number: int) -> str:
    return f"p1:c{number}"


def form_id(command: str, page: int, before: str) -> str:
    """The id of a modal: which command, which of its pages, and the token of the settings as they were."""
    return f"{FORM_PREFIX}{command}/{page}:{before}"


def read_form_id(custom_id: str) -> tuple[str, int, str]:
    """Command, page and token of a modal; page 1 and '' where an older one names none."""
    place, _, before = custom_id.removeprefix(FORM_PREFIX).partition(":")
    command, _, page = place.partition("/")
    return command, int(page) if page.isdigit() else 1, before


def about_channel(channel: str, line: str) -> str:
    """A form's line that speaks of another channel than the one where it is pressed."""
    return f"#{channel} {line}"


def read_about_channel(line: str) -> tuple[str, str]:
    """The channel that a form's line names, and the line without it; '' where it names none."""
    if not line.startswith("#"):
        return "", line
    channel, _, rest = line[1:].partition(" ")
    return channel, rest


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a card is shown, as far as its buttons depend on it.

    ``command`` is the command it answers, to tell turning a page from asking something new; ``public``: many people see
    and press it, so the asker's own marks stay off it; ``share`` is the line of a "share in channel" button, or '';
    ``names_channels``: ids of channels in its text are shown as their names (for words of the core alone).
    """

    command: Command | None = None
    public: bool = False
    share: str = ""
    names_channels: bool = False


def units(text: str) -> int:
    """Length as Discord may count it: UTF-16 units, never fewer than characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
