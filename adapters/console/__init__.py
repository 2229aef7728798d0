"""The console: the platform that is always there."""

import sys
from collections.abc import Sequence

from adapters.console.adapter import Front
from bot.console_identity import local_member
from bot.model import Card, Finding
from bot.ports.chat import ChatAdapter
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.settings import Settings, data_folder


def create(settings: Settings, store: Store, clock: Clock) -> ChatAdapter:
    """A prompt on a terminal; lines in, answers out elsewhere."""
    from adapters.console.adapter import ConsoleAdapter

    return ConsoleAdapter(_front(), store.key_value, clock, local_member(settings.member))


async def check(settings: Settings) -> Sequence[Finding]:
    """A console needs nothing."""
    return ()


def print_card(card: Card) -> None:
    """Print one card, as the answer of a one-shot command."""
    from adapters.console.pipe import plain_text
    from adapters.console.render import screen

    if not sys.stdout.isatty():
        sys.stdout.write(plain_text(screen(card, links=False, hints=False).body))
        return
    from rich.console import Console

    Console(highlight=False).print(screen(card, links=True, hints=False).body, crop=False)


def _front() -> Front:
    if sys.stdin.isatty() and sys.stdout.isatty():
        from adapters.console.terminal import Terminal

        return Terminal(data_folder() / "history")
    from adapters.console.pipe import Pipe

    return Pipe(sys.stdin.fileno(), sys.stdout)
