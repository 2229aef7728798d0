"""arXiv's daily feeds (RSS) and query answers (Atom) -> ``Paper``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from enum import StrEnum
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.errors import SourceBroken
from bot.identity import is_arxiv, parse_paper_id, short, version_of
from bot.model import Paper, PaperId
from bot.sources.values import count, day, line, text

MOST_AUTHORS = 5_000
LONGEST_FIELD = 200_000

_ABSTRACT = re.compile(r"^.*?\bAbstract:", re.DOTALL)
_TYPE = re.compile(r"Announce Type:\s*([a-z-]+)")
_AFFILIATION = re.compile(r"\([^()]{0,300}\)")
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
    root = _xml(body)
    channel = _child(root, "channel")
    if channel is None:
        raise SourceBroken(f"arXiv answered for {category} with something that isn't a feed.")
    if _ERROR_TITLE in _said(channel, "title"):
        raise SourceBroken(f"arXiv knows no category {category}: its feed says so.")
    dated = _feed_day(_said(channel, "pubDate")) or _feed_day(_said(channel, "lastBuildDate"))
    if dated is None:
        raise SourceBroken(f"arXiv's feed of {category} doesn't say its day.")
    elements = list(_children(channel, "item"))
    items = tuple(item for element in elements if (item := _item(element, dated)))
    if elements and not items:
        raise SourceBroken(f"None of the {len(elements)} papers in arXiv's feed of {category} could be read.")
    return Feed(day=dated, items=items, listed=len(elements))


def parse_api_page(body: bytes) -> ApiPage:
    """An answer of the query API. Its errors come as entries too and are raised as ``SourceBroken``."""
    root = _xml(body)
    if not root.tag.endswith("}feed"):
        raise SourceBroken("arXiv answered a query with something that isn't an Atom feed.")
    entries = list(_children(root, "entry"))
    if any("/api/errors" in _said(entry, "id") for entry in entries):
        raise SourceBroken(f"arXiv refused a query: {line(_said(entries[0], 'summary'))[:120]}.")
    papers = tuple(paper for entry in entries if (paper := _entry(entry)))
    return ApiPage(papers=papers, listed=len(entries), total=count(_said(root, "totalResults").strip()) or 0)


def _xml(body: bytes) -> Element:
    try:
        return fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise SourceBroken("arXiv answered with something that isn't whole XML.") from None


def _item(element: Element, dated: date) -> FeedItem | None:
    guid, described = _said(element, "guid").strip(), _said(element, "description")
    named = next((name for name in (guid, _said(element, "link").strip()) if parse_paper_id(name)), "")
    paper_id, title = parse_paper_id(named), line(_said(element, "title"))
    announced = _announced(_said(element, "announce_type") or _first(_TYPE, described))
    if paper_id is None or not title or announced is None:
        return None
    paper = Paper(
        id=paper_id,
        title=title,
        abstract=text(_ABSTRACT.sub("", described[:LONGEST_FIELD], count=1)),
        authors=_creators(_said(element, "creator")),
        published=_published(paper_id, announced, dated),
        version=version_of(named) or 1,
        aliases=_aliases(_said(element, "DOI"), paper_id),
        categories=_unique(line(each.text) for each in _children(element, "category")),
        sources=("arxiv",),
    )
    return FeedItem(paper, announced)


def _entry(entry: Element) -> Paper | None:
    named, title = _said(entry, "id").strip(), line(_said(entry, "title"))
    paper_id = parse_paper_id(named)
    if paper_id is None or not title:
        return None
    primary = [line(each.get("term")) for each in _children(entry, "primary_category")]
    terms = [line(each.get("term")) for each in _children(entry, "category")]
    return Paper(
        id=paper_id,
        title=title,
        abstract=text(_said(entry, "summary")),
        authors=_unique(line(_said(author, "name")) for author in _children(entry, "author")),
        published=day(_said(entry, "published").strip()),
        version=version_of(named) or 1,
        aliases=_aliases(_said(entry, "doi"), paper_id),
        categories=_unique(each for each in (*primary, *terms)),
        withdrawn="this paper has been withdrawn" in text(_said(entry, "comment")).lower(),
        sources=("arxiv",),
    )


def _announced(value: str) -> Announced | None:
    try:
        return Announced(value.strip())
    except ValueError:
        return None


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
    try:
        return parsedate_to_datetime(value.strip()).date()
    except ValueError:
        return None


def _creators(value: str) -> tuple[str, ...]:
    """One comma-joined string, now and then with affiliations in brackets."""
    names = _AFFILIATION.sub("", value[:LONGEST_FIELD]).split(",")
    return _unique(line(name) for name in names)


def _aliases(doi: str, paper_id: PaperId) -> tuple[PaperId, ...]:
    alias = parse_paper_id(doi)
    return (alias,) if alias and not is_arxiv(alias) else ()


def _unique(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:MOST_AUTHORS]


def _first(pattern: re.Pattern[str], value: str) -> str:
    match = pattern.search(value)
    return match[1] if match else ""


def _children(element: Element, name: str) -> Iterator[Element]:
    """By local name: the namespaces differ between feeds, answers and their times."""
    return (child for child in element if child.tag.rpartition("}")[2] == name)


def _child(element: Element, name: str) -> Element | None:
    return next(_children(element, name), None)


def _said(element: Element, name: str) -> str:
    child = _child(element, name)
    return (child.text or "") if child is not None else ""
