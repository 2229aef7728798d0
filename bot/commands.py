"""The one table of slash commands. Parser, help, completion, Discord's tree, Slack's manifest and README's table come from it."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import process

from bot.model import Command


class Audience(StrEnum):
    """Who may use a command. The core checks it, whatever a platform's menu hides."""

    ANYONE = "anyone"
    MANAGER = "manager"
    """In a channel: whoever may change its settings. In a private conversation: anyone, for themselves."""


class ArgumentKind(StrEnum):
    TEXT = "text"
    PAPER = "paper"
    INTEREST = "interest"
    DATE = "date"
    CHOICE = "choice"
    NUMBER = "number"
    DECIMAL = "decimal"
    TIME = "time"
    DAYS = "days"
    ZONE = "zone"
    FLAG = "yes or no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument. ``rest`` takes all that is left of the line as it is; ``lead`` is a word that introduces it (``as work``);
    ``named`` can only be given as ``name:value``."""

    name: str
    help: str
    kind: ArgumentKind = ArgumentKind.TEXT
    required: bool = False
    rest: bool = False
    lead: str = ""
    named: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """One command: a help of at most 100 characters, its arguments in order, who may use it, and examples."""

    name: str
    help: str
    arguments: tuple[Argument, ...] = ()
    audience: Audience = Audience.ANYONE
    examples: tuple[str, ...] = ()
    pages: bool = False

    @property
    def usage(self) -> str:
        return " ".join([self.name, *(_usage(a) for a in self.arguments)])

    def argument(self, name: str) -> Argument | None:
        return next((a for a in self.arguments if a.name == name), None)


def _usage(argument: Argument) -> str:
    what = "|".join(argument.choices) or argument.name
    what = f"{argument.lead} <{what}>" if argument.lead else what
    return f"<{what}>" if argument.required else f"[{what}]"


_PAPER = Argument(
    name="paper", help="arXiv id, link, or words of the title", kind=ArgumentKind.PAPER, required=True, rest=True
)
_INTEREST = Argument(
    name="interest",
    help="a topic, or author:, org:, category:, keyword:",
    kind=ArgumentKind.INTEREST,
    required=True,
    rest=True,
)
_GROUP = Argument(name="group", help="a name for this interest, to keep it apart from others", lead="as")
_FORMATS = ("threaded", "compact", "cards")

_SUBSCRIPTION = (
    Argument(name="time", help="local time of the post, such as 09:00", kind=ArgumentKind.TIME),
    Argument(name="days", help="weekdays, daily, or such as mon,wed,fri", kind=ArgumentKind.DAYS),
    Argument(name="zone", help="time zone, such as Europe/Berlin", kind=ArgumentKind.ZONE),
    Argument(name="count", help="how many picks, 1 to 10", kind=ArgumentKind.NUMBER),
    Argument(name="format", help="threaded, compact or cards", kind=ArgumentKind.CHOICE, choices=_FORMATS),
    Argument(name="topics", help="topics of this channel, separated by commas", named=True),
    Argument(name="categories", help="only these arXiv categories, separated by commas", named=True),
    Argument(name="minimum", help="leave out picks that score below this", kind=ArgumentKind.DECIMAL, named=True),
    Argument(name="empty", help="post a line on empty days too", kind=ArgumentKind.FLAG, named=True),
    Argument(name="recap", help="a weekly recap of what the team liked", kind=ArgumentKind.FLAG, named=True),
)

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        name="search",
        help="Search papers by words, author, organisation, date, id or link",
        arguments=(Argument(name="query", help="what to look for", required=True, rest=True),),
        examples=(
            "search test time scaling",
            "search author:hinton since:30d",
            'search "world model" has:code sort:top',
        ),
        pages=True,
    ),
    CommandSpec(
        name="today",
        help="The papers of a day, most upvoted first",
        arguments=(Argument(name="date", help="such as 2026-08-20 or yesterday", kind=ArgumentKind.DATE),),
        examples=("today", "today 2026-08-20"),
        pages=True,
    ),
    CommandSpec(
        name="trending",
        help="The most upvoted papers of the last day, week or month",
        arguments=(
            Argument(
                name="period",
                help="day, week or month",
                kind=ArgumentKind.CHOICE,
                choices=("day", "week", "month"),
            ),
        ),
        examples=("trending", "trending month"),
        pages=True,
    ),
    CommandSpec(
        name="picks",
        help="Papers picked for you, each with its reason",
        arguments=(Argument(name="count", help="how many, 1 to 10", kind=ArgumentKind.NUMBER),),
        examples=("picks", "picks 10"),
    ),
    CommandSpec(
        name="paper",
        help="One paper in full",
        arguments=(_PAPER,),
        examples=("paper 2608.19880", "paper https://arxiv.org/abs/2608.19880"),
    ),
    CommandSpec(
        name="similar", help="Papers like this one", arguments=(_PAPER,), examples=("similar 2608.19880",), pages=True
    ),
    CommandSpec(
        name="why",
        help="Why a paper was picked for you, part by part",
        arguments=(_PAPER,),
        examples=("why 2608.19880",),
    ),
    CommandSpec(name="like", help="More like this", arguments=(_PAPER,), examples=("like 2608.19880",)),
    CommandSpec(name="dislike", help="Less like this", arguments=(_PAPER,), examples=("dislike 2608.19880",)),
    CommandSpec(
        name="save", help="Put a paper on your reading list", arguments=(_PAPER,), examples=("save 2608.19880",)
    ),
    CommandSpec(
        name="undo",
        help="Take back your last reaction, or the one on a paper",
        arguments=(
            Argument(name="what", help="only this", kind=ArgumentKind.CHOICE, choices=("like", "dislike", "save")),
            Argument(name="paper", help="arXiv id, link, or words of the title", kind=ArgumentKind.PAPER, rest=True),
        ),
        examples=("undo", "undo 2608.19880", "undo save 2608.19880"),
    ),
    CommandSpec(
        name="saved",
        help="Your reading list, or an export of it",
        arguments=(
            Argument(
                name="export",
                help="as a file",
                kind=ArgumentKind.CHOICE,
                choices=("bibtex", "ris", "csv", "json"),
            ),
        ),
        examples=("saved", "saved export bibtex"),
        pages=True,
    ),
    CommandSpec(
        name="follow",
        help="Follow a topic, author, organisation or category",
        arguments=(_INTEREST, _GROUP),
        examples=(
            "follow state-space models",
            "follow retrieval as work",
            "follow author:Yann LeCun",
            "follow category:cs.CL",
        ),
    ),
    CommandSpec(name="unfollow", help="Stop following", arguments=(_INTEREST,), examples=("unfollow retrieval",)),
    CommandSpec(
        name="mute",
        help="Never show a topic, keyword, author, organisation or category",
        arguments=(_INTEREST,),
        examples=("mute keyword:benchmark", "mute category:cs.RO"),
    ),
    CommandSpec(name="unmute", help="Take a mute back", arguments=(_INTEREST,), examples=("unmute keyword:benchmark",)),
    CommandSpec(
        name="profile", help="What Paperboy knows of your interests, and how to change it", examples=("profile",)
    ),
    CommandSpec(
        name="import",
        help="Start from papers you know: links, BibTeX or RIS text",
        arguments=(Argument(name="text", help="arXiv links or ids, BibTeX, or RIS", required=True, rest=True),),
        examples=("import 2401.01234 2402.05678 https://arxiv.org/abs/2403.00001",),
    ),
    CommandSpec(
        name="privacy",
        help="What is kept about you; export it, or have it all erased",
        arguments=(
            Argument(
                name="action",
                help="export or forget",
                kind=ArgumentKind.CHOICE,
                choices=("export", "forget", "confirm-forget"),
            ),
        ),
        examples=("privacy", "privacy export", "privacy forget"),
    ),
    CommandSpec(
        name="subscribe",
        help="Daily picks in this channel or conversation; again to change them",
        arguments=_SUBSCRIPTION,
        audience=Audience.MANAGER,
        examples=(
            "subscribe",
            "subscribe 09:00 weekdays Europe/Berlin",
            "subscribe count:3 format:compact topics:agents,retrieval",
        ),
    ),
    CommandSpec(name="unsubscribe", help="Stop daily picks here", audience=Audience.MANAGER, examples=("unsubscribe",)),
    CommandSpec(
        name="pause",
        help="Pause daily picks here, until a date if you like",
        arguments=(Argument(name="until", help="first day of posting again", kind=ArgumentKind.DATE),),
        audience=Audience.MANAGER,
        examples=("pause", "pause until 2026-09-01"),
    ),
    CommandSpec(name="resume", help="Post daily picks here again", audience=Audience.MANAGER, examples=("resume",)),
    CommandSpec(name="settings", help="The settings of daily picks here", examples=("settings",)),
    CommandSpec(
        name="preview",
        help="Exactly what the next post here would be, shown to you only",
        audience=Audience.MANAGER,
        examples=("preview",),
    ),
    CommandSpec(name="status", help="Last and next post, health of sources, what went wrong", examples=("status",)),
    CommandSpec(
        name="help",
        help="What Paperboy can do, or how one command works",
        arguments=(Argument(name="command", help="the name of a command"),),
        examples=("help", "help search"),
    ),
)

BY_NAME = {spec.name: spec for spec in COMMANDS}

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
_HEAD = re.compile(
    r"/?(?:papers(?:-admin)?\s+/?)?(?P<name>[\w-]+)(?:/(?P<page>\d{1,4}))?(?:\s+(?P<rest>.*))?$", re.DOTALL
)
_TOKEN = re.compile(r'(?P<name>[a-z]+):(?:"(?P<quoted_value>[^"]*)"?|(?P<value>\S*))|"(?P<quoted>[^"]*)"?|\S+')
_WEEKDAY = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_LOOKS = {
    ArgumentKind.TIME: re.compile(r"\d{1,2}[:.h]\d{2}$|\d{1,2}\s*[ap]m$|noon$|midnight$", re.IGNORECASE),
    ArgumentKind.DAYS: re.compile(
        rf"(weekdays?|weekends?|daily|everyday)$|{_WEEKDAY}([,+-]{_WEEKDAY})*$", re.IGNORECASE
    ),
    ArgumentKind.ZONE: re.compile(r"[a-z]+/[\w/+-]+$|UTC$|GMT$|[A-Z]{3,4}$", re.IGNORECASE),
    ArgumentKind.NUMBER: re.compile(r"\d{1,3}$"),
    ArgumentKind.DECIMAL: re.compile(r"-?\d+(\.\d+)?$"),
}


def parse(line: str) -> Command:
    """Read what was typed after ``/papers``. Never raises: what can't be read becomes ``help`` with a ``problem``."""
    line = line.strip()
    if line.casefold().strip("/") in ("", "papers"):
        return Command(name="help")
    head = _HEAD.match(line)
    spec = BY_NAME.get(head["name"].casefold()) if head else None
    if head is None or spec is None:
        return _unknown(line)
    found, problem = _arguments(spec, (head["rest"] or "").strip())
    if problem:
        return _help(spec, problem)
    return checked(Command(name=spec.name, arguments=tuple(found.items()), page=max(1, int(head["page"] or 1))))


