"""A form of a command, whatever a platform makes of it: fields, and what was filled in as a command."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.commands.kinds import NONE, Whole
from bot.commands.spec import Argument, CommandSpec
from bot.commands.table import BY_NAME
from bot.errors import BadQuery
from bot.model import Command

_FEW = 25
"""Numbers up to here are chosen from a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. ``choices`` are all that can be chosen, or none where something is typed; ``hint`` says what the
    label does not, or ''."""

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
            hint=_hint(argument),
            choices=_choices(argument),
        )
        for argument in spec.arguments
    )


def _hint(argument: Argument[Any]) -> str:
    """What can be chosen is shown already, so only what is typed needs an example."""
    hint = argument.what if _choices(argument) else argument.help
    return "" if hint.casefold() == (argument.label or argument.name).casefold() else hint


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


def changed(form: Command, before: Command) -> Command:
    """The filled form without what stood in it already: what somebody else changed meanwhile is not undone."""
    arguments = {
        argument.name: value
        for argument in BY_NAME[form.name].arguments
        if (value := form.get(argument.name)) and not same_value(argument, value, before.get(argument.name))
    }
    left = tuple((name, value) for name, value in before.arguments if name not in arguments)
    return Command(name=form.name, arguments=tuple(arguments.items()), left=left)


def changed_by_others(command: Command, now: Mapping[str, str]) -> dict[str, str]:
    """What stands otherwise now than when a form was opened, and was left alone in it: label -> value."""
    left = dict(command.left)
    return {
        field.label: now[name] or NONE[0]
        for field in fields(BY_NAME[command.name])
        if (name := field.argument.name) in now.keys() & left and not same_value(field.argument, now[name], left[name])
    }


def same_value(argument: Argument[Any], one: str, other: str) -> bool:
    """Whether both mean the same, however they are written; nothing means "none" where that can be said."""
    if argument.kind.clearable:
        one, other = one or NONE[0], other or NONE[0]
    try:
        return bool(argument.read(one) == argument.read(other))
    except BadQuery:
        return one == other


def _choices(argument: Argument[Any]) -> tuple[str, ...]:
    kind = argument.kind
    if isinstance(kind, Whole) and kind.most - kind.least < _FEW:
        return tuple(str(number) for number in range(kind.least, kind.most + 1))
    return argument.choices
