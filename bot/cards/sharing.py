"""An answer for one person, shown to a whole channel: without that person's marks, and saying who asked."""

from dataclasses import replace

from bot.commands import parse_line
from bot.model import Button, ButtonStyle, Card, PaperCard

SHARE_LABEL = "Share in channel"


def for_everybody(card: Card, asked_by: str = "") -> Card:
    """The card as everybody may see and press it. ``asked_by`` names who shared it."""
    words = f"Asked for by {asked_by}" if asked_by else ""
    footer = "\n".join(part for part in (card.footer, words) if part)
    return replace(
        card,
        papers=tuple(_unmarked(paper) for paper in card.papers),
        buttons=tuple(_fresh(button) for button in card.buttons),
        footer=footer,
    )


def _unmarked(paper: PaperCard) -> PaperCard:
    return replace(paper, liked=None, saved=False, buttons=tuple(_fresh(button) for button in paper.buttons))


def _fresh(button: Button) -> Button:
    """``undo like X`` is the asker's own; for everybody else the same button says ``like X``."""
    command = parse_line(button.line)
    what, paper = command.get("what"), command.get("paper")
    if command.name != "undo" or not what or not paper:
        return button
    return replace(button, line=f"{what} {paper}", style=ButtonStyle.PLAIN)
