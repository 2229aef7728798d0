"""What a command and its arguments are: what the rows of the table are made of."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from bot.cards import problems
from bot.commands.kinds import Kind
from bot.errors import BadQuery, Unclear
from bot.model import Command

T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")


class Audience(StrEnum):
    """Who may use a command. The core checks it, whatever a platform's menu hides."""

    ANYONE = "anyone"
    MANAGER = "manager"
    """In a channel: whoever may change its settings. In a private conversation: anyone, for themselves."""


class Task(StrEnum):
    """What people come for; help is told by these."""

    FIND = "find"
    TUNE = "tune"
    DAILY = "daily"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(Generic[T_co]):
    """One argument, and the only way to its value.

    ``what`` is told in help, ``label`` stands over its field in a form and before its value in settings.
    ``rest`` takes all that is left of the line as it is; ``lead`` is a word that introduces it (``as work``);
    ``named`` can only be given as ``name:value``.
    """

    name: str
    kind: Kind[T_co]
    what: str = ""
    label: str = ""
    required: bool = False
    rest: bool = False
    lead: str = ""
    named: bool = False

    @property
    def help(self) -> str:
        """What it is, and what may be typed."""
        return ", ".join(filter(None, (self.what, self.kind.hint)))

    @property
    def choices(self) -> tuple[str, ...]:
        return self.kind.choices

    def of(self, command: Command, default: D) -> T_co | D:
        """The value in a command, or ``default`` where none was typed. Raises ``BadQuery``."""
        typed = command.get(self.name)
        return self.read(typed) if typed.strip() else default

    def given(self, command: Command) -> T_co:
        """The value in a command that needs one. Raises ``BadQuery``."""
        return self.read(command.get(self.name))

    def read(self, typed: str) -> T_co:
        """The value that was typed. Raises ``BadQuery``, or ``Unclear`` naming this argument."""
        if self.required and not typed.strip():
            raise BadQuery(problems.missing(self.help))
        try:
            return self.kind.read(typed)
        except Unclear as unclear:
            raise Unclear(str(unclear), unclear.choices, self.name) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """One command: a help of at most 100 characters, its arguments in order, who may use it, and examples.

    With ``form_first``, where there are forms, it opens its own when it is given without arguments.
    """

    name: str
    help: str
    task: Task
    arguments: tuple[Argument[Any], ...] = ()
    audience: Audience = Audience.ANYONE
    examples: tuple[str, ...] = ()
    pages: bool = False
    form_first: bool = False

    @property
    def usage(self) -> str:
        """The command with its arguments, as manuals write it."""
        return " ".join([self.name, *(_usage(a) for a in self.arguments)])

    def argument(self, name: str) -> Argument[Any] | None:
        return next((a for a in self.arguments if a.name == name), None)


def _usage(argument: Argument[Any]) -> str:
    what = "|".join(argument.choices) if len(argument.choices) > 2 else argument.name
    what = f"{argument.lead} <{what}>" if argument.lead else what
    return f"<{what}>" if argument.required else f"[{what}]"
