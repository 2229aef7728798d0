"""From what a person typed to the one paper meant."""

from collections.abc import Awaitable, Callable

from bot.cards import refusals
from bot.errors import NobodyToAsk, NotFound, SourceError, Unclear
from bot.identity import parse_paper_id, short
from bot.model import Hit, Paper, PaperId
from bot.ports.papers import Papers
from bot.ports.search_index import SearchIndex
from bot.ports.time import Clock
from bot.search.language import parse_query
from bot.titles import Likeness, likeness

AskSources = Callable[[PaperId], Awaitable[Paper | None]]
"""Asks the sources for one paper that is not stored; None when they don't know it. Raises ``SourceError`` when one that
may know it does not answer, ``NobodyToAsk`` where there is none."""

SURE = 88
"""From this likeness (0 to 100) on, a title typed is the title meant."""


class PaperResolver:
    """Finds the paper meant by an id, a link, or words of its title."""

    def __init__(self, papers: Papers, index: SearchIndex, lookup: AskSources, clock: Clock) -> None:
        self._papers = papers
        self._index = index
        self._lookup = lookup
        self._clock = clock

    async def resolve(self, text: str) -> Paper:
        """Return the one paper that is meant.

        Raises ``NotFound`` for an unknown paper, ``Unclear`` when several could be meant.
        """
        paper_id = parse_paper_id(text)
        if paper_id is None:
            return await self._by_title(text)
        found = (await self._papers.get([paper_id])).get(paper_id) or await self._asked(paper_id)
        if found is None:
            raise NotFound(refusals.unknown_id(short(paper_id)))
        return found

    async def _asked(self, paper: PaperId) -> Paper | None:
        try:
            return await self._lookup(paper)
        except NobodyToAsk:
            raise NotFound(refusals.nobody_to_ask(short(paper))) from None
        except SourceError:
            raise NotFound(refusals.unasked_id(short(paper))) from None

    async def _by_title(self, text: str) -> Paper:
        page = await self._index.search(parse_query(text, self._clock.now().date()), limit=4)
        if not page.hits:
            raise NotFound(refusals.no_paper_matches(text))
        if len(page.hits) == 1 or _sure(text, page.hits[0]):
            return page.hits[0].paper
        raise Unclear(refusals.WHICH_PAPER, tuple((hit.paper.title, short(hit.paper.id)) for hit in page.hits), "paper")


def _sure(text: str, hit: Hit) -> bool:
    return likeness(text, hit.paper.title, shared_author=True, near=SURE) is Likeness.SAME
