"""Forms: the arguments of a command as fields of modals, five in each, and what was filled in as a command."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import ui

from adapters.discord import text, wording
from adapters.discord.ids import FORM_PREFIX, about_channel, form_id, read_form_id
from bot.cards.chat import CHANNEL, CHANNEL_HINT
from bot.commands import BY_NAME, CommandSpec, forms
from bot.commands.forms import Field
from bot.commands.kinds import YesNo
from bot.commands.spec import Task
from bot.commands.time_kinds import Weekdays
from bot.model import Button, Card, Command
from bot.schedule import DAY_NAMES, readable_days

MOST_FIELDS = 5
_MOST_TEXT = 1000
_CHANNEL_FIELD, _SWITCHES_FIELD = "channel", "also"
_CHOSEN = "yes"
_POSTED_TO = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A filled form: the command it means, and the id of the channel chosen in it, or ''."""

    command: Command
    channel: str


def form(spec: CommandSpec, values: Mapping[str, str], page: int, before: str, channel: str = "") -> ui.Modal:
    """A modal filled with ``values``. ``before`` is the token of the settings as they are, to tell what was changed;
    ``channel`` is the one it speaks of, or '' where none can be chosen.

    Its answer is read by ``submitted`` alone, so that it works after a restart too.
    """
    modal = ui.Modal(title=text.plain(spec.help, 45), custom_id=form_id(spec.name, page, before))
    for label in _labels(spec, values, channel)[(page - 1) * MOST_FIELDS : page * MOST_FIELDS]:
        modal.add_item(label)
    return modal


def is_form(custom_id: object) -> bool:
    return isinstance(custom_id, str) and custom_id.startswith(FORM_PREFIX)


def before_of(data: Mapping[str, Any]) -> str:
    """The token of the settings as they were when the form was opened, or ''."""
    return read_form_id(str(data["custom_id"]))[2]


def submitted(data: Mapping[str, Any]) -> Submitted:
    """What a filled form means, with whatever stands in its fields."""
    name, page, _ = read_form_id(str(data["custom_id"]))
    if name not in BY_NAME:
        return Submitted(command=Command(name="help"), channel="")
    typed = dict(_values(data.get("components", ())))
    channel = typed.pop(_CHANNEL_FIELD, "")
    if _SWITCHES_FIELD in typed:
        on = typed.pop(_SWITCHES_FIELD).split(",")
        typed |= {field.argument.name: _yes(field.argument.name in on) for field in _switches(BY_NAME[name])}
    return Submitted(command=replace(forms.filled(BY_NAME[name], typed, shown=typed), page=page), channel=channel)


def with_all_pages(card: Card) -> Card:
    """The card with one more button after each that opens the first of several forms."""
    return replace(card, buttons=tuple(one for button in card.buttons for one in (button, *_further(button))))


def speaking_of(channel: str, card: Card) -> Card:
    """The card for another channel than the one where it is shown: its forms open for that one.

    Its other buttons, which would act on this one, are left out."""
    forms_of_it = (button for button in card.buttons if button.form)
    return replace(card, buttons=tuple(replace(b, line=about_channel(channel, b.line)) for b in forms_of_it))


def _further(button: Button) -> Iterator[Button]:
    spec = BY_NAME.get(button.form)
    if spec and len(_labels(spec, {}, "")) > MOST_FIELDS:
        yield Button(label=wording.MORE_SETTINGS, line=f"{spec.name}/2", form=spec.name)


def _labels(spec: CommandSpec, values: Mapping[str, str], channel: str) -> list[ui.Label[Any]]:
    """All fields, in their order; what is answered by yes or no is one field of several switches."""
    switches = _switches(spec)
    fields = [field for field in forms.fields(spec) if field not in switches]
    made = [_label(field.label, _hint(field), _input(field, values.get(field.argument.name, ""))) for field in fields]
    if channel and spec.task is Task.DAILY:
        made.insert(0, _label(CHANNEL, CHANNEL_HINT, _channel_input(channel)))
    if switches:
        made.append(_label(wording.ALSO, wording.ALSO_HINT, _switches_input(switches, values)))
    return made


def _label(name: str, hint: str, component: ui.Item[Any]) -> ui.Label[Any]:
    return ui.Label(text=text.plain(name, 45), description=text.plain(hint, 100) or None, component=component)


def _hint(field: Field) -> str:
    """What stands under a field; days are chosen, not typed."""
    return wording.DAYS_HINT if isinstance(field.argument.kind, Weekdays) else field.hint


def _switches(spec: CommandSpec) -> list[Field]:
    return [field for field in forms.fields(spec) if isinstance(field.argument.kind, YesNo)]


def _input(field: Field, value: str) -> ui.Item[Any]:
    name, required, value = field.argument.name, field.argument.required, value.strip()
    if isinstance(field.argument.kind, Weekdays):
        return ui.Select(custom_id=name, options=_day_options(value), max_values=len(DAY_NAMES), required=True)
    if field.choices:
        options = [_option(choice, chosen=choice == value) for choice in field.choices]
        return ui.Select(custom_id=name, options=options, required=required)
    return ui.TextInput(custom_id=name, default=value[:_MOST_TEXT] or None, required=required, max_length=_MOST_TEXT)


def _channel_input(channel: str) -> ui.Item[Any]:
    chosen = [discord.SelectDefaultValue(id=int(channel), type=discord.SelectDefaultValueType.channel)]
    return ui.ChannelSelect(
        custom_id=_CHANNEL_FIELD, channel_types=list(_POSTED_TO), default_values=chosen, required=False
    )


def _switches_input(fields: list[Field], values: Mapping[str, str]) -> ui.Item[Any]:
    options = [
        discord.SelectOption(
            label=field.label,
            value=field.argument.name,
            description=text.plain(field.hint, 100) or None,
            default=values.get(field.argument.name) == _CHOSEN,
        )
        for field in fields
    ]
    return ui.Select(custom_id=_SWITCHES_FIELD, options=options, min_values=0, max_values=len(options), required=False)


def _day_options(value: str) -> list[discord.SelectOption]:
    days = readable_days(value)
    return [_option(name, chosen=day in days) for day, name in enumerate(DAY_NAMES, 1)]


def _option(name: str, *, chosen: bool) -> discord.SelectOption:
    return discord.SelectOption(label=name, value=name, default=chosen)


def _yes(chosen: bool) -> str:
    return _CHOSEN if chosen else "no"


def _values(components: Any) -> Iterator[tuple[str, str]]:
    """(argument, what was typed or chosen) of all inputs, however they are wrapped."""
    for component in components:
        inner = component.get("component")
        yield from _values([*component.get("components", ()), *([inner] if inner else [])])
        if "custom_id" in component:
            chosen = component.get("values") or [component.get("value") or ""]
            yield str(component["custom_id"]), ",".join(str(value) for value in chosen)
