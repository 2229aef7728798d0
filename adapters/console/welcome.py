"""The first screen."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from adapters.console.conversation import Conversation
from adapters.console.render import Look, harmless
from bot import __version__
from bot.commands import parse

FIRST_PICKS = parse("picks 3")
NEWEST = parse("today")
ABOUT_SOURCES = parse("help start")

LEAD, GAP = "Try:  ", "  "
TRY = (
    ("search test time scaling", "finds papers, typos and all"),
    ("like 1", "more like paper 1; why 1 says why it is there"),
    ("follow coding agents", "or author:, org:, category:"),
)


async def first_screen(conversation: Conversation) -> list[RenderableType]:
    """A word of welcome, what to know of the papers, today's picks, three things to try."""
    note = (await conversation.card(ABOUT_SOURCES)).text
    picks = await conversation.ask(FIRST_PICKS)
    return [
        _welcome(),
        *([Text(harmless(note), "yellow")] if note else []),
        *([picks.body] if picks.papers or not note else []),
        _things_to_try(conversation.look),
    ]


def _welcome() -> Text:
    return Text.assemble(("Paperboy", "bold"), f" {__version__}  the day's research papers, picked for you")


def _things_to_try(look: Look) -> RenderableType:
    width = max(len(line) for line, _ in TRY)
    if look.width < len(LEAD) + width + len(GAP) + max(len(what) for _, what in TRY):
        tried = (Group(Text(line, "bold cyan"), Padding(Text(what), (0, 0, 0, 2))) for line, what in TRY)
        return Group(Text(LEAD.strip()), *tried)
    parts = [(LEAD if not place else " " * len(LEAD), line, what) for place, (line, what) in enumerate(TRY)]
    return Text("\n").join(
        Text.assemble(lead, (f"{line:<{width}}", "bold cyan"), f"{GAP}{what}") for lead, line, what in parts
    )
