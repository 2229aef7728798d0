"""What changed at arXiv since a day, over OAI-PMH: announcements however old the submission, replacements, withdrawals.

Records are listed by the UTC day of their last change, which for a new paper is the day of its announcement
(https://info.arxiv.org/help/oa/index.html); the daily feed tells neither comments nor that a replacement withdraws.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from bot.errors import SourceBroken, SourceDown
from bot.identity import is_arxiv, parse_paper_id
from bot.model import Paper
from bot.ports.time import Clock
from bot.sources.arxiv_parser import OPERATOR, aliases_of
from bot.sources.authors import names_in
from bot.sources.calendars import DAY
from bot.sources.documents import child, child_text, children, each_readable, read_xml
from bot.sources.http import Limits, PoliteClient, RateLimiter, checked_base
from bot.sources.values import count, day, line, text
from bot.sources.withdrawals import says_withdrawn

MOST_PAGES = 100
SLOW = Limits(read=80, total=85, attempts=2)
"""Answers of 2,000 records were seen to take more than a minute. They must end before the turn of a request does."""

_WITHDRAWN_SOURCE = "I"
_GROUPS = frozenset(("cs", "econ", "eess", "math", "q-bio", "q-fin", "stat"))
"""Archives that are a group of their own; all others belong to physics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """One answer; ``listed`` counts unreadable records too, ``token`` asks for the next, or is ''."""

    changes: tuple[Paper, ...]
    listed: int
    token: str


class ArxivChanges:
    """Reads changes page by page; what changes meanwhile may be skipped, so callers let their days overlap."""

    def __init__(self, limiter: RateLimiter, base: str, contact: str, clock: Clock) -> None:
        self._client = PoliteClient(limiter, clock, contact, SLOW)
        self._base = checked_base(base, "PAPERBOY_ARXIV_OAI_BASE")
        self._clock = clock

    async def since(self, category: str, first: date) -> AsyncIterator[ChangePage]:
        """All changes in a category from that UTC day on, cross-lists among them, by the day of change."""
        first = min(first, self._clock.now().date())
        asked = {"metadataPrefix": "arXivRaw", "set": set_of(category), "from": first.isoformat()}
        for _ in range(MOST_PAGES):
            page = await self._page(asked)
            yield page
            if not page.token:
                return
            if page.token == asked.get("resumptionToken"):
                raise SourceBroken(f"arXiv's list of changes to {category} goes round in circles.")
            asked = {"resumptionToken": page.token}
        raise SourceBroken(f"arXiv listed more than {MOST_PAGES} pages of changes to {category} since {first}.")

    async def _page(self, asked: Mapping[str, str]) -> ChangePage:
        body = await self._client.get(self._base, {"verb": "ListRecords", **asked}, kind="xml")
        if body is None:
            raise SourceBroken("arXiv no longer answers to OAI-PMH.")
        return parse_changes(body)


def parse_changes(body: bytes) -> ChangePage:
    """Errors come with HTTP status 200: "nothing matches" is an empty page, others are raised as ``SourceError``."""
    root = read_xml(body, OPERATOR)
    error = child(root, "error")
    if error is not None and error.get("code") == "noRecordsMatch":
        return ChangePage(changes=(), listed=0, token="")
    if error is not None and error.get("code") == "badResumptionToken":
        raise SourceDown("arXiv's list of changes grew too old while it was read.", DAY / 24)
    records = child(root, "ListRecords")
    if error is not None or records is None:
        why = line(error.text) if error is not None else "it sent no records"
        raise SourceBroken(f"arXiv refused to list its changes: {why[:120]}.")
    listed = list(children(records, "record"))
    token = child_text(records, "resumptionToken").strip()
    if not listed and not token:  # "nothing matches" is said otherwise
        raise SourceBroken("arXiv listed no changes, and no reason for that.")
    return ChangePage(changes=tuple(each_readable(listed, _change, OPERATOR)), listed=len(listed), token=token)


def set_of(category: str) -> str:
    """``cs:cs:LG`` of cs.LG, ``physics:hep-th`` of hep-th, ``cs`` of a whole archive."""
    archive, _, subject = category.partition(".")
    if archive in _GROUPS:
        return f"{archive}:{archive}:{subject}" if subject else archive
    return ":".join(part for part in ("physics", archive, subject) if part)


def _change(record: Element) -> Paper | None:
    raw = next(_deep(record, "arXivRaw"), None)
    if raw is None:
        return None
    paper_id, title = parse_paper_id(child_text(raw, "id").strip()), line(child_text(raw, "title"))
    versions = sorted(children(raw, "version"), key=_number)
    if paper_id is None or not is_arxiv(paper_id) or not title or not versions:
        return None
    abstract = text(child_text(raw, "abstract"))
    gone = child_text(versions[-1], "source_type").strip() == _WITHDRAWN_SOURCE
    return Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=names_in(child_text(raw, "authors")),
        published=day(child_text(versions[0], "date")),
        version=max(len(versions), _number(versions[-1])),
        aliases=aliases_of(child_text(raw, "doi"), paper_id),
        categories=tuple(line(child_text(raw, "categories")).replace(",", " ").split()),
        withdrawn=gone or says_withdrawn(title=title, abstract=abstract, comment=text(child_text(raw, "comments"))),
        sources=("arxiv",),
    )


def _number(version: Element) -> int:
    return count(str(version.get("version", "")).lstrip("v")) or 0


def _deep(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element.iter() if each.tag.rpartition("}")[2] == name)
