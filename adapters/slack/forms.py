"""Modals: the arguments of a command as fields, what was filled in as a command, and answers in a window. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from adapters.slack import wording
from adapters.slack.mrkdwn import fit, visible
from adapters.slack.render import VIEW, Block, card_blocks, section
from bot.cards.chat import CHANNEL as CHANNEL_LABEL
from bot.cards.chat import CHANNEL_HINT
from bot.commands import BY_NAME, CommandSpec, forms, parse
from bot.commands.forms import Field
from bot.commands.spec import Task
from bot.commands.time_kinds import TimeOfDay, Weekdays, Zone
from bot.model import Card, Command
from bot.schedule import DAY_NAMES, parse_days, readable_days

FORM = "v1:form"
ANSWERED = "v1:told"
FIELD = "value"
CHANNEL = "channel"
SHARED = ("C", "G")
"""How the ids of channels begin; those of conversations of one person don't."""
TITLE = "Paperboy"
MOST_TEXT = 2_000
_MOST_LABEL = 75
_TOGETHER = ("weekdays", "weekends", "daily")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def waiting(name: str = "") -> Block:
    """What opens at once, since a window must be asked for within three seconds; by its ``name`` it is found again."""
    return _modal([section("One moment…")], ANSWERED, **({"external_id": name} if name else {}))


def answer_view(card: Card, channel: str, asked: Command | None = None) -> Block:
    """An answer in a window; ``channel`` is where it was asked."""
    blocks = card_blocks(card, asked=asked, budget=VIEW) or [section("…")]
    return _modal(blocks, ANSWERED, private_metadata=channel)


def form(spec: CommandSpec, values: Mapping[str, str], channel: str, before: str = "", problem: str = "") -> Block:
    """The fields of a command, filled with ``values``.

    ``before`` is the token of the settings as they are, to tell what will have been changed; ``problem`` says what was
    wrong with the last try.
    """
    warned = [section(f"⚠️ {fit(visible(problem), 1_000)}")] if problem else []
    fields = [_input(field, values.get(field.argument.name, "").strip()) for field in forms.fields(spec)]
    if spec.task is Task.DAILY and channel.startswith(SHARED):
        fields.append(_channel_input(values.get(CHANNEL, channel)))
    submit = {"type": "plain_text", "text": "Save"}
    kept = f"{channel} {before}".rstrip()
    return _modal([*warned, *fields], f"{FORM}.{spec.name}", private_metadata=kept, submit=submit)


def submitted(view: Mapping[str, Any]) -> Command:
    """The command that a filled form means, with whatever stands in its fields."""
    name = command_of(view)
    if name not in BY_NAME:
        return parse(name)
    return forms.filled(BY_NAME[name], typed_in(view), shown=view["state"]["values"])


def command_of(view: Mapping[str, Any]) -> str:
    """The name of the command that a form is of."""
    return str(view["callback_id"]).removeprefix(f"{FORM}.")


def chosen_channel(view: Mapping[str, Any]) -> str:
    """The channel that the form is about: the one chosen in it, else where it was opened."""
    return typed_in(view).get(CHANNEL) or channel_of(view)


def typed_in(view: Mapping[str, Any]) -> dict[str, str]:
    """What the fields hold, empty ones left out."""
    fields = view["state"]["values"]
    found = {name: _value(inputs[FIELD]) for name, inputs in fields.items() if FIELD in inputs}
    return {name: value for name, value in found.items() if value}


def channel_of(view: Mapping[str, Any]) -> str:
    """Where the window was opened; '' for the App Home."""
    return str(view.get("private_metadata") or "").partition(" ")[0]


def before_of(view: Mapping[str, Any]) -> str:
    """The token of the settings as they were when the form was opened; '' where it has none."""
    return str(view.get("private_metadata") or "").partition(" ")[2]


def _modal(blocks: list[Block], callback: str, **more: object) -> Block:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": {"type": "plain_text", "text": TITLE},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks,
        **more,
    }


def _input(field: Field, value: str) -> Block:
    return {
        "type": "input",
        "block_id": field.argument.name,
        "label": {"type": "plain_text", "text": field.label},
        **({"hint": {"type": "plain_text", "text": hint}} if (hint := _hint(field)) else {}),
        "optional": not field.argument.required and not isinstance(field.argument.kind, Weekdays),
        "element": {"action_id": FIELD, **_element(field, value)},
    }


def _hint(field: Field) -> str:
    """What stands under a field; what is chosen needs no example of how to type it."""
    chosen = isinstance(field.argument.kind, TimeOfDay | Weekdays | Zone)
    hint = field.argument.what if chosen else field.hint
    return "" if hint.casefold() == field.label.casefold() else hint


def _channel_input(channel: str) -> Block:
    """Which channel gets the picks; who may set it up is asked for the one that is chosen."""
    filtered = {"include": ["public", "private"], "exclude_bot_users": True}
    chooser = {"type": "conversations_select", "initial_conversation": channel, "filter": filtered}
    return {
        "type": "input",
        "block_id": CHANNEL,
        "label": {"type": "plain_text", "text": CHANNEL_LABEL},
        "hint": {"type": "plain_text", "text": CHANNEL_HINT},
        "optional": True,
        "element": {"action_id": FIELD, **chooser},
    }


def _element(field: Field, value: str) -> Block:
    match field.argument.kind:
        case TimeOfDay():
            return {"type": "timepicker", **({"initial_time": value} if _TIME.fullmatch(value) else {})}
        case Weekdays():
            return _days_input(value)
        case Zone():
            chosen = {"initial_option": option(value, value)} if value else {}
            hint = {"type": "plain_text", "text": wording.ZONE_SEARCH}
            return {"type": "external_select", "min_query_length": 1, "placeholder": hint, **chosen}
        case _ if field.choices:
            options = [option(choice, choice) for choice in field.choices]
            one = next((one for one in options if one["value"] == value.casefold()), None)
            return {"type": "static_select", "options": options, **({"initial_option": one} if one else {})}
        case _:
            typed = {"initial_value": value[:MOST_TEXT]} if value else {}
            return {"type": "plain_text_input", "max_length": MOST_TEXT, **typed}


def option(label: str, value: str) -> Block:
    """One line of a list to choose from."""
    return {"text": {"type": "plain_text", "text": visible(label)[:_MOST_LABEL]}, "value": value[:_MOST_LABEL]}


def _days_input(value: str) -> Block:
    """Each day, and the usual ones together, so that most choose once."""
    options = [option(label, days) for days, label in wording.DAYS.items()]
    chosen = {"initial_options": shown} if (shown := [one for one in options if one["value"] in _chosen(value)]) else {}
    return {"type": "multi_static_select", "options": options, **chosen}


def _chosen(value: str) -> tuple[str, ...]:
    """The options that say the same days; none where the days can't be read."""
    days = readable_days(value)
    together = next((name for name in _TOGETHER if parse_days(name) == days), None)
    return (together,) if together else tuple(name.casefold() for n, name in enumerate(DAY_NAMES, 1) if n in days)


def _value(state: Mapping[str, Any]) -> str:
    """Each kind of input says its value in a field of its own; several chosen are separated by commas."""
    several = ",".join(one["value"] for one in state.get("selected_options") or ())
    one = (state.get("selected_option") or {}).get("value")
    said = (state.get("selected_time"), several, one, state.get("selected_conversation"), state.get("value"))
    return str(next(filter(None, said), "")).strip()
