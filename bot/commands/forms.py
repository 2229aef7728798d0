"""A form of a command, whatever a platform makes of it: fields, and what was filled in as a command."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.commands.kinds import NONE, Whole
from bot.commands.spec import Argument, CommandSpec
from bot.model import Command

_FEW = 25
"""Numbers up to here are chosen from a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. ``choices`` are all that can be chosen, or none where something is typed."""

    argument: Argument[Any]
    label: str
    hint: str
    choices: tuple[str, ...] = ()


def fields(spec: CommandSpec) -> tuple[Field, ...]:
    """One field for each argument, in their order; labels are words."""
    return tuple(
        Field(
            argument=argument,
            label=argument.label or argument.name.capitalize(),
            hint=argument.help,
            choices=_choices(argument),
        )
        for argument in spec.arguments
    )


def filled(spec: CommandSpec, typed: Mapping[str, str], shown: Iterable[str]) -> Command:
    """The command that a filled form means. ``typed`` holds what stands in the fields, by argument; ``shown`` are the
    arguments that the form had a field for: one of them left empty says that nothing is wanted there."""
    shown = frozenset(shown)
    found = {}
    for argument in spec.arguments:
        value = typed.get(argument.name, "").strip()
        if value or (argument.kind.clearable and argument.name in shown):
            found[argument.name] = value or NONE[0]
    return Command(name=spec.name, arguments=tuple(found.items()))


def _choices(argument: Argument[Any]) -> tuple[str, ...]:
    kind = argument.kind
    if isinstance(kind, Whole) and kind.most - kind.least < _FEW:
        return tuple(str(number) for number in range(kind.least, kind.most + 1))
    return argument.choices
