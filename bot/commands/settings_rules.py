"""What is said of when, how and what daily picks shall be: it is asked, with a button that sets it. Pure."""

import re

from bot.cards import questions
from bot.commands.sentence_rules import Meant, Rule
from bot.commands.settings_line import read_settings
from bot.commands.table import BY_NAME
from bot.errors import BadQuery
from bot.model import Choice, Command

_ADDRESSED = re.compile(r"^(?:post|send|give|bring|show|tell|remind)(?: to)? (?:me|us) ", re.IGNORECASE)
_EVERY_DAY = re.compile(r"\b(?:every|each) (?:morning|day|evening|night|afternoon)\b", re.IGNORECASE)
_TIME_TO = re.compile(r"\btime to \d{1,2}$", re.IGNORECASE)
"""*Change the time to 10*: an hour, not ten papers."""
_HOUR = re.compile(r"\b\d{1,2}(?::\d\d)? ?[ap]m\b", re.IGNORECASE)
"""Said of when picks shall come, and of no paper."""


def daily(text: str) -> Meant | None:
    """Daily picks, where a whole line says when: they are asked."""
    read = read_settings(BY_NAME["subscribe"], _EVERY_DAY.sub("daily", _ADDRESSED.sub("", text)))
    named = {name for name, _ in read.arguments}
    if read.problem or "time" not in named or not named & {"days", "zone"} or _refusal(read):
        return None
    return _asked_to_set(read)


def change(found: re.Match[str]) -> Meant | None:
    """What somebody wants changed about daily picks: it is asked."""
    words = found.groupdict()
    named = f"{words['count']} picks" if words.get("count") else f"zone:{words['zone']}" if words.get("zone") else ""
    rest = _EVERY_DAY.sub("daily", words.get("rest") or words.get("when") or "")
    if _TIME_TO.search(found[0]):
        rest += ":00"
    read = read_settings(BY_NAME["subscribe"], named or rest)
    if read.problem and _HOUR.search(rest):
        return Meant(says=read.problem, offers=read.offers)
    if read.problem or not read.arguments:
        return None
    if refusal := _refusal(read):
        return None if words.get("when") or words.get("zone") else Meant(says=refusal)
    return _asked_to_set(read)


def to_set(name: str, value: str) -> Rule:
    """One setting of daily picks, which is asked."""
    return lambda found: _asked_to_set(Command(name="subscribe", arguments=((name, value),)))


def topics_here(found: re.Match[str]) -> Meant | None:
    """``only agents in this channel``: the topics of daily picks here, which is asked."""
    read = Command(name="subscribe", arguments=(("topics", found["what"]),))
    return None if _refusal(read) else _asked_to_set(read)


def _refusal(read: Command) -> str:
    """What is wrong with the settings, which would be refused after the question; '' where nothing is."""
    try:
        for argument in BY_NAME["subscribe"].arguments:
            argument.of(read, None)
    except BadQuery as error:
        return str(error)
    return ""


def _asked_to_set(read: Command) -> Meant:
    labels = {argument.name: argument.label.lower() for argument in BY_NAME["subscribe"].arguments}
    what = ", ".join(f"{labels[name]} {value}" for name, value in read.arguments)
    line = " ".join(("subscribe", *(f'{name}:"{value}"' for name, value in read.arguments)))
    return Meant(says=questions.set_picks(what), offers=(Choice(label=questions.SET_UP, value=line),))
