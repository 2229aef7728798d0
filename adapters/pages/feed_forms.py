"""A feed as it will be written, whatever the form: names for good, whole addresses, safe HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

from adapters.pages.paper_views import paper_path
from bot.addresses import in_ascii
from bot.cards.feeds import entry_facts
from bot.cards.papers import authors_text, summary_of
from bot.markup import without_markdown
from bot.model import FeedEntry, PaperFeed

AUTHORS = 20
YEAR = 2026
"""When these names were first given; a tag URI (RFC 4151) needs a date and never changes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEntry:
    """One paper. ``page`` is the paper's own page, ``related`` are ours, its code and its project's."""

    id: str
    title: str
    page: str
    related: Sequence[str]
    published: datetime
    updated: datetime
    authors: Sequence[str]
    terms: Sequence[str]
    summary: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFeed:
    """A whole feed. ``address`` is its own, ``page`` that of the page which shows the same."""

    id: str
    title: str
    note: str
    updated: datetime
    address: str
    page: str
    entries: Sequence[WrittenEntry]


def written(feed: PaperFeed, site: str, path: str) -> WrittenFeed:
    """The feed at ``path`` of the site with the address ``site``."""
    return WrittenFeed(
        id=_name(feed, feed.key),
        title=f"{feed.title} – Paperboy",
        note=feed.note,
        updated=feed.updated,
        address=site + path,
        page=site + feed.page,
        entries=[_written(feed, entry, site) for entry in feed.entries],
    )


def _written(feed: PaperFeed, entry: FeedEntry, site: str) -> WrittenEntry:
    paper = entry.paper
    links = (site + paper_path(paper), in_ascii(paper.repository), in_ascii(paper.project_page))
    summary = summary_of(paper)
    return WrittenEntry(
        id=_name(feed, f"{feed.entries_key or feed.key}/{entry.key}"),
        title=paper.title,
        page=paper.page,
        related=[link for link in links if link],
        published=entry.published,
        updated=entry.updated,
        authors=paper.authors[:AUTHORS],
        terms=paper.categories,
        summary=f"{_reason(entry)} {summary}".strip(),
        html=_html(entry, without_markdown(paper.abstract) or summary),
    )


def _name(feed: PaperFeed, key: str) -> str:
    return f"tag:{feed.authority},{YEAR}:{quote(key, safe='/:')}"


def _html(entry: FeedEntry, text: str) -> str:
    lines = (_reason(entry), f"{authors_text(entry.paper.authors)} · {entry_facts(entry)}".strip(" ·"), text)
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _reason(entry: FeedEntry) -> str:
    """The reason as a sentence."""
    return f"{entry.reason.rstrip('.')}." if entry.reason else ""