def checked(command: Command) -> Command:
    """The command itself, or ``help`` with the problem when a required argument is missing or a choice is unknown."""
    spec = BY_NAME[command.name]
    for argument in spec.arguments:
        value = command.get(argument.name)
        if argument.required and not value.strip():
            return _help(spec, f"{spec.name} needs {argument.help}.")
        if value and argument.kind is ArgumentKind.CHOICE and value not in argument.choices:
            return _help(spec, f"{argument.name} can be {' or '.join(argument.choices)}, not “{value[:40]}”.")
    return command


def line_of(command: Command) -> str:
    """The line that ``parse`` reads as this command; what buttons carry."""
    spec = BY_NAME[command.name]
    words = [command.name if command.page == 1 else f"{command.name}/{command.page}"]
    words += [_word(argument, value) for argument in spec.arguments if (value := command.get(argument.name))]
    return " ".join(words)


def _word(argument: Argument, value: str) -> str:
    if argument.lead:
        return f"{argument.lead} {value}"
    if argument.rest or (argument.kind is ArgumentKind.CHOICE and not argument.named):
        return value
    return f'{argument.name}:"{value}"' if re.search(r"\s", value) else f"{argument.name}:{value}"


def _help(spec: CommandSpec, problem: str) -> Command:
    return Command(name="help", arguments=(("command", spec.name),), problem=problem)


