"""The one table of slash commands."""

from dataclasses import dataclass
from enum import StrEnum


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
    """One argument. ``rest`` takes all that is left of the line as it is; ``lead`` is a word that introduces it
    (``as work``); ``named`` can only be given as ``name:value``."""

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
