"""The papers by day, by search and one by one, for pages."""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from bot.cards import refusals
from bot.cards.searching import nothing_stored
from bot.cards.sources import whose_papers
from bot.errors import NotFound
from bot.identity import parse_paper_id
from bot.model import DatedPapers, Hit, Paper, PaperId, SearchPage
from bot.ports.papers import Papers
from bot.ports.ranking import Ranker
from bot.ports.time import Clock
from bot.services.resolve_paper import PaperResolver
from bot.services.search_commands import SearchCommands

_DAY = timedelta(days=1)
SIMILAR_STAY, MOST_SIMILAR = 600.0, 500
"""Seconds in which papers like one are not looked for anew, and of how many papers they are kept."""


class PaperLibrary:
    """See ``bot.ports.library.Library``."""

    def __init__(
        self,
        papers: Papers,
        sources: Collection[str],
        searching: SearchCommands,
        resolver: PaperResolver,
        ranker: Ranker,
        clock: Clock,
    ) -> None:
        """``sources`` are the names of those that are read."""
        self._papers = papers
        self._sources = sources
        self._searching = searching
        self._resolver = resolver
        self._ranker = ranker
        self._clock = clock
        self._similar: OrderedDict[tuple[PaperId, int], tuple[float, Sequence[Hit]]] = OrderedDict()

    async def newest_day(self) -> date | None:
        return await self._papers.latest_day()

    async def whose_papers(self) -> str:
        return whose_papers(self._sources, await self._papers.source_states(), await self._papers.latest_day())

    async def why_none(self) -> str:
        return nothing_stored(await self._papers.source_states()).card.text

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
        at, hits = self._similar.get((paper, limit), (float("-inf"), ()))
        if self._clock.monotonic() - at > SIMILAR_STAY:
            hits = await self._ranker.similar(paper, limit)
            self._similar[paper, limit] = self._clock.monotonic(), hits
            self._similar.move_to_end((paper, limit))
            if len(self._similar) > MOST_SIMILAR:
                self._similar.popitem(last=False)
        return hits