def _unknown(line: str) -> Command:
    word = re.sub(r"^/?papers(-admin)?\s+", "", line).split()[0][:40]
    near = process.extractOne(word.casefold(), list(BY_NAME), score_cutoff=60)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return Command(name="help", problem=f"There is no command “{word}”.{hint}")


def _arguments(spec: CommandSpec, rest: str) -> tuple[dict[str, str], str]:
    """The arguments found, by name, and what was wrong."""
    if any(a.lead for a in spec.arguments):
        return _led(spec, rest), ""
    if spec.arguments and spec.arguments[-1].rest:
        return _then_rest(spec, rest), ""
    return _in_any_order(spec, rest.translate(_QUOTES))


def _led(spec: CommandSpec, rest: str) -> dict[str, str]:
    """``<first> as <second>``: the last occurrence of the lead word divides them."""
    first, second = spec.arguments
    body, divider, name = rest.rpartition(f" {second.lead} ")
    found = {first.name: body, second.name: name} if divider and name.strip() else {first.name: rest}
    return {key: _unquoted(value) for key, value in found.items() if value.strip()}


def _unquoted(text: str) -> str:
    text = text.strip().translate(_QUOTES)
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def _then_rest(spec: CommandSpec, rest: str) -> dict[str, str]:
    """Choices first, when the first words are some; then all that is left as it is."""
    found = {}
    for argument in spec.arguments[:-1]:
        word, _, after = rest.partition(" ")
        if word.casefold() in argument.choices:
            found[argument.name], rest = word.casefold(), after.strip()
    return {**found, spec.arguments[-1].name: rest} if rest else found


