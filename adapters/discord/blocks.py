"""What a card says, as pieces of Discord's markdown, and whether they go into one message. Pure."""

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

LINE = 300
"""Characters of titles and other lines, whatever the card holds."""

_BAR = 8


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the message: its markdown, a plain name for menus, and the buttons that belong to it."""

    text: str
    name: str = ""
    buttons: tuple[Button, ...] = ()
    thumbnail: str = ""


def blocks_of(card: Card) -> list[Block]:
    """Title, papers, rows and footer, in order; never none."""
    head = "\n".join(filter(None, (_title(card), text.paragraphs(card.text, MOST_UNITS))))
    papers = [_paper(paper, number if card.numbered else 0) for number, paper in enumerate(card.papers, card.first)]
    if len(card.papers) == 1 and not card.numbered:
        papers = [replace(papers[0], thumbnail=text.web_address(card.papers[0].thumbnail))]
    footer = text.subtext(text.paragraphs(card.footer, MOST_UNITS))
    ends = [Block(footer)] if footer else []
    return [*([Block(head)] if head else []), *papers, *_rows(card.rows), *ends] or [Block("…")]


def words_fit(blocks: Sequence[Block]) -> bool:
    """Whether all words go into one message, before any button is counted."""
    size = sum(len(block.text.encode()) + BYTES_PER_TEXT for block in blocks)
    joined = sum(units(block.text) + 2 for block in blocks)
    return size <= MOST_BYTES and joined <= MOST_UNITS


def _title(card: Card) -> str:
    title = text.line(card.title, LINE)
    return f"### {title}" if title else ""


def _paper(paper: PaperCard, number: int) -> Block:
    name = f"{number}. " if number else ""
    marks = "".join(sign for sign, on in (("👍", paper.liked), ("👎", paper.liked is False), ("🔖", paper.saved)) if on)
    badge = f" · *{text.line(paper.badge, 60)}*" if paper.badge else ""
    lines = (
        f"### {text.line(paper.heading, LINE)}" if paper.heading else "",
        f"**{name}{text.link(paper.title or 'Untitled', paper.url, LINE)}**{badge} {marks}".rstrip(),
        text.subtext(text.line(paper.facts, LINE)),
        text.paragraphs(paper.summary, MOST_UNITS),
        text.quote(text.line(paper.reason, LINE)) if paper.reason else "",
    )
    return Block("\n".join(filter(None, lines)), name=f"{name}{paper.title}", buttons=paper.buttons)


def _rows(rows: Sequence[Row]) -> Iterator[Block]:
    """Rows without buttons share one block, so that thirty of them are one component."""
    plain: list[str] = []
    for row in rows:
        if not row.buttons:
            plain.append(_row(row))
            continue
        if plain:
            yield Block("\n".join(plain))
            plain = []
        yield Block(_row(row), name=row.label or row.text, buttons=row.buttons)
    if plain:
        yield Block("\n".join(plain))


def _row(row: Row) -> str:
    """The bar comes first, so that bars stand under each other."""
    label = text.link(row.label, row.url, LINE)
    bar = "" if row.share is None else f"`{_bar(row.share)}`"
    words = [bar, f"**{label}**" if label else "", text.paragraphs(row.text, MOST_UNITS).replace("\n", " ")]
    return " ".join(filter(None, words)) or "…"


def _bar(share: float) -> str:
    full = round(max(0.0, min(1.0, share)) * _BAR)
    return "█" * full + "░" * (_BAR - full)
