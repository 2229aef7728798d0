"""Forms: the arguments of a command as at most five fields of a modal, and what was typed back into a command."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from adapters.discord import text, wording
from adapters.discord.ids import FORM_PREFIX, form_id
from bot.commands import BY_NAME, CommandSpec, checked, forms, parse
from bot.commands.kinds import TimeOfDay, Weekdays, Zone
from bot.model import Command

MOST_FIELDS = 5
_WHEN = (TimeOfDay, Weekdays, Zone)


@dataclass(frozen=True, slots=True)
class ModalField:
    """One field: the arguments it holds, and how it is named. Only fields of bare values hold several."""

    arguments: tuple[str, ...]
    label: str
    hint: str
    choices: tuple[str, ...] = ()
    required: bool = False

    @property
    def id(self) -> str:
        return "+".join(self.arguments)


def fields(spec: CommandSpec) -> list[ModalField]:
    """Time, days and zone share a line, as people say them. Arguments beyond the fifth field stay as they are."""
    when = [a for a in spec.arguments if isinstance(a.kind, _WHEN)]
    made = [ModalField(tuple(a.name for a in when), "When", wording.WHEN)]
    for field in forms.fields(spec):
        argument = field.argument
        if argument not in when:
            made.append(ModalField((argument.name,), field.label, field.hint, field.choices, argument.required))
    return (made if when else made[1:])[:MOST_FIELDS]


def form(spec: CommandSpec, values: Mapping[str, str]) -> ui.Modal:
    """The modal. Its answer is read by ``submitted`` alone, so that it works after a restart too."""
    modal = ui.Modal(title=text.plain(spec.help, 45), custom_id=form_id(spec.name))
    for field in fields(spec):
        modal.add_item(
            ui.Label(
                text=text.plain(field.label, 45),
                description=text.plain(field.hint, 100),
                component=_input(field, values),
            )
        )
    return modal


def is_form(custom_id: object) -> bool:
    return isinstance(custom_id, str) and custom_id.startswith(FORM_PREFIX)


def submitted(data: Mapping[str, Any]) -> Command:
    """The command that a filled form means; ``help`` with the problem when it can't be read."""
    name = str(data["custom_id"]).removeprefix(FORM_PREFIX)
    spec = BY_NAME.get(name)
    if spec is None:
        return parse(name)
    typed, shown = dict(_values(data.get("components", ()))), fields(spec)
    values = {field.arguments[0]: typed.get(field.id, "") for field in shown if len(field.arguments) == 1}
    for field in shown:
        if len(field.arguments) > 1:
            read = parse(f"{spec.name} {typed.get(field.id, '')}")
            if read.problem:
                return read
            values |= dict(read.arguments)
    return checked(forms.filled(spec, values, shown=values))


def _input(field: ModalField, values: Mapping[str, str]) -> ui.Item[Any]:
    value = " ".join(filter(None, (values.get(name, "").strip() for name in field.arguments)))
    if field.choices:
        options = [
            discord.SelectOption(label=choice, value=choice, default=choice == value) for choice in field.choices
        ]
        return ui.Select(custom_id=field.id, options=options, required=field.required)
    return ui.TextInput(custom_id=field.id, default=value[:1000] or None, required=field.required, max_length=1000)


def _values(components: Any) -> Iterator[tuple[str, str]]:
    """(field id, what was typed or chosen) of all inputs, however they are wrapped."""
    for component in components:
        inner = component.get("component")
        yield from _values([*component.get("components", ()), *([inner] if inner else [])])
        if "custom_id" in component:
            chosen = component.get("values") or [component.get("value") or ""]
            yield str(component["custom_id"]), ",".join(str(value) for value in chosen)