def _in_any_order(spec: CommandSpec, rest: str) -> tuple[dict[str, str], str]:
    """Arguments as ``name:value``, ``name value`` or bare values, which are told apart by their looks."""
    found: dict[str, str] = {}
    waiting = ""
    for token in _TOKEN.finditer(rest):
        word = token["quoted"] if token["quoted"] is not None else token[0]
        if token["name"] and spec.argument(token["name"]):
            waiting, word = token["name"], token["quoted_value"] or token["value"] or ""
        name = waiting or _place(spec, word, found)
        if not name and (argument := spec.argument(word.casefold())):
            waiting = argument.name
        elif not name:
            return {}, f"{spec.name} can't use “{word[:40]}”."
        elif word:
            found[name], waiting = _tidied(spec, name, word), ""
    return found, f"{waiting} needs a value." if waiting else ""


def _tidied(spec: CommandSpec, name: str, word: str) -> str:
    argument = spec.argument(name)
    return word.casefold() if argument and argument.kind is ArgumentKind.CHOICE else word


def _place(spec: CommandSpec, word: str, found: Collection[str]) -> str:
    """Which argument a bare word is: the first free one it looks like."""
    if spec.argument(word.casefold()):
        return ""
    free = [a for a in spec.arguments if a.name not in found and not a.named]
    return next((a.name for a in free if len(spec.arguments) == 1 or _looks_like(a, word)), "")


def _looks_like(argument: Argument, word: str) -> bool:
    if argument.kind is ArgumentKind.CHOICE:
        return word.casefold() in argument.choices
    looks = _LOOKS.get(argument.kind)
    return looks is None or looks.match(word) is not None
