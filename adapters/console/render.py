"""Cards as text for a terminal or a pipe. Pure: what is printed depends on the card and the width alone.

Outside text is never read as markup, and can't carry codes that a terminal would obey.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.model import Button, Card, File, PaperCard, PaperId, Row

BAR = 20
"""Cells of a bar at its longest."""

NARROW = 60
"""Fewer cells than this hold no columns side by side."""

_LEFT_OUT = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories: control characters, lone surrogates, separators of lines and paragraphs."""

_DIRECTIONS = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f", "\u061c"}
"""Marks that would turn the rest of a line around."""

_BY_NUMBER = {"like", "dislike", "save", "undo", "similar", "why", "paper"}
"""Commands that a person types with a paper's number."""

_BETWEEN = "   "
_FACT = " · "
_INDENT = 4
"""Cells kept free beside a line of buttons: a list indents what it holds."""

_EIGHTHS = " ▏▎▍▌▋▊▉"


def harmless(text: str) -> str:
    """The text without control characters and direction marks; newlines stay, tabs become spaces."""
    kept = (" " if char == "\t" else char for char in text if char in "\n\t" or _harmless(char))
    return "".join(kept)


def _harmless(char: str) -> bool:
    return char not in _DIRECTIONS and unicodedata.category(char) not in _LEFT_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a screen is laid out.

    ``links``: titles are clickable and addresses stay hidden behind them; else they are written out.
    ``hints``: show the keys that press buttons. ``width`` is in cells.
    """

    links: bool
    hints: bool = True
    width: int = 100

    @property
    def narrow(self) -> bool:
        """Too narrow for columns side by side."""
        return self.width < NARROW


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A card ready to print, and what the keys under it mean: ``papers`` by number, ``actions`` by letter."""

    body: RenderableType
    papers: dict[int, PaperId] = field(default_factory=dict)
    actions: dict[str, Button] = field(default_factory=dict)


def screen(card: Card, look: Look, *, first_key: int = 0) -> Screen:
    """Lay a card out. Its buttons get the letters from place ``first_key`` on."""
    layout = _Layout(card, look, first_key)
    spaced = [part for block in layout.blocks() for part in (Text(), block)][1:]
    return Screen(body=Group(*spaced), papers=layout.papers, actions=layout.actions)


