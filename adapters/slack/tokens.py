"""Long button lines exchanged for short stand-ins before a card is rendered, and back when one is pressed."""

from dataclasses import replace

from adapters.slack.render import LINE_BYTES, OPTION
from bot.model import Button, Card, Member, Menu
from bot.ports.chat import Core

MARK = "~"


async def shortened(card: Card, core: Core, owner: Member | None) -> Card:
    """The card with every line of a button short enough for the renderer. ``owner``: who asked; None for a post."""
    short = Shortening(core, owner)
    return replace(
        card,
        papers=tuple([replace(p, buttons=await short.all(p.buttons)) for p in card.papers]),
        rows=tuple([replace(r, buttons=await short.all(r.buttons)) for r in card.rows]),
        buttons=await short.all(card.buttons),
        menu=await short.menu(card.menu) if card.menu else None,
    )


async def line_behind(value: str, core: Core) -> str | None:
    """The command line that a pressed button stands for; None for a token that nobody remembers."""
    return await core.button_line(value) if value.startswith(MARK) else value


class Shortening:
    """Exchanges the lines of one card."""

    def __init__(self, core: Core, owner: Member | None) -> None:
        self._core = core
        self._owner = owner

    async def all(self, buttons: tuple[Button, ...]) -> tuple[Button, ...]:
        return tuple([replace(button, line=await self._fitting(button.line, LINE_BYTES)) for button in buttons])

    async def menu(self, menu: Menu) -> Menu:
        choices = [replace(choice, value=await self._fitting(choice.value, OPTION)) for choice in menu.choices]
        return replace(menu, choices=tuple(choices))

    async def _fitting(self, line: str, most: int) -> str:
        fits = len(line.encode("utf-8", "replace")) <= most
        return line if fits else await self._core.button_token(line, self._owner)
