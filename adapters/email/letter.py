"""A card as a letter: what stands in it, once, for the text part and the HTML part alike. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from adapters.email import wording
from bot.addresses import in_ascii
from bot.cards.wording import counted
from bot.model import Card, PaperCard, PaperId, Row, Signal
from bot.text import shorten, visible_line

SUBJECT = 60
TITLE, LINE, SUMMARY, PARAGRAPH = 300, 400, 600, 2000
"""Most characters of one title, of facts or a reason, of a summary, of a paragraph: for what comes from outside."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; ``url`` is ASCII, and '' for words alone."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPaper:
    """One paper of a letter."""

    title: Link
    number: str = ""
    heading: str = ""
    facts: str = ""
    badge: str = ""
    reason: str = ""
    summary: str = ""
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that somebody reads of one mail, top to bottom. ``preheader`` is what inboxes show of it."""

    subject: str
    preheader: str
    title: str
    paragraphs: tuple[str, ...] = ()
    entries: tuple[LetterPaper, ...] = ()
    rows: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()

    def first(self, kept: int) -> "Letter":
        """The letter with its first ``kept`` papers, and how many are left out."""
        left_out = len(self.entries) - kept
        more = (Link(wording.no_room_for(left_out)),) if left_out else ()
        return replace(self, entries=self.entries[:kept], rows=(*more, *self.rows))


PaperUrl = Callable[[PaperId, Signal | None], str]
"""Where a reader of one letter can react to a paper; with a signal, that button comes first."""


def letter_of(card: Card, links: PaperUrl, footer: Sequence[Link]) -> Letter:
    """The letter that says what the card says; what can be pressed in chat is a link to a page here."""
    entries = tuple(_entry(paper, card, place, links) for place, paper in enumerate(card.papers))
    title = shorten(visible_line(card.title), TITLE)
    lines = [*card.text.splitlines(), *card.footer.splitlines()]
    paragraphs = tuple(shorten(line, PARAGRAPH) for line in map(visible_line, lines) if line)
    return Letter(
        subject=subject_of(title, [entry.title.text for entry in _counted(entries)]),
        preheader=_preheader(entries, paragraphs),
        title=title or wording.UNTITLED,
        paragraphs=paragraphs,
        entries=entries,
        rows=tuple(_row(row) for row in card.rows),
        footer=tuple(footer),
    )


def _counted(entries: Sequence[LetterPaper]) -> Sequence[LetterPaper]:
    """The papers that the title counts: those above the first heading, under which others stand; else all."""
    others = next((place for place, entry in enumerate(entries) if entry.heading and place), len(entries))
    return entries[:others]


def subject_of(title: str, papers: Sequence[str]) -> str:
    """At most 60 characters: how many papers, the first one's title, and how many more."""
    if not papers:
        return shorten(title or wording.UNTITLED, SUBJECT)
    head, tail = f"{counted(len(papers), 'paper')}: ", f" +{len(papers) - 1}" if len(papers) > 1 else ""
    return head + shorten(papers[0], SUBJECT - len(head) - len(tail)) + tail


def web_address(url: str) -> str:
    """The address in ASCII; '' where it is not https, or too long to be kept whole in a line of mail."""
    encoded = in_ascii(url, ("https",))
    return encoded if len(encoded) <= 500 and not urlsplit(encoded).username else ""


def _entry(paper: PaperCard, card: Card, place: int, links: PaperUrl) -> LetterPaper:
    title = shorten(visible_line(paper.title), TITLE) or paper.paper
    return LetterPaper(
        number=f"{card.first + place}." if card.numbered else "",
        heading=shorten(visible_line(paper.heading), LINE),
        title=Link(title, web_address(paper.url)),
        facts=shorten(visible_line(paper.facts), LINE),
        badge=shorten(visible_line(paper.badge), LINE),
        reason=shorten(visible_line(paper.reason), LINE),
        summary=shorten(visible_line(paper.summary), SUMMARY),
        actions=tuple(Link(words, links(paper.paper, signal)) for signal, words in wording.ACTIONS.items()),
    )


def _row(row: Row) -> Link:
    words = ": ".join(filter(None, (visible_line(row.label), visible_line(row.text))))
    return Link(shorten(words, LINE), web_address(row.url))


def _preheader(entries: Sequence[LetterPaper], paragraphs: Sequence[str]) -> str:
    rest = " · ".join(entry.title.text for entry in entries[1:]) or (entries[0].reason if entries else "")
    return shorten(rest or " ".join(paragraphs), 140)
