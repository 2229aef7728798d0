"""Answers of the API that bioRxiv and medRxiv share → ``Paper``."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from bot.errors import SourceBroken, SourceDown
from bot.identity import is_preprint_doi, parse_paper_id
from bot.model import Organisation, Paper
from bot.sources.authors import family_first
from bot.sources.documents import each_readable, read_json
from bot.sources.values import count, line, text
from bot.sources.withdrawals import says_withdrawn

OVERLOADED_WAIT = timedelta(minutes=10)

_FIGURE = re.compile(r"\bO_FIG\b.*?(?:\bC_FIG\b|$)", re.DOTALL)
_MARK = re.compile(r"[OCM]_(?:LINKSMALLFIG|LI|FIG|TBL|TEXTBOX|FLOAT|CAPTION|SCPLOW|SCPCAP|ST_ABS)")
"""What a converter leaves of figures and lists."""
_WITHDRAWN = re.compile(
    r"\W*(?:(?i:(?:withdrawn|retracted|removed)(?: (?:article|paper|preprint))?|(?:temporary )?removal)\s*[]:–—-]"
    r"|WITHDRAWN\s|RETRACTED\s)\W*"
)
_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_GONE = ("withdrawn", "withdrawal", "retracted", "retraction")
_EMPTY = ("no posts found", "no articles found", "doi not recognizable")
_NOTHING = ("na", "n/a", "null", "none")
"""What stands in a field where there is nothing to tell."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One version of a preprint, the day it was posted, and its category."""

    paper: Paper
    day: date
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreprintPage:
    """One page of an interval; ``listed`` counts unreadable records too."""

    postings: tuple[Posting, ...]
    listed: int


def parse_preprints(body: bytes, server: str) -> PreprintPage:
    """Raises ``SourceDown`` for the words of an overloaded server, ``SourceBroken`` for other nonsense and refusals.

    Failures come with HTTP status 200, and so does "no posts found", which is an empty page.
    """
    if body.lstrip()[:5].lower() == b"error":
        raise SourceDown(f"{server} is overloaded.", OVERLOADED_WAIT)
    answer = read_json(body, server)
    messages, records = (answer.get("messages"), answer.get("collection")) if isinstance(answer, dict) else (None, None)
    message = messages[0] if messages and isinstance(messages, list) else messages
    status = line(message.get("status")) if isinstance(message, dict) else ""
    status = status.lower() if status.lower() in _EMPTY else status
    if records is None and status in _EMPTY:
        records = []
    if not isinstance(records, list):
        raise SourceBroken(f"{server} answered with something that isn't a list of preprints.")
    if not records and status not in ("ok", *_EMPTY):
        raise SourceBroken(f"{server} refused a request: {status[:120] or 'it says nothing'}.")
    postings = each_readable(records, partial(_posting, server=server), server)
    if records and not postings:
        raise SourceBroken(f"None of the {len(records)} preprints that {server} listed could be read.")
    return PreprintPage(postings=tuple(postings), listed=len(records))


def _posting(record: object, server: str) -> Posting | None:
    if not isinstance(record, dict):
        return None
    paper_id, posted = parse_paper_id(line(record.get("doi"))), _day(record.get("date"))
    titled = line(_given(record.get("title")))
    title = titled[withdrawn.end() :] if (withdrawn := _WITHDRAWN.match(titled)) else titled
    if paper_id is None or not is_preprint_doi(paper_id) or posted is None or not title:
        return None
    version = count(str(record.get("version")).lstrip("vV")) or 1
    abstract, category = _abstract(record.get("abstract")), _category(record.get("category"))
    alias = parse_paper_id(line(_given(record.get("published"))))
    paper = Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=family_first(_authors(record.get("authors"))),
        organisation=_organisation(record.get("author_corresponding_institution")),
        published=posted if version == 1 else None,
        version=version,
        aliases=(alias,) if alias and alias != paper_id else (),
        categories=(category,) if category else (),
        withdrawn=line(record.get("type")).casefold() in _GONE or says_withdrawn(title=titled, abstract=abstract),
        sources=(server.casefold(),),
    )
    return Posting(paper, posted, category)


def _authors(value: object) -> str:
    if not isinstance(value, list):
        return str(value or "")
    return "; ".join(line(each.get("author_name") if isinstance(each, dict) else each) for each in value)


def _given(value: object) -> object:
    """The value of a field, or the first of a list; '' for one of the words that stand for nothing."""
    value = value[0] if isinstance(value, list) and value else value
    return "" if isinstance(value, str) and value.strip().casefold() in _NOTHING else value


def _category(value: object) -> str:
    return line(_given(value)).casefold().replace("_", " ")


def _abstract(value: object) -> str:
    value = _given(value)
    if not isinstance(value, str):
        return ""
    return text(_MARK.sub(" ", _FIGURE.sub(" ", value[:100_000])))


def _day(value: object) -> date | None:
    """Days were seen without leading zeros."""
    match = _DATE.match(value.strip()) if isinstance(value, str) else None
    return date(*map(int, match.groups())) if match else None


def _organisation(value: object) -> Organisation | None:
    name = line(_given(value))
    return Organisation(slug=name, name=name) if name else None
