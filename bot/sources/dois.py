"""What a DOI names: title, abstract and authors, asked of Crossref, then of OpenAlex, and then of doi.org.

Crossref registers most journals and preprint servers; DOIs of arXiv are ids of arXiv and never come here. OpenAlex
knows those of other agencies too, and doi.org leads to the agency of any. Facts of the three:
https://www.crossref.org/documentation/retrieve-metadata/rest-api/, https://docs.openalex.org/ and
https://citation.crosscite.org/docs.html.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from bot.errors import SourceBroken, SourceError
from bot.identity import is_arxiv, parse_paper_id, short
from bot.model import Paper, PaperId
from bot.ports.leases import Leases
from bot.ports.time import Clock
from bot.settings import Settings
from bot.sources.authors import names_of
from bot.sources.documents import each_readable, read_json
from bot.sources.http import Limits, PoliteClient, RateLimiter, checked_base
from bot.sources.values import count, day, line, text
from bot.sources.withdrawals import says_withdrawn

MOST_WORDS = 5_000
LAST_FOR = timedelta(minutes=10)
"""How long a registry that did not answer is asked after the others."""
TWICE = Limits(attempts=2)
"""With a third attempt nobody would wait any more when the next registry is asked."""
_HEADING = re.compile(r"<(jats:title|title|jats:p|p|h\d)>\s*abstract\s*</\1>", re.IGNORECASE)
_DATES = ("posted", "issued", "published-online", "published-print", "created")
_PREPRINT = "posted-content"
_UPDATES = ("updated-by", "update-to")
"""What became of a work, and of which work it is the notice."""
_RETRACTING = {"retraction", "withdrawal", "removal"}
_CSL = "application/vnd.citationstyles.csl+json"
_AGENCIES = ("crosscite.org", "datacite.org", "medra.org")
"""Where doi.org leads for DOIs that are not Crossref's, which was asked before."""

JsonObject = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Registry:
    """Who answers for DOIs: where, what is asked beside the DOI, and how the answer is read.

    It is ``needed`` where its silence leaves open whether a DOI that the others do not know exists.
    """

    operator: str
    client: PoliteClient
    address: str
    asked: Mapping[str, str]
    read: Callable[[Any], Paper | None]
    needed: bool = True

    async def work(self, doi: str) -> Paper | None:
        """The work of a DOI, or None. Raises ``SourceError`` where that can't be found out."""
        body = await self.client.get(self.address.format(quote(doi, safe="/:;,()-._~")), self.asked, kind="json")
        if body is None:
            return None
        answer = read_json(body, self.operator)
        if not isinstance(answer, dict):
            raise SourceBroken(f"{self.operator} answered with something that is no work.")
        return next(iter(each_readable([answer], self.read, self.operator)), None)


class DoiResolver:
    """Answers for one DOI at a time; it can't search, and has no days.

    Whoever asks waits a few seconds only: a registry that failed, or had not answered by then, is asked last for a
    while.
    """

    name = "doi"

    def __init__(self, registries: Sequence[_Registry], clock: Clock) -> None:
        self._registries = registries
        self._clock = clock
        self._failed: dict[str, datetime] = {}

    async def paper(self, paper_id: PaperId) -> Paper | None:
        """The work of a DOI, from the first registry that knows it; None for other ids, and where none does.

        Raises ``SourceError`` where no registry knows it, and one that may did not answer.
        """
        if is_arxiv(paper_id):
            return None
        silent: SourceError | None = None
        for registry in sorted(self._registries, key=self._failed_lately):
            try:
                if found := await self._asked(registry, short(paper_id)):
                    return found
            except SourceError as error:
                silent = silent or (error if registry.needed else None)
        if silent:
            raise silent
        return None

    async def _asked(self, registry: _Registry, doi: str) -> Paper | None:
        """Ask it, and note where no answer came, were it that nobody waited for one any more."""
        answered = False
        try:
            found = await registry.work(doi)
            answered = True
            return found
        finally:
            if answered:
                self._failed.pop(registry.operator, None)
            else:
                self._failed[registry.operator] = self._clock.now()

    def _failed_lately(self, registry: _Registry) -> bool:
        failed = self._failed.get(registry.operator)
        return failed is not None and self._clock.now() - failed < LAST_FOR

    async def find(self, text: str, limit: int) -> Sequence[Paper]:
        """Searching costs these services much; they are asked for single works only."""
        return ()


def create(settings: Settings, clock: Clock, leases: Leases) -> DoiResolver:
    """With a contact that is an address for mail, Crossref answers from its better pool."""

    def client(operator: str, seconds: float, **options: Any) -> PoliteClient:
        limiter = RateLimiter(
            operator, clock, leases, every=timedelta(seconds=0.25), silence=timedelta(seconds=seconds)
        )
        return PoliteClient(limiter, clock, settings.contact, **options)

    asked = {"mailto": settings.contact} if "@" in settings.contact else {}
    crossref = checked_base(settings.crossref_base, "PAPERBOY_CROSSREF_BASE")
    openalex = checked_base(settings.openalex_base, "PAPERBOY_OPENALEX_BASE")
    doi = checked_base(settings.doi_base, "PAPERBOY_DOI_BASE")
    agencies = client("doi.org", 600, limits=Limits(attempts=1), accept=_CSL, partners=_AGENCIES)
    return DoiResolver(
        [
            _Registry("Crossref", client("Crossref", 60, limits=TWICE), crossref + "/works/{}", asked, read_crossref),
            _Registry("OpenAlex", client("OpenAlex", 600, limits=TWICE), openalex + "/works/doi:{}", {}, read_openalex),
            _Registry("doi.org", agencies, doi + "/{}", {}, read_csl, needed=False),
        ],
        clock,
    )


