"""Long button lines exchanged for short stand-ins before a card is rendered, and back when one is pressed."""

from dataclasses import replace

from adapters.slack.render import LINE_BYTES, OPTION
from bot.model import Button, Card, Menu
from bot.ports.chat import Core

MARK = "~"


async def shortened(card: Card, core: Core) -> Card:
    """The card with every line of a button short enough for the renderer."""
    return replace(
        card,
        papers=tuple([replace(p, buttons=await _all(p.buttons, core)) for p in card.papers]),
        rows=tuple([replace(r, buttons=await _all(r.buttons, core)) for r in card.rows]),
        buttons=await _all(card.buttons, core),
        menu=await _menu(card.menu, core) if card.menu else None,
    )


async def line_behind(value: str, core: Core) -> str | None:
    """The command line that a pressed button stands for; None for a token that nobody remembers."""
    return await core.button_line(value) if value.startswith(MARK) else value


async def _all(buttons: tuple[Button, ...], core: Core) -> tuple[Button, ...]:
    return tuple([await _short(button, core) for button in buttons])


async def _menu(menu: Menu, core: Core) -> Menu:
    choices = [replace(choice, value=await _fitting(choice.value, OPTION, core)) for choice in menu.choices]
    return replace(menu, choices=tuple(choices))


async def _short(button: Button, core: Core) -> Button:
    return replace(button, line=await _fitting(button.line, LINE_BYTES, core))


async def _fitting(line: str, most: int, core: Core) -> str:
    return line if len(line.encode("utf-8", "replace")) <= most else await core.button_token(line)
