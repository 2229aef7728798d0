"""Every argument of the commands, each once: its limits and choices are said here, and everything else follows."""

from bot.commands.kinds import (
    CommandName,
    GroupName,
    InterestName,
    LinkCode,
    MailAddress,
    NamedPapers,
    NewInterests,
    OneOf,
    PaperName,
    SearchWords,
    Several,
    Whole,
    Words,
    YesNo,
)
from bot.commands.spec import Argument
from bot.commands.time_kinds import DayName, TimeOfDay, Weekdays, Zone
from bot.model import Bar, DigestFormat, InterestKind, Signal
from bot.model.searching import TRENDING

PICKS = Whole(1, 10)
"""Papers of one digest, or of one answer with picks."""

_PAPER = "an arXiv id, a link, words of the title, or its number in the list you saw last"
PAPER = Argument(name="paper", kind=PaperName(), what=_PAPER, required=True, rest=True)
MAYBE_PAPER = Argument(name="paper", kind=PaperName(), what=_PAPER, rest=True)
PAPERS = Argument(name="paper", kind=NamedPapers(), what=_PAPER, required=True, rest=True)
INTEREST = Argument(
    name="interest",
    kind=NewInterests(),
    what="a topic, or author:, org:, category:, keyword:; several with commas",
    required=True,
    rest=True,
)
MAYBE_INTEREST = Argument(name="interest", kind=InterestName(), what="what you follow or muted", rest=True)
GROUP = Argument(
    name="group", kind=GroupName(), what="a name for this interest, to keep it apart from others", lead="as"
)

QUERY = Argument(name="query", kind=SearchWords(), what="what to look for", required=True, rest=True)
DATE = Argument(name="date", kind=DayName(), what="such as 2026-08-20 or yesterday")
PERIOD = Argument(name="period", kind=OneOf(tuple(TRENDING)))
HOW_MANY = Argument(name="count", kind=PICKS, what="how many")
HOW_MANY_OF_ALL = Argument(name="count", kind=PICKS, what="how many", named=True)
SIGNAL = Argument(name="what", kind=OneOf(tuple(signal.value for signal in Signal)), what="only this")
EXPORT = Argument(name="export", kind=OneOf(("bibtex", "ris", "csv", "json")), what="as a file")
MAYBE_TEXT = Argument(name="text", kind=Words(), what="arXiv links or ids, BibTeX, or RIS", rest=True)
ACTION = Argument(name="action", kind=OneOf(("export", "forget", "confirm-forget", "confirm-forget-everywhere")))
SHOWN = Argument(
    name="shown", kind=OneOf(("show-saves", "hide-saves")), what="whether your team sees there what you save here"
)
CODE = Argument(name="code", kind=LinkCode(), what="the code that your other chat gave you", rest=True)
FEED = Argument(name="feed", kind=OneOf(("new", "off")), what="a new address, or none any more")
ARCHIVE = Argument(name="archive", kind=OneOf(("new", "off")), what="a new address, or none any more")
COMMAND = Argument(name="command", kind=CommandName(), what="the name of a command")
UNTIL = Argument(name="until", kind=DayName(ahead=True), what="first day of posting again, such as monday or 2 weeks")

ADDRESS = Argument(name="address", kind=MailAddress(), what="where to", label="Address")
WHAT = Argument(
    name="what",
    kind=OneOf(("picks", "trending")),
    what="your own picks, or the most upvoted of what is new",
    label="What",
)
TIME = Argument(name="time", kind=TimeOfDay(), what="local time of the post", label="Time")
DAYS = Argument(name="days", kind=Weekdays(), label="Days")
ZONE = Argument(name="zone", kind=Zone(), what="time zone", label="Time zone")
COUNT = Argument(name="count", kind=PICKS, what="how many picks", label="Picks")
FORMAT = Argument(name="format", kind=OneOf(tuple(format_.value for format_ in DigestFormat)), label="Format")
TOPICS = Argument(
    name="topics", kind=Several(InterestKind.TOPIC, 20), what="topics of this channel", label="Topics", named=True
)
CATEGORIES = Argument(
    name="categories",
    kind=Several(InterestKind.CATEGORY, 20),
    what="only these categories",
    label="Categories",
    named=True,
)
BAR = Argument(
    name="bar",
    kind=OneOf(tuple(bar.value for bar in Bar)),
    what="how sure a pick must be",
    label="How sure a pick must be",
    named=True,
)
EMPTY = Argument(
    name="empty", kind=YesNo(), what="post a line on empty days too", label="Post on empty days", named=True
)
RECAP = Argument(
    name="recap", kind=YesNo(), what="a weekly recap of what the team liked", label="Weekly recap", named=True
)
SETTINGS = (TIME, DAYS, ZONE, COUNT, FORMAT, TOPICS, CATEGORIES, BAR, EMPTY, RECAP)
"""Everything that can be set about daily picks."""
