"""Making a card fit a platform: less detail, then fewer things and "… and N more", at last buttons in menus. Pure.

Each adapter brings its own measure; what is given up, and in which order, is the same everywhere.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.model import Button, Card, Choice, PaperCard, Row, Signal
from bot.text import shorten

Fits = Callable[[Card], bool]
"""Whether a platform takes a card as it is. A part of a card that fits, fits too."""

VOTES = frozenset(Signal)
"""What the buttons of a paper do that go last: 👍 👎 🔖."""

MENUS = 5
"""Menus in all: one for each kind of button; when there are more kinds, the last is for what is left."""

THE_REST = "More…"
"""The label of the menu for what is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How many characters are shown: ``text`` of a card and its rows, ``line`` of titles, facts and reasons."""

    text: int
    summary: int
    line: int = 240


LADDER = (
    Detail(text=5_800, summary=3_600),
    Detail(text=2_900, summary=2_800),
    Detail(text=1_500, summary=700),
    Detail(text=800, summary=320),
    Detail(text=400, summary=160),
    Detail(text=300, summary=0, line=150),
)


def fitted(card: Card, fits: Fits) -> Card:
    """The card with as much of it as fits, shortened where people miss it least."""
    for detail in LADDER:
        shown = shortened(card, detail)
        if fits(shown):
            return shown
    least = replace(shortened(card, LADDER[-1]), menu=None)
    if fits(least):
        return least
    bare = replace(least, papers=tuple(replace(paper, buttons=_votes(paper)) for paper in least.papers))
    if fits(bare):
        return bare
    whole, without = _most(least, fits), _most(bare, fits)
    if not whole and not without and not fits(first(least, 0)):
        text = shorten(card.text or card.footer, LADDER[-1].text)
        return Card(title=least.title, text=text, problem=card.problem, file=card.file)
    return first(bare, without) if without > whole else first(least, whole)


def _votes(paper: PaperCard) -> tuple[Button, ...]:
    return tuple(button for button in paper.buttons if button.line.removeprefix("undo ").partition(" ")[0] in VOTES)


def shortened(card: Card, detail: Detail) -> Card:
    """The card at one level of detail."""
    return replace(
        card,
        title=shorten(card.title, detail.line),
        text=shorten(card.text, detail.text),
        footer=shorten(card.footer, detail.text),
        papers=tuple(_paper(paper, detail) for paper in card.papers),
        rows=tuple(_row(row, detail) for row in card.rows),
    )


def first(card: Card, shown: int) -> Card:
    """The card with its first ``shown`` papers and rows, and how many are left out."""
    left_out = len(card.papers) + len(card.rows) - shown
    if left_out <= 0:
        return card
    footer = "\n".join(filter(None, (f"… and {left_out} more", card.footer)))
    rows = card.rows[: max(0, shown - len(card.papers))]
    return replace(card, papers=card.papers[:shown], rows=rows, footer=footer)


def menus(card: Card) -> dict[str, list[Choice]]:
    """The buttons of papers and rows gathered: label of a menu -> what can be chosen from it, each line once.

    Buttons that open a form, lead elsewhere or answer publicly do not work from a menu and are left out.
    """
    pressed = [(name, button) for name, button in _named_buttons(card) if _gathers(button)]
    lines: dict[str, list[str]] = {}
    for _, button in pressed:
        lines.setdefault(button.label, []).append(button.line)
    several = [label for label, own in lines.items() if len(set(own)) > 1]
    kinds = set(lines if len(lines) <= MENUS else several[: MENUS - 1])
    found: dict[str, dict[str, Choice]] = {}
    for name, button in sorted(pressed, key=lambda each: each[1].label not in kinds):
        own, same = button.label in kinds, lines[button.label].count(button.line) > 1
        label = name if own else button.label if same else f"{button.label}: {name}"
        menu = found.setdefault(button.label if own else THE_REST, {})
        menu.setdefault(button.line, Choice(label=label, value=button.line))
    return {label: list(menu.values()) for label, menu in found.items()}


def _most(card: Card, fits: Fits) -> int:
    """How many things of the card fit, at most."""
    everything = range(1, len(card.papers) + len(card.rows) + 1)
    return bisect_left(everything, True, key=lambda shown: not fits(first(card, shown)))


def _paper(paper: PaperCard, detail: Detail) -> PaperCard:
    return replace(
        paper,
        title=shorten(paper.title, detail.line),
        facts=shorten(paper.facts, detail.line),
        summary=shorten(paper.summary, detail.summary),
        reason=shorten(paper.reason, detail.line),
        badge=shorten(paper.badge, 60),
        heading=shorten(paper.heading, detail.line),
    )


def _row(row: Row, detail: Detail) -> Row:
    return replace(row, label=shorten(row.label, detail.line), text=shorten(row.text, detail.text))


def _named_buttons(card: Card) -> Iterator[tuple[str, Button]]:
    for number, paper in enumerate(card.papers, start=card.first):
        name = f"{number}. {paper.title}" if card.numbered else paper.title
        yield from ((name, button) for button in paper.buttons)
    for row in card.rows:
        yield from ((row.label or row.text, button) for button in row.buttons)


def _gathers(button: Button) -> bool:
    return bool(button.line) and not (button.form or button.public or button.url)
