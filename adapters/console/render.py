"""Cards as text for a terminal or a pipe. Pure: what is printed depends on the card and the width alone.

Outside text is never read as markup, and can't carry codes that a terminal would obey.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.model import Button, Card, File, PaperCard, PaperId, Row

BAR = 20
"""Cells of a bar at its longest."""

_LEFT_OUT = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories: control characters, lone surrogates, separators of lines and paragraphs."""

_DIRECTIONS = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f", "\u061c"}
"""Marks that would turn the rest of a line around."""

_BY_NUMBER = {"like", "dislike", "save", "undo", "similar", "why", "paper"}
"""Commands that a person types with a paper's number."""

_EIGHTHS = " ▏▎▍▌▋▊▉"


def harmless(text: str) -> str:
    """The text without control characters and direction marks; newlines stay, tabs become spaces."""
    kept = (" " if char == "\t" else char for char in text if char in "\n\t" or _harmless(char))
    return "".join(kept)


def _harmless(char: str) -> bool:
    return char not in _DIRECTIONS and unicodedata.category(char) not in _LEFT_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A card ready to print, and what the keys under it mean: ``papers`` by number from 1, ``actions`` by letter."""

    body: RenderableType
    papers: tuple[PaperId, ...] = ()
    actions: dict[str, Button] = field(default_factory=dict)


def screen(card: Card, *, links: bool, hints: bool = True) -> Screen:
    """Lay a card out. ``links``: titles are clickable and addresses stay hidden behind them; else they are written out.
    ``hints``: show the keys that press buttons."""
    actions: dict[str, Button] = {}
    blocks = list(_blocks(card, actions, links=links, hints=hints))
    spaced = [part for block in blocks for part in (Text(), block)][1:]
    return Screen(body=Group(*spaced), papers=_numbered(card), actions=actions)


def _numbered(card: Card) -> tuple[PaperId, ...]:
    return tuple(p.paper for p in card.papers) if card.numbered or len(card.papers) > 1 else ()


def _blocks(card: Card, actions: dict[str, Button], *, links: bool, hints: bool) -> Iterator[RenderableType]:
    """What stands between blank lines."""
    if card.title or card.text:
        yield _head(card)
    for number, paper in enumerate(card.papers, start=1):
        keys = _buttons(_pressed(paper, _numbered(card)), actions, links=links) if hints else Text()
        if paper.heading:
            yield _line(paper.heading, "bold")
        yield _paper(paper, number if _numbered(card) else 0, keys, links=links)
    if card.rows:
        yield _rows(card.rows, actions if hints else None, links=links)
    if card.file:
        yield _file(card.file, framed=hints)
    if card.footer:
        yield _line(card.footer, "dim")
    if hints and card.menu:
        pressed = [Button(label=choice.label, line=choice.value) for choice in card.menu.choices]
        yield _line(f"{card.menu.label} ").append(_buttons(pressed, actions, links=links))
    if hints and card.buttons:
        yield _buttons(card.buttons, actions, links=links)


def _head(card: Card) -> Text:
    parts = [_line(card.title, "bold"), _line(card.text, "yellow" if card.problem else "")]
    return Text("\n").join(part for part in parts if part)


def _pressed(paper: PaperCard, numbered: Sequence[PaperId]) -> Sequence[Button]:
    """The buttons worth a key of their own: what ``like 2`` says as well is left out."""
    return [b for b in paper.buttons if not numbered or b.line.partition(" ")[0] not in _BY_NUMBER]


def _paper(paper: PaperCard, number: int, keys: Text, *, links: bool) -> RenderableType:
    body = Text()
    body.append(harmless(paper.title), Style(bold=True, link=_address(paper.url) if links else None))
    for mark in (
        paper.badge,
        "👍" if paper.liked else "👎" if paper.liked is False else "",
        "🔖" if paper.saved else "",
    ):
        if mark:
            body.append(f"  {harmless(mark)}", "cyan")
    body.append(f"\n{harmless(paper.facts)}", "dim")
    if paper.summary:
        body.append(f"\n{harmless(paper.summary)}")
    if paper.reason:
        body.append(f"\n→ {harmless(paper.reason)}", "green")
    if not links and paper.url:
        body.append(f"\n{harmless(paper.url)}")
    if keys:
        body.append("\n").append(keys)
    if not number:
        return body
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True, width=3)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f"{number}.", "bold cyan"), body)
    return grid


def _rows(rows: Sequence[Row], actions: dict[str, Button] | None, *, links: bool) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold")
    if any(row.share is not None for row in rows):
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for row in rows:
        cells: list[Text] = [_line(row.label, "bold")]
        if len(grid.columns) == 3:
            cells.append(Text(bar(row.share or 0.0), "red" if row.text.startswith(("-", "−")) else "cyan"))
        grid.add_row(*cells, _row_text(row, actions, links=links))
    return grid


def _row_text(row: Row, actions: dict[str, Button] | None, *, links: bool) -> Text:
    text = _line(row.text)
    if row.url and not links:
        text.append(f" {harmless(row.url)}")
    elif row.url:
        text.stylize(Style(link=_address(row.url)))
    if row.buttons and actions is not None:
        text.append("  ").append(_buttons(row.buttons, actions, links=links))
    return text


def bar(share: float) -> str:
    """A bar of up to ``BAR`` cells, to an eighth of a cell."""
    eighths = round(min(1.0, max(0.0, share)) * BAR * 8)
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def _buttons(buttons: Sequence[Button], actions: dict[str, Button], *, links: bool) -> Text:
    """``[a] Undo  [b] Reading list``; a button that is a link needs no key."""
    shown = [_link(button, links=links) if button.url else _key(button, actions) for button in buttons]
    return Text("   ").join(shown)


def _key(button: Button, actions: dict[str, Button]) -> Text:
    letter = letters(len(actions))
    actions[letter] = button
    return Text.assemble((f"[{letter}]", "bold cyan"), f" {harmless(button.label)}")


def letters(place: int) -> str:
    """a, b, … z, aa, ab, …"""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("a") + last)


def _link(button: Button, *, links: bool) -> Text:
    if links:
        return Text(harmless(button.label), Style(underline=True, link=_address(button.url)))
    return Text(f"{harmless(button.label)}: {harmless(button.url)}")


def _file(file: File, *, framed: bool) -> RenderableType:
    """Its lines stay whole, however long: somebody takes them along."""
    content = Text(harmless(file.content).rstrip("\n"), no_wrap=True, overflow="ignore")
    return Group(_line(f"── {file.name}", "dim"), content, _line("──", "dim")) if framed else content


def _line(text: str, style: str = "") -> Text:
    return Text(harmless(text), style)


def _address(url: str) -> str | None:
    """Only web addresses are clickable, and nothing in them can end the link early."""
    clean = "".join(harmless(url).split())
    return clean if clean.startswith(("https://", "http://")) else None
