"""Forms: the arguments of a command as fields of modals, five in each, and what was filled in as a command."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from adapters.discord import text, wording
from adapters.discord.ids import FORM_PREFIX, form_id, read_form_id
from bot.commands import BY_NAME, CommandSpec, forms
from bot.commands.forms import Field
from bot.commands.kinds import Weekdays
from bot.errors import BadQuery
from bot.model import Button, Card, Command
from bot.schedule import DAY_NAMES, parse_days

MOST_FIELDS = 5
_MOST_TEXT = 1000


def page_of(spec: CommandSpec, page: int) -> Sequence[Field]:
    """The fields of one modal, pages counted from 1; none beyond the last."""
    return forms.fields(spec)[(page - 1) * MOST_FIELDS : page * MOST_FIELDS]


def form(spec: CommandSpec, values: Mapping[str, str], page: int, before: str) -> ui.Modal:
    """A modal filled with ``values``. ``before`` is the token of the settings as they are, to tell what was changed.

    Its answer is read by ``submitted`` alone, so that it works after a restart too.
    """
    modal = ui.Modal(title=text.plain(spec.help, 45), custom_id=form_id(spec.name, page, before))
    for field in page_of(spec, page):
        component = _input(field, values.get(field.argument.name, "").strip())
        label, hint = text.plain(field.label, 45), text.plain(field.hint, 100)
        modal.add_item(ui.Label(text=label, description=hint, component=component))
    return modal


def is_form(custom_id: object) -> bool:
    return isinstance(custom_id, str) and custom_id.startswith(FORM_PREFIX)


def before_of(data: Mapping[str, Any]) -> str:
    """The token of the settings as they were when the form was opened, or ''."""
    return read_form_id(str(data["custom_id"]))[2]


def submitted(data: Mapping[str, Any]) -> Command:
    """The command that a filled form means, with whatever stands in its fields."""
    name, page, _ = read_form_id(str(data["custom_id"]))
    if name not in BY_NAME:
        return Command(name="help")
    shown = [field.argument.name for field in page_of(BY_NAME[name], page)]
    filled = forms.filled(BY_NAME[name], dict(_values(data.get("components", ()))), shown=shown)
    return replace(filled, page=page)


def with_all_pages(card: Card) -> Card:
    """The card with one more button after each that opens the first of several forms."""
    return replace(card, buttons=tuple(one for button in card.buttons for one in (button, *_further(button))))


def _further(button: Button) -> Iterator[Button]:
    spec = BY_NAME.get(button.form)
    if spec and page_of(spec, 2):
        yield Button(label=wording.MORE_SETTINGS, line=f"{spec.name}/2", form=spec.name)


def _input(field: Field, value: str) -> ui.Item[Any]:
    name, required = field.argument.name, field.argument.required
    if isinstance(field.argument.kind, Weekdays):
        return ui.Select(custom_id=name, options=_day_options(value), max_values=len(DAY_NAMES), required=True)
    if field.choices:
        options = [_option(choice, chosen=choice == value) for choice in field.choices]
        return ui.Select(custom_id=name, options=options, required=required)
    return ui.TextInput(custom_id=name, default=value[:_MOST_TEXT] or None, required=required, max_length=_MOST_TEXT)


def _day_options(value: str) -> list[discord.SelectOption]:
    try:
        days = parse_days(value)
    except BadQuery:
        days = frozenset()
    return [_option(name, chosen=day in days) for day, name in enumerate(DAY_NAMES, 1)]


def _option(name: str, *, chosen: bool) -> discord.SelectOption:
    return discord.SelectOption(label=name, value=name, default=chosen)


def _values(components: Any) -> Iterator[tuple[str, str]]:
    """(argument, what was typed or chosen) of all inputs, however they are wrapped."""
    for component in components:
        inner = component.get("component")
        yield from _values([*component.get("components", ()), *([inner] if inner else [])])
        if "custom_id" in component:
            chosen = component.get("values") or [component.get("value") or ""]
            yield str(component["custom_id"]), ",".join(str(value) for value in chosen)