class _Layout:
    """One card on its way to a screen."""

    def __init__(self, card: Card, look: Look, first_key: int) -> None:
        self._card = card
        self._look = look
        self._first_key = first_key
        numbered = card.numbered or len(card.papers) > 1
        self.papers = {number: p.paper for number, p in enumerate(card.papers, card.first)} if numbered else {}
        self.actions: dict[str, Button] = {}

    def blocks(self) -> Iterator[RenderableType]:
        """What stands between blank lines."""
        card = self._card
        if card.title or card.text:
            yield _head(card)
        for number, paper in enumerate(card.papers, card.first):
            if paper.heading:
                yield _line(paper.heading, "bold")
            yield self._paper(paper, number if self.papers else 0)
        if card.rows:
            yield self._rows(card.rows)
        if card.file:
            yield _file(card.file, framed=self._look.hints)
        if card.footer:
            yield _line(card.footer, "dim")
        if self._look.hints:
            yield from self._choices(card)
        elif card.asks:
            yield from self._typed_choices(card)
        elif card.papers and not self.papers and (links := [button for button in card.buttons if button.url]):
            yield self._buttons(links)  # of the paper: where its code is

    def _choices(self, card: Card) -> Iterator[RenderableType]:
        if card.menu:
            pressed = [Button(label=choice.label, line=choice.value) for choice in card.menu.choices]
            yield Text("\n").join([_line(card.menu.label), self._buttons(pressed)])
        if card.buttons:
            yield self._buttons(card.buttons)

    def _typed_choices(self, card: Card) -> Iterator[RenderableType]:
        """What answers a question where nothing can be pressed: each choice with the line to type."""
        menu = [(choice.label, choice.value) for choice in card.menu.choices] if card.menu else []
        choices = menu + [(button.label, button.line) for button in card.buttons if button.line]
        if choices:
            grid = Table.grid(padding=(0, 2, 0, 0))
            for label, line in choices:
                grid.add_row(_line(label), _line(f"/papers {line}"))
            yield grid

    def _paper(self, paper: PaperCard, number: int) -> RenderableType:
        body = Text("\n").join(self._paper_lines(paper))
        if not number:
            return body
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(justify="right", no_wrap=True, min_width=3)
        grid.add_column(overflow="fold")
        grid.add_row(Text(f"{number}.", "bold cyan"), body)
        return grid

    def _paper_lines(self, paper: PaperCard) -> Iterator[Text]:
        link = _address(paper.url) if self._look.links else None
        opinion = "👍" if paper.liked else "👎" if paper.liked is False else ""
        marks = filter(None, (paper.badge, opinion, "🔖" if paper.saved else ""))
        title = Text(harmless(paper.title), Style(bold=True, link=link))
        yield title.append("".join(f"  {harmless(mark)}" for mark in marks), "cyan")
        yield _facts(paper.facts, self._look.width - _INDENT)
        if paper.summary:
            yield _line(paper.summary)
        if paper.reason:
            yield _line(f"→ {paper.reason}", "green")
        if not self._look.links and paper.url:
            yield _line(paper.url)
        if self._look.hints and (pressed := self._pressed(paper)):
            yield self._buttons(pressed)

    def _pressed(self, paper: PaperCard) -> Sequence[Button]:
        """The buttons worth a key of their own: what ``like 2`` says as well is left out."""
        return [b for b in paper.buttons if not self.papers or b.line.partition(" ")[0] not in _BY_NUMBER]

    def _rows(self, rows: Sequence[Row]) -> RenderableType:
        bars = any(row.share is not None for row in rows)
        if self._look.narrow:
            return Group(*(part for row in rows for part in self._stacked(row, bars=bars)))
        grid = Table.grid(padding=(0, 2, 0, 0))
        for _ in range(3 if bars else 2):
            grid.add_column(overflow="fold")
        for row in rows:
            shown = [_bar_text(row)] if bars else []
            grid.add_row(_line(row.label, "bold"), *shown, self._row_text(row))
        return grid

    def _stacked(self, row: Row, *, bars: bool) -> Iterator[RenderableType]:
        """A row for narrow screens: the label, and the rest under it."""
        yield _line(row.label, "bold")
        text = self._row_text(row)
        if bars:
            text = Text.assemble(_bar_text(row), " ", text)
        if text:
            yield Padding(text, (0, 0, 0, 2))

    def _row_text(self, row: Row) -> Text:
        text = _line(row.text)
        if row.url and not self._look.links:
            text.append(f" {harmless(row.url)}")
        elif row.url:
            text.stylize(Style(link=_address(row.url)))
        if row.buttons and self._look.hints:
            text.append("  " if text else "").append(self._buttons(row.buttons))
        elif self._card.asks:
            for button in row.buttons:
                text.append("\n" if text else "").append(_line(f"/papers {button.line}"))
        return text

    def _buttons(self, buttons: Sequence[Button]) -> Text:
        """``[a] Undo  [b] Reading list``, as many on a line as fit; a button that is a link needs no key."""
        lines: list[Text] = []
        for shown in (self._link(button) if button.url else self._key(button) for button in buttons):
            fits = lines and lines[-1].cell_len + shown.cell_len + len(_BETWEEN) <= self._look.width - _INDENT
            lines = [*lines[:-1], lines[-1].append(_BETWEEN).append(shown)] if fits else [*lines, shown]
        return Text("\n").join(lines)

    def _key(self, button: Button) -> Text:
        letter = letters(self._first_key + len(self.actions))
        self.actions[letter] = button
        return Text.assemble((f"[{letter}]", "bold cyan"), f" {harmless(button.label)}")

    def _link(self, button: Button) -> Text:
        if self._look.links:
            return Text(harmless(button.label), Style(underline=True, link=_address(button.url)))
        return Text(f"{harmless(button.label)}: {harmless(button.url)}")


def _head(card: Card) -> Text:
    parts = [_line(card.title, "bold"), _line(card.text, "yellow" if card.problem else "")]
    return Text("\n").join(part for part in parts if part)


def _bar_text(row: Row) -> Text:
    return Text(bar(row.share or 0.0), "red" if row.text.startswith(("-", "−")) else "cyan")


def bar(share: float) -> str:
    """A bar of up to ``BAR`` cells, to an eighth of a cell."""
    eighths = round(min(1.0, max(0.0, share)) * BAR * 8)
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def letters(place: int) -> str:
    """The letters of a place, counted from 0: a, b, … z, aa, ab."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("a") + last)


def _file(file: File, *, framed: bool) -> RenderableType:
    """Its lines stay whole, however long: somebody takes them along."""
    content = Text(harmless(file.content).rstrip("\n"), no_wrap=True, overflow="ignore")
    return Group(_line(f"── {file.name}", "dim"), content, _line("──", "dim")) if framed else content


def _facts(facts: str, width: int) -> Text:
    """Facts, as many on a line as fit: ``⭐ 8`` stays together."""
    lines: list[str] = []
    for fact in harmless(facts).split(_FACT):
        longer = f"{lines[-1]}{_FACT}{fact}" if lines else fact
        lines = [*lines[:-1], longer] if cell_len(longer) <= width else [*lines, fact]
    return Text("\n".join(lines), "dim")


def _line(text: str, style: str = "") -> Text:
    return Text(harmless(text), style)


def _address(url: str) -> str | None:
    """Only web addresses are clickable, and nothing in them can end the link early."""
    clean = "".join(harmless(url).split())
    return clean if clean.startswith(("https://", "http://")) else None
