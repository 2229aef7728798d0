"""The first screen."""

from rich.console import RenderableType
from rich.text import Text

from adapters.console.conversation import Conversation
from adapters.console.render import Look, harmless
from bot import __version__
from bot.commands import parse

FIRST_PICKS = parse("picks 3")
NEWEST = parse("today")

TRY = (
    ("search test time scaling", "finds papers, typos and all"),
    ("like 1", "more like paper 1; why 1 says why it is there"),
    ("follow state-space models", "or author:, org:, category:"),
)


async def first_screen(conversation: Conversation) -> list[RenderableType]:
    """A word of welcome, what to know of the papers, today's picks, three things to try."""
    note = (await conversation.card(parse("help start"))).text
    picks = await conversation.ask(FIRST_PICKS)
    return [
        _welcome(),
        *([Text(harmless(note), "yellow")] if note else []),
        picks.body,
        _things_to_try(conversation.look),
    ]


def _welcome() -> Text:
    return Text.assemble(("Paperboy", "bold"), f" {__version__}  the day's research papers, picked for you")


def _things_to_try(look: Look) -> Text:
    if look.narrow:
        return Text("\n").join(
            [Text("Try:"), *(Text.assemble((line, "bold cyan"), f"\n  {what}") for line, what in TRY)]
        )
    width = max(len(line) for line, _ in TRY)
    parts = [("Try:  " if not place else "      ", line, what) for place, (line, what) in enumerate(TRY)]
    return Text("\n").join(
        Text.assemble(lead, (f"{line:<{width}}", "bold cyan"), f"  {what}") for lead, line, what in parts
    )
