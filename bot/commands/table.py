"""The one table of slash commands."""

from bot.commands.arguments import (
    ACTION,
    COMMAND,
    DATE,
    EXPORT,
    GROUP,
    HOW_MANY,
    INTEREST,
    MAYBE_PAPER,
    PAPER,
    PERIOD,
    QUERY,
    SETTINGS,
    SIGNAL,
    TEXT,
    UNTIL,
)
from bot.commands.spec import Audience, CommandSpec

COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        name="search",
        help="Search papers by words, author, organisation, date, id or link",
        arguments=(QUERY,),
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
        arguments=(DATE,),
        examples=("today", "today 2026-08-20"),
        pages=True,
    ),
    CommandSpec(
        name="trending",
        help="The most upvoted papers of the last day, week or month",
        arguments=(PERIOD,),
        examples=("trending", "trending month"),
        pages=True,
    ),
    CommandSpec(
        name="picks",
        help="Papers picked for you, each with its reason",
        arguments=(HOW_MANY,),
        examples=("picks", "picks 10"),
    ),
    CommandSpec(
        name="paper",
        help="One paper in full",
        arguments=(PAPER,),
        examples=("paper 2608.19880", "paper https://arxiv.org/abs/2608.19880"),
    ),
    CommandSpec(
        name="similar", help="Papers like this one", arguments=(PAPER,), examples=("similar 2608.19880",), pages=True
    ),
    CommandSpec(
        name="why",
        help="Why a paper was picked for you, part by part",
        arguments=(PAPER,),
        examples=("why 2608.19880",),
    ),
    CommandSpec(name="like", help="More like this", arguments=(PAPER,), examples=("like 2608.19880",)),
    CommandSpec(name="dislike", help="Less like this", arguments=(PAPER,), examples=("dislike 2608.19880",)),
    CommandSpec(
        name="save", help="Put a paper on your reading list", arguments=(PAPER,), examples=("save 2608.19880",)
    ),
    CommandSpec(
        name="undo",
        help="Take back your last reaction, or the one on a paper",
        arguments=(SIGNAL, MAYBE_PAPER),
        examples=("undo", "undo 2608.19880", "undo save 2608.19880"),
    ),
    CommandSpec(
        name="saved",
        help="Your reading list, or an export of it",
        arguments=(EXPORT,),
        examples=("saved", "saved export bibtex"),
        pages=True,
    ),
    CommandSpec(
        name="follow",
        help="Follow a topic, author, organisation or category",
        arguments=(INTEREST, GROUP),
        examples=(
            "follow state-space models",
            "follow retrieval as work",
            "follow author:Yann LeCun",
            "follow category:cs.CL",
        ),
    ),
    CommandSpec(name="unfollow", help="Stop following", arguments=(INTEREST,), examples=("unfollow retrieval",)),
    CommandSpec(
        name="mute",
        help="Never show a topic, keyword, author, organisation or category",
        arguments=(INTEREST,),
        examples=("mute keyword:benchmark", "mute category:cs.RO"),
    ),
    CommandSpec(name="unmute", help="Take a mute back", arguments=(INTEREST,), examples=("unmute keyword:benchmark",)),
    CommandSpec(
        name="profile", help="What Paperboy knows of your interests, and how to change it", examples=("profile",)
    ),
    CommandSpec(
        name="import",
        help="Start from papers you know: links, BibTeX or RIS text",
        arguments=(TEXT,),
        examples=("import 2401.01234 2402.05678 https://arxiv.org/abs/2403.00001",),
    ),
    CommandSpec(
        name="privacy",
        help="What is kept about you; export it, or have it all erased",
        arguments=(ACTION,),
        examples=("privacy", "privacy export", "privacy forget"),
    ),
    CommandSpec(
        name="subscribe",
        help="Daily picks in this channel or conversation; again to change them",
        arguments=SETTINGS,
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
        arguments=(UNTIL,),
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
        arguments=(COMMAND,),
        examples=("help", "help search"),
    ),
)

BY_NAME = {spec.name: spec for spec in COMMANDS}
