"""Long button lines exchanged for short stand-ins before a card is rendered, and back when one is pressed."""

from dataclasses import replace

from adapters.slack.render import LINE_BYTES
from bot.model import Button, Card
from bot.ports.chat import Desk

MARK = "~"


async def shortened(card: Card, desk: Desk) -> Card:
    """The card with every line of a button short enough for the renderer."""
    return replace(
        card,
        papers=tuple([replace(p, buttons=await _all(p.buttons, desk)) for p in card.papers]),
        rows=tuple([replace(r, buttons=await _all(r.buttons, desk)) for r in card.rows]),
        buttons=await _all(card.buttons, desk),
    )


async def line_behind(value: str, desk: Desk) -> str | None:
    """The command line that a pressed button stands for; None for a token that nobody remembers."""
    return await desk.button_line(value) if value.startswith(MARK) else value


async def _all(buttons: tuple[Button, ...], desk: Desk) -> tuple[Button, ...]:
    return tuple([await _short(button, desk) for button in buttons])


async def _short(button: Button, desk: Desk) -> Button:
    if len(button.line.encode("utf-8", "replace")) <= LINE_BYTES:
        return button
    return replace(button, line=await desk.button_token(button.line))