def read_crossref(answer: Any) -> Paper | None:
    """A work as Crossref has it. Titles are lists and may hold markup, abstracts are JATS, dates may lack a day."""
    return _read_work(answer["message"], "crossref")


def read_csl(work: Any) -> Paper | None:
    """A work in CSL-JSON, which is what Crossref has but for its lists."""
    return _read_work(work, "doi")


def _read_work(work: JsonObject, source: str) -> Paper | None:
    paper_id, title = parse_paper_id(line(work.get("DOI"))), _titled(work)
    if paper_id is None or not title:
        return None
    abstract = text(_HEADING.sub("", str(_first(work.get("abstract")) or "")))
    updates = {line(each.get("type")).lower() for name in _UPDATES for each in _objects(work.get(name))}
    return Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=names_of(map(_person, _listed(work.get("author")))),
        published=next(filter(None, (_date(work.get(name)) for name in _DATES)), None),
        aliases=_preprints(work, paper_id),
        withdrawn=not updates.isdisjoint(_RETRACTING) or says_withdrawn(title=title, abstract=abstract),
        sources=(source,),
    )


def read_openalex(work: Any) -> Paper | None:
    """A work as OpenAlex has it: the abstract is an index of words, and the DOI may be that of another version."""
    paper_id, title = parse_paper_id(line(work.get("doi"))), line(work.get("title") or work.get("display_name"))
    if paper_id is None or not title:
        return None
    abstract = text(_from_index(work.get("abstract_inverted_index")))
    return Paper(
        id=paper_id,
        title=title,
        abstract=abstract,
        authors=names_of(map(_author, _objects(work.get("authorships")))),
        published=day(work.get("publication_date")) or _date({"date-parts": [[work.get("publication_year")]]}),
        withdrawn=bool(work.get("is_retracted"))
        or work.get("type") == "retraction"
        or says_withdrawn(title=title, abstract=abstract),
        sources=("openalex",),
    )


def _titled(work: JsonObject) -> str:
    """The title with the subtitle that Crossref keeps apart, unless the title has it already."""
    title, subtitle = (line(_first(work.get(name))) for name in ("title", "subtitle"))
    return title if not title or not subtitle or subtitle.lower() in title.lower() else f"{title}: {subtitle}"


def _listed(value: object) -> list[object]:
    """A list, or the one thing that stands where a list is expected."""
    return value if isinstance(value, list) else [value]


def _objects(value: object) -> list[JsonObject]:
    """The objects of a list; what else stands in it is left out."""
    return [each for each in _listed(value) if isinstance(each, dict)]


def _first(value: object) -> object:
    return next(filter(None, value), None) if isinstance(value, list) else value


def _person(author: object) -> str:
    """Somebody whom Crossref names in parts, or by a mere string."""
    if not isinstance(author, dict):
        return line(author)
    family = line(author.get("family")) or line(author.get("name")) or line(author.get("literal"))
    given = line(author.get("given")).partition(",")[0]
    return " ".join(filter(None, (given, family, line(author.get("suffix")))))


def _date(value: Any) -> date | None:
    """``{"date-parts": [[2026, 8]]}`` is known to the month, and ``[[null]]`` not at all."""
    parts = next(iter((value or {}).get("date-parts") or ()), None) or ()
    year, month, of_month = [count(each) or 1 for each in (*parts, 1, 1, 1)[:3]]
    return day(f"{year:04}-{month:02}-{of_month:02}")


def _preprints(work: JsonObject, paper_id: PaperId) -> tuple[PaperId, ...]:
    """The preprint of an article, or the article of a preprint: one work."""
    relation = work.get("relation") or {}
    name = "is-preprint-of" if work.get("type") == _PREPRINT else "has-preprint"
    named = [parse_paper_id(line(each.get("id"))) for each in _objects(relation.get(name))]
    return tuple(dict.fromkeys(each for each in named if each and each != paper_id))


def _author(authorship: JsonObject) -> str:
    """Somebody whom OpenAlex knows, and else as the work names them."""
    named = [line(each.get("display_name")) for each in _objects(authorship.get("author"))]
    return next(filter(None, named), line(authorship.get("raw_author_name")))


def _from_index(index: object) -> str:
    """The words in the order of their places; without the heading that many abstracts begin with."""
    found = index if isinstance(index, dict) else {}
    places = {
        place: str(word)
        for word, listed in found.items()
        for place in _listed(listed)
        if isinstance(place, int) and place < MOST_WORDS
    }
    in_order = [places[place] for place in sorted(places)]
    return " ".join(in_order[1:] if in_order and in_order[0].strip(":.").lower() == "abstract" else in_order)
