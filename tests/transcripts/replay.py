"""Plays a conversation through the console adapter, on the bundled sample, at a fixed time."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import RenderableType

from adapters.console.adapter import ConsoleAdapter
from adapters.console.conversation import Conversation
from adapters.console.pipe import plain_text
from adapters.console.render import Look
from bot.app import opened
from bot.commands import COMMANDS
from bot.console_identity import local_member
from bot.settings import Settings

FOLDER = Path(__file__).parent
PROMPT = "> "
WIDTH = 88
README = FOLDER.parents[1] / "README.md"
COMMANDS_PAGE = FOLDER.parents[1] / "docs" / "commands.md"
_TABLE_HEAD = "| command | what it does |\n| --- | --- |\n"


class SlowClock:
    """The evening of 21 August 2026; a second passes whenever somebody looks."""

    def __init__(self) -> None:
        self._now = datetime(2026, 8, 21, 18, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    async def sleep(self, seconds: float) -> None:
        raise NotImplementedError


class Script:
    """A front whose lines are known beforehand; it writes down what a person would see."""

    look = Look(links=False, width=WIDTH)
    keeps_typed = False

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self.seen: list[str] = []

    def open_page(self, address: str) -> bool:
        return False

    def forget_typed(self) -> bool:
        return False

    async def greet(self, conversation: Conversation) -> None: ...

    async def lines(self, conversation: Conversation) -> AsyncIterator[str]:
        for line in self._lines:
            self.seen.append(f"{PROMPT}{line}\n")
            yield line

    async def show(self, body: RenderableType) -> None:
        self.seen.append(f"{plain_text(body, width=WIDTH).strip()}\n\n")


async def replayed(text: str) -> str:
    """The transcript with the answers that Paperboy gives now."""
    comment = "".join(f"{line}\n" for line in text.splitlines() if line.startswith("#"))
    script = Script([line.removeprefix(PROMPT) for line in text.splitlines() if line.startswith(PROMPT)])
    settings = Settings(_env_file=None, database_url="sqlite:///:memory:", sources="sample")
    async with opened(settings, SlowClock()) as app:
        await ConsoleAdapter(script, app.store.key_value, app.clock, local_member("ada")).run(app.core)
    return f"{comment}\n{''.join(script.seen).rstrip()}\n"


def command_table() -> str:
    """The table of commands as it should be in the documentation."""
    rows = "".join(f"| `/papers {_cell(spec.usage)}` | {spec.help} |\n" for spec in COMMANDS)
    return f"{_TABLE_HEAD}{rows}"


def table_in(page: str) -> str:
    """The table of commands as it stands there."""
    start = page.index(_TABLE_HEAD)
    return page[start : page.index("\n\n", start) + 1]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
