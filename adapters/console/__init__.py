"""The console: the platform that is always there."""

import sys
from collections.abc import Sequence

from adapters.console.adapter import Front
from bot.model import Card, Finding
from bot.ports.chat import AdapterContext, ChatAdapter
from bot.settings import PlatformSettings, data_folder


def settings_class() -> type[PlatformSettings]:
    """The console has no settings of its own: it runs where no other platform does."""
    return PlatformSettings


def create(context: AdapterContext[PlatformSettings]) -> ChatAdapter:
    """A prompt on a terminal; lines in, answers out elsewhere."""
    from adapters.console.adapter import ConsoleAdapter

    return ConsoleAdapter(_front(), context.state, context.clock, context.local_member)


async def check(settings: PlatformSettings) -> Sequence[Finding]:
    """A console needs nothing."""
    return ()


def shell_commands() -> None:
    """The console has no shell commands of its own."""


def print_card(card: Card) -> None:
    """Print one card, as the answer of a one-shot command."""
    from adapters.console.pipe import plain_text
    from adapters.console.render import Look, screen
    from adapters.console.settings import shows_links

    if not sys.stdout.isatty():
        sys.stdout.write(plain_text(screen(card, Look(links=False, hints=False)).body))
        return
    from rich.console import Console

    console = Console(highlight=False)
    look = Look(links=shows_links(), hints=False, width=console.width)
    console.print(screen(card, look).body, crop=False)


def _front() -> Front:
    if sys.stdin.isatty() and sys.stdout.isatty():
        from adapters.console.terminal import Terminal

        return Terminal(data_folder() / "history")
    from adapters.console.pipe import Pipe

    return Pipe(sys.stdin.fileno(), sys.stdout)
