"""What a card says, as pieces of markdown that fit one Discord message. Pure.

Everything is written in full first; when that doesn't fit, summaries get shorter, then what is at the end becomes
"… N more".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from adapters.discord import text
from adapters.discord.ids import units
from bot.model import Button, Card, PaperCard, Row

MOST_UNITS = 4000
"""Characters over all texts of a message."""

MOST_BYTES = 10_000
BYTES_PER_TEXT = 12
"""Beyond some 10,170 bytes, and 12 for each text, Discord answers with an error of its own (500)."""

_BAR = 8


@dataclass(frozen=True, slots=True)
class Cut:
    """How long each kind of text may be, before escaping."""

    summary: int
    text: int
    words: int = 240


_LADDER = (Cut(3600, 3600), Cut(700, 1500), Cut(350, 800), Cut(180, 400), Cut(0, 300, 150))


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the message: its markdown, a plain name for menus, and the buttons that belong to it."""

    text: str
    name: str = ""
    buttons: tuple[Button, ...] = ()
    thumbnail: str = ""


def blocks_of(card: Card) -> list[Block]:
    """Title, papers, rows and footer, in order; never none."""
    for cut in _LADDER:
        blocks = _blocks(card, cut)
        if _fits(blocks):
            return blocks
    everything = len(card.papers) + len(card.rows)
    for shown in range(everything - 1, -1, -1):
        blocks = _blocks(_first(card, shown), _LADDER[-1], more=everything - shown)
        if _fits(blocks):
            return blocks
    return [Block(text.paragraphs(card.title or card.text, 300) or "…")]


def _fits(blocks: Sequence[Block]) -> bool:
    size = sum(len(block.text.encode()) + BYTES_PER_TEXT for block in blocks)
    joined = sum(units(block.text) + 2 for block in blocks)
    return size <= MOST_BYTES and joined <= MOST_UNITS


def _first(card: Card, shown: int) -> Card:
    return replace(card, papers=card.papers[:shown], rows=card.rows[: max(0, shown - len(card.papers))])


def _blocks(card: Card, cut: Cut, more: int = 0) -> list[Block]:
    head = "\n".join(filter(None, (_title(card, cut), text.paragraphs(card.text, cut.text))))
    papers = [_paper(paper, number if card.numbered else 0, cut) for number, paper in enumerate(card.papers, 1)]
    if len(card.papers) == 1 and not card.numbered:
        papers = [replace(papers[0], thumbnail=text.web_address(card.papers[0].thumbnail))]
    tail = [f"… {more} more"] if more else []
    footer = text.subtext(text.paragraphs(card.footer, cut.text))
    ends = [Block(words) for words in (*tail, footer) if words]
    blocks = [*([Block(head)] if head else []), *papers, *_rows(card.rows, cut), *ends]
    return blocks or [Block("…")]


def _title(card: Card, cut: Cut) -> str:
    title = text.line(card.title, cut.words)
    return f"### {title}" if title else ""


def _paper(paper: PaperCard, number: int, cut: Cut) -> Block:
    name = f"{number}. " if number else ""
    marks = "".join(sign for sign, on in (("👍", paper.liked), ("👎", paper.liked is False), ("🔖", paper.saved)) if on)
    badge = f" · *{text.line(paper.badge, 60)}*" if paper.badge else ""
    lines = (
        f"**{name}{text.link(paper.title or 'Untitled', paper.url, cut.words)}**{badge} {marks}".rstrip(),
        text.subtext(text.line(paper.facts, cut.words)),
        text.paragraphs(paper.summary, cut.summary) if cut.summary else "",
        text.quote(text.line(paper.reason, cut.words)) if paper.reason else "",
    )
    return Block("\n".join(filter(None, lines)), name=f"{name}{paper.title}", buttons=paper.buttons)


def _rows(rows: Sequence[Row], cut: Cut) -> Iterator[Block]:
    """Rows without buttons share one block, so that thirty of them are one component."""
    plain: list[str] = []
    for row in rows:
        if not row.buttons:
            plain.append(_row(row, cut))
            continue
        if plain:
            yield Block("\n".join(plain))
            plain = []
        yield Block(_row(row, cut), name=row.label or row.text, buttons=row.buttons)
    if plain:
        yield Block("\n".join(plain))


def _row(row: Row, cut: Cut) -> str:
    """The bar comes first, so that bars stand under each other."""
    label = text.link(row.label, row.url, cut.words)
    bar = "" if row.share is None else f"`{_bar(row.share)}`"
    words = [bar, f"**{label}**" if label else "", text.paragraphs(row.text, cut.text).replace("\n", " ")]
    return " ".join(filter(None, words)) or "…"


def _bar(share: float) -> str:
    full = round(max(0.0, min(1.0, share)) * _BAR)
    return "█" * full + "░" * (_BAR - full)
