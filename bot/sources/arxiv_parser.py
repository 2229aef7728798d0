"""arXiv's daily feeds (RSS) and query answers (Atom) -> ``Paper``."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import partial
from xml.etree.ElementTree import Element

from bot.errors import SourceBroken
from bot.identity import find_paper_ids, is_arxiv, parse_paper_id, short, version_of
from bot.model import Paper, PaperId
from bot.sources.authors import names_in, names_of
from bot.sources.documents import child, child_text, children, each_readable, read_xml
from bot.sources.values import count, day, line, text
from bot.sources.withdrawals import says_withdrawn

OPERATOR = "arXiv"
MOST_CATEGORIES = 100
LONGEST_FIELD = 200_000

_ABSTRACT = re.compile(r"^.*?\bAbstract:", re.DOTALL)
_HEAD_ALONE = re.compile(r"^\s*arXiv:\S+\s+Announce Type:\s*\S+\s*$")
"""The description of a paper that came without an abstract."""
_TYPE = re.compile(r"Announce Type:\s*([a-z-]+)")
_CATEGORY = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")
"""Classes of the ACM and of mathematicians come as categories as well: I.2.6, "68T05, 62M45"."""
_AFTER_TITLE = re.compile(r"[\s.]*\(arXiv:\S+(?: \[[\w.-]+\])?[A-Z ]*\)$", re.ASCII)
_ERROR_TITLE = "Feed error for query"


class Announced(StrEnum):
    """Why a paper is in the daily feed (https://info.arxiv.org/help/rss.html)."""

    NEW = "new"
    CROSS = "cross"
    REPLACED = "replace"
    REPLACED_CROSS = "replace-cross"


@dataclass(frozen=True, slots=True)
class FeedItem:
    paper: Paper
    announced: Announced


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One category's feed of one day (as its own date line says); ``listed`` counts unreadable items too."""

    day: date
    items: tuple[FeedItem, ...]
    listed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage:
    """One slice of a query's answer; ``total`` is how many entries the whole has."""

    papers: tuple[Paper, ...]
    listed: int
    total: int


def parse_feed(body: bytes, category: str) -> Feed:
    """Raises ``SourceBroken``, naming the category, for anything but its feed."""
    root = read_xml(body, OPERATOR)
    channel = child(root, "channel")
    if channel is None:
        raise SourceBroken(f"arXiv answered for {category} with something that isn't a feed.")
    if _ERROR_TITLE in child_text(channel, "title"):
        raise SourceBroken(f"arXiv knows no category {category}: its feed says so.")
    dates = (_feed_day(child_text(channel, name)) for name in ("pubDate", "lastBuildDate", "date"))
    dated = next(filter(None, dates), None)
    if dated is None:
        raise SourceBroken(f"arXiv's feed of {category} doesn't say its day.")
    elements = list(children(channel, "item"))
    items = tuple(each_readable(elements, partial(_item, dated=dated), OPERATOR))
    if elements and not items:
        raise SourceBroken(f"None of the {len(elements)} papers in arXiv's feed of {category} could be read.")
    return Feed(day=dated, items=items, listed=len(elements))


def parse_api_page(body: bytes) -> ApiPage:
    """An answer of the query API. Its errors come as entries too and are raised as ``SourceBroken``."""
    root = read_xml(body, OPERATOR)
    if not root.tag.endswith("}feed"):
        raise SourceBroken("arXiv answered a query with something that isn't an Atom feed.")
    entries = list(children(root, "entry"))
    if any("/api/errors" in child_text(entry, "id") for entry in entries):
        raise SourceBroken(f"arXiv refused a query: {line(child_text(entries[0], 'summary'))[:120]}.")
    papers = tuple(each_readable(entries, _entry, OPERATOR))
    return ApiPage(papers=papers, listed=len(entries), total=count(child_text(root, "totalResults").strip()) or 0)


def _item(element: Element, dated: date) -> FeedItem | None:
    guid, described = child_text(element, "guid").strip(), child_text(element, "description")
    named = next((name for name in (guid, child_text(element, "link").strip()) if parse_paper_id(name)), "")
    paper_id, title = parse_paper_id(named), _AFTER_TITLE.sub("", line(child_text(element, "title")))
    if paper_id is None or not title:
        return None
    version = version_of(named) or 1
    announced = _announced(child_text(element, "announce_type") or _first(_TYPE, described), version)
    abstract = text(_ABSTRACT.sub("", _HEAD_ALONE.sub("", described[:LONGEST_FIELD]), count=1))
    paper = Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=names_in(", ".join("".join(each.itertext()) for each in children(element, "creator"))),
        published=_published(paper_id, announced, dated),
        version=version,
        aliases=aliases_of(child_text(element, "DOI"), paper_id),
        categories=_unique(line(each.text) for each in children(element, "category")),
        withdrawn=says_withdrawn(title=title, abstract=abstract),
        sources=("arxiv",),
    )
    return FeedItem(paper, announced)


def _entry(entry: Element) -> Paper | None:
    named, title = child_text(entry, "id").strip(), line(child_text(entry, "title"))
    paper_id = parse_paper_id(named)
    if paper_id is None or not title:
        return None
    primary = [line(each.get("term")) for each in children(entry, "primary_category")]
    terms = [line(each.get("term")) for each in children(entry, "category")]
    abstract = text(child_text(entry, "summary"))
    return Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=names_of(child_text(author, "name") or author.text or "" for author in children(entry, "author")),
        published=day(child_text(entry, "published").strip()),
        version=version_of(named) or 1,
        aliases=aliases_of(child_text(entry, "doi"), paper_id),
        categories=_unique(each for each in (*primary, *terms) if _CATEGORY.fullmatch(each)),
        withdrawn=says_withdrawn(title=title, abstract=abstract, comment=text(child_text(entry, "comment"))),
        sources=("arxiv",),
    )


def _announced(value: str, version: int) -> Announced:
    """Of an unknown word, a first version is news, as a cross-list is: its number tells whether it is recent."""
    try:
        return Announced(value.strip().lower())
    except ValueError:
        return Announced.CROSS if version == 1 else Announced.REPLACED


def _published(paper_id: PaperId, announced: Announced, dated: date) -> date | None:
    """The feed tells no date of a paper's own: a new one is dated by its announcement. A cross-list may be years old;
    its number tells, for it begins with year and month."""
    month_before = dated.replace(day=1).toordinal() - 1
    recent = {f"{month:%y%m}" for month in (dated, date.fromordinal(month_before))}
    new = announced is Announced.NEW
    cross = announced is Announced.CROSS and short(paper_id)[:4] in recent
    return dated if new or cross else None


def _feed_day(value: str) -> date | None:
    """The day as written, in the feed's own zone: a feed dated Tuesday holds Monday evening's announcement."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError):
            return read(value.strip()).date()
    return None


def aliases_of(doi: str, paper_id: PaperId) -> tuple[PaperId, ...]:
    """The DOIs of the articles that a paper became, where its record names some."""
    return tuple(alias for alias in find_paper_ids(doi) if alias != paper_id and not is_arxiv(alias))


def _unique(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:MOST_CATEGORIES]


def _first(pattern: re.Pattern[str], value: str) -> str:
    match = pattern.search(value)
    return match[1] if match else ""
