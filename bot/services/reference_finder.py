"""Which paper a reference means: by its id in the store, by its title, and else as the sources answer."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from bot.identity import is_arxiv
from bot.model import Paper, PaperId, Reference
from bot.ports.papers import Papers
from bot.ports.search_index import SearchIndex
from bot.ports.time import Clock
from bot.same_work import family_names
from bot.services.resolve_paper import AskSources
from bot.titles import Likeness, likeness

ASKED_AGAIN = timedelta(hours=6)
"""What nobody knew is asked for again after so long."""
ALIKE = 5
"""Papers with nearly the same title that are looked at."""
MOST_UNKNOWN = 20_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class ReferenceFinder:
    """An explicit id decides before any title; a title decides only where it is near-certain."""

    def __init__(self, papers: Papers, index: SearchIndex, lookup: AskSources, clock: Clock) -> None:
        self._papers = papers
        self._index = index
        self._lookup = lookup
        self._clock = clock
        self._unknown: dict[PaperId, datetime] = {}

    async def stored(self, references: Iterable[Reference]) -> Mapping[PaperId, Paper]:
        """The stored papers among all ids that the references give."""
        return await self._papers.get([paper for reference in references for paper in reference.ids])

    async def titled(self, reference: Reference) -> tuple[Paper | None, Paper | None]:
        """The stored paper of this title, and else one of nearly this title."""
        if not reference.title:
            return None, None
        alike = await self._index.titled(reference.title, ALIKE)
        papers = [paper for paper in alike if not _is_another(reference, paper)]
        judged = [(_likeness(reference, paper), paper) for paper in papers]
        certain = next((paper for how, paper in judged if how is Likeness.SAME), None)
        return certain, next((paper for how, paper in judged if how is Likeness.ALIKE), None)

    def may_be_asked(self, reference: Reference) -> bool:
        """Whether the sources may know it: it has an id, and nobody said a short while ago that it is unknown."""
        now = self._clock.now()
        return any(now - self._unknown.get(paper, _LONG_AGO) > ASKED_AGAIN for paper in reference.ids)

    async def asked(self, reference: Reference) -> Paper | None:
        """What the sources know of its ids, stored; None where nobody does. Raises ``SourceError`` for no answer."""
        for paper in reference.ids:
            if found := await self._lookup(paper):
                return found
            self._unknown[paper] = self._clock.now()
        while len(self._unknown) > MOST_UNKNOWN:
            self._unknown.pop(next(iter(self._unknown)))
        return None


def _likeness(reference: Reference, paper: Paper) -> Likeness:
    families = family_names(paper.authors)
    shared = bool(reference.families & families) if reference.families and families else None
    return likeness(reference.title, paper.title, shared_author=shared)


def _is_another(reference: Reference, paper: Paper) -> bool:
    """Two ids of arXiv are two works, however alike their titles."""
    given = {each for each in reference.ids if is_arxiv(each)}
    return bool(given) and any(is_arxiv(each) for each in (paper.id, *paper.aliases))
