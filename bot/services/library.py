"""The papers by day, by search and one by one, for pages."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.cards import refusals
from bot.errors import NotFound
from bot.identity import parse_paper_id
from bot.model import DatedPapers, Hit, Paper, PaperId, SearchPage
from bot.ports.papers import Papers
from bot.ports.ranking import Ranker
from bot.services.resolve_paper import PaperResolver
from bot.services.search_commands import SearchCommands

_DAY = timedelta(days=1)


class PaperLibrary:
    """See ``bot.ports.library.Library``."""

    def __init__(self, papers: Papers, searching: SearchCommands, resolver: PaperResolver, ranker: Ranker) -> None:
        self._papers = papers
        self._searching = searching
        self._resolver = resolver
        self._ranker = ranker

    async def newest_day(self) -> date | None:
        return await self._papers.latest_day()

    async def between(self, first: date, last: date, *, limit: int, offset: int = 0) -> DatedPapers:
        found = (await self._papers.between(first, last, offset + limit + 1))[offset:]
        return DatedPapers(
            first=first,
            last=last,
            papers=tuple(found[:limit]),
            before=await self._papers.latest_day(first - _DAY) if first > date.min else None,
            after=await self._papers.earliest_day(last),
            more=len(found) > limit,
        )

    async def search(self, text: str, *, limit: int, offset: int = 0, ask: bool = False) -> SearchPage:
        find = self._searching.search if ask else self._searching.stored
        return await find(text, limit=limit, offset=offset)

    async def paper(self, name: str, *, ask: bool = False) -> Paper:
        if ask:
            return await self._resolver.resolve(name)
        paper = parse_paper_id(name)
        found = (await self._papers.get([paper])).get(paper) if paper else None
        if found is None:
            raise NotFound(refusals.no_paper_here(name))
        return found

    async def papers(self, ids: Sequence[PaperId]) -> Mapping[PaperId, Paper]:
        return await self._papers.get(ids)

    async def similar(self, paper: PaperId, limit: int) -> Sequence[Hit]:
        return await self._ranker.similar(paper, limit)
