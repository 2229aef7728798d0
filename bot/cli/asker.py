"""Puts questions to whoever sets Paperboy up, or takes the defaults."""

from collections.abc import Callable, Sequence
from typing import Protocol

import click

from bot.errors import BadQuery, PaperboyError

Check = Callable[[str], str]
"""What is kept of an answer; raises one of Paperboy's errors, whose sentence is shown before asking again."""


class Asker(Protocol):
    """Every question has a default, which is what an empty answer means."""

    present: bool
    """Whether somebody is there to do something meanwhile."""

    def ask(self, question: str, default: str, check: Check) -> str: ...

    def paste(self, question: str) -> str:
        """Ask for something that must not show; '' when nothing was pasted."""
        ...

    def confirm(self, question: str, default: bool = True) -> bool: ...

    def choose(self, question: str, options: Sequence[str], default: int) -> int:
        """The position of the option that is wanted."""
        ...


class TakesDefaults:
    """``--yes``: nobody is asked. A default that can't be used is an error."""

    present = False

    def ask(self, question: str, default: str, check: Check) -> str:
        return check(default)

    def paste(self, question: str) -> str:
        return ""

    def confirm(self, question: str, default: bool = True) -> bool:
        return default

    def choose(self, question: str, options: Sequence[str], default: int) -> int:
        return default


class AsksInTerminal:
    """Asks until the answer can be used. Ctrl-C ends it all, and nothing was written by then."""

    present = True

    def ask(self, question: str, default: str, check: Check) -> str:
        while True:
            answer: str = click.prompt(question, default=default, show_default=bool(default)).strip()
            try:
                return check(answer)
            except PaperboyError as error:
                click.echo(f"  {error}")

    def paste(self, question: str) -> str:
        pasted: str = click.prompt(f"{question} (it does not show)", default="", hide_input=True, show_default=False)
        return pasted.strip()

    def confirm(self, question: str, default: bool = True) -> bool:
        return click.confirm(question, default=default)

    def choose(self, question: str, options: Sequence[str], default: int) -> int:
        for number, option in enumerate(options, 1):
            click.echo(f"  {number}  {option}")
        return int(self.ask(question, str(default + 1), lambda answer: _number_of(answer, options))) - 1


def _number_of(answer: str, options: Sequence[str]) -> str:
    """The number of the option that is meant, by that or by a word of it. Raises ``BadQuery``."""
    meant = [str(number) for number, option in enumerate(options, 1) if answer.casefold() in option.casefold()]
    if answer.isdecimal() and 1 <= int(answer) <= len(options):
        return str(int(answer))
    if len(meant) != 1:
        raise BadQuery(f"Type a number from 1 to {len(options)}.")
    return meant[0]
