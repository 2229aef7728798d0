"""Hugging Face's answers about papers -> ``Paper``. Tolerant of what is missing, strict about what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import SourceBroken
from bot.identity import parse_paper_id, version_of
from bot.model import Organisation, Paper
from bot.sources.authors import MOST_AUTHORS, names_in, names_of
from bot.sources.documents import each_readable, read_json
from bot.sources.values import address, count, day, line, text
from bot.sources.withdrawals import says_withdrawn

OPERATOR = "Hugging Face"
MOST_KEYWORDS = 20

JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of papers as listed; ``skipped`` items had no usable id or title."""

    papers: tuple[Paper, ...]
    skipped: int = 0

    @property
    def listed(self) -> int:
        return len(self.papers) + self.skipped


def parse_listing(body: bytes) -> Listing:
    """A page of daily papers, or of a search. Raises ``SourceBroken`` unless it is a list, and some of it usable."""
    items = read_json(body, OPERATOR)
    if not isinstance(items, list):
        raise SourceBroken("Hugging Face answered with something that isn't a list of papers.")
    papers = each_readable(items, _paper, OPERATOR)
    if items and not papers:
        raise SourceBroken(f"None of the {len(items)} papers that Hugging Face listed could be read.")
    return Listing(papers=tuple(papers), skipped=len(items) - len(papers))


def parse_paper(body: bytes) -> Paper:
    """One paper's own answer. Raises ``SourceBroken`` where it can't be used."""
    found = each_readable([read_json(body, OPERATOR)], _paper, OPERATOR)
    if not found:
        raise SourceBroken("Hugging Face answered with something that isn't a paper.")
    return found[0]


def _paper(item: object) -> Paper | None:
    """Nested (``{"paper": {…}, "title": …}``) and flat shapes mean the same; the inner facts come first."""
    outer = _mapping(item)
    inner = _mapping(outer.get("paper")) or outer
    paper_id, title = parse_paper_id(line(inner.get("id"))), line(inner.get("title")) or line(outer.get("title"))
    if paper_id is None or not title:
        return None
    abstract = text(inner.get("summary")) or text(outer.get("summary"))
    return Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=_authors(inner.get("authors")),
        organisation=_organisation(inner.get("organization")) or _organisation(outer.get("organization")),
        published=day(inner.get("publishedAt")) or day(outer.get("publishedAt")),
        featured=day(inner.get("submittedOnDailyAt")),
        version=version_of(line(inner.get("id"))) or 1,
        upvotes=count(inner.get("upvotes")) or 0,
        comments=count(outer.get("numComments")) or 0,
        repository=address(inner.get("githubRepo")),
        stars=count(inner.get("githubStars")),
        project_page=address(inner.get("projectPage")),
        summary=text(inner.get("ai_summary")) or None,
        keywords=_lines(inner.get("ai_keywords"), MOST_KEYWORDS),
        thumbnail=address(outer.get("thumbnail")),
        submitter=_submitter(inner.get("submittedOnDailyBy")) or _submitter(outer.get("submittedBy")),
        withdrawn=bool(inner.get("withdrawnAt")) or says_withdrawn(title=title, abstract=abstract),
        sources=("huggingface",),
    )


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return names_in(value)
    names = [_name(author) for author in _list(value)[:MOST_AUTHORS]]
    return names_of(name for name in names if isinstance(name, str))


def _name(author: object) -> object:
    """A hidden author was read out of a paper by mistake."""
    if isinstance(author, str):
        return author
    fields = _mapping(author)
    user = _mapping(fields.get("user"))
    return (
        None if fields.get("hidden") is True else fields.get("name") or fields.get("fullname") or user.get("fullname")
    )


def _organisation(value: object) -> Organisation | None:
    organisation = _mapping(value)
    slug, name = line(organisation.get("name")), line(organisation.get("fullname")) or line(value)
    return Organisation(slug=slug or name, name=name or slug) if slug or name else None


def _submitter(value: object) -> str | None:
    """The handle is ``user`` in one place and ``name`` in the other."""
    submitter = _mapping(value)
    return line(submitter.get("user")) or line(submitter.get("name")) or None


def _lines(value: object, most: int) -> tuple[str, ...]:
    lines = [line(each) for each in (value.split(",") if isinstance(value, str) else _list(value))]
    return tuple(dict.fromkeys(each for each in lines if each))[:most]


def _mapping(value: object) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
