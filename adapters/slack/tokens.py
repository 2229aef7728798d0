"""Long button lines exchanged for short stand-ins before a card is rendered, and back when one is pressed."""

from dataclasses import replace

from adapters.slack.render import LINE_BYTES
from bot.model import Button, Card
from bot.ports.chat import Core

MARK = "~"


async def shortened(card: Card, core: Core) -> Card:
    """The card with every line of a button short enough for the renderer."""
    return replace(
        card,
        papers=tuple([replace(p, buttons=await _all(p.buttons, core)) for p in card.papers]),
        rows=tuple([replace(r, buttons=await _all(r.buttons, core)) for r in card.rows]),
        buttons=await _all(card.buttons, core),
    )


async def line_behind(value: str, core: Core) -> str | None:
    """The command line that a pressed button stands for; None for a token that nobody remembers."""
    return await core.button_line(value) if value.startswith(MARK) else value


async def _all(buttons: tuple[Button, ...], core: Core) -> tuple[Button, ...]:
    return tuple([await _short(button, core) for button in buttons])


async def _short(button: Button, core: Core) -> Button:
    if len(button.line.encode("utf-8", "replace")) <= LINE_BYTES:
        return button
    return replace(button, line=await core.button_token(button.line))
