"""Search, the papers of a day, what is trending, one paper in full."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.cards import problems, questions
from bot.cards.help import help_for
from bot.cards.papers import PAGE, full_card, list_answer
from bot.cards.searching import (
    day_title,
    newest_note,
    nothing_found,
    nothing_on,
    nothing_stored,
    search_answer,
    trending_note,
    trending_title,
    with_help,
)
from bot.commands.arguments import DATE, HOW_MANY_OF_ALL, PAPER, PERIOD, QUERY
from bot.commands.guesses import may_mean
from bot.commands.parsing import SAID
from bot.commands.talking import is_talk
from bot.countries import OfCountry, of_country
from bot.errors import Unclear
from bot.model import Answer, Command, LooserSearch, Paper, Query, Request, SearchPage
from bot.model.searching import trending_days
from bot.ports.feedback import FeedbackLog
from bot.ports.papers import Papers
from bot.ports.search_index import SearchIndex
from bot.ports.time import Clock
from bot.search.language import literal, parse_query, render_query
from bot.search.loosening import loosened
from bot.search.organisations import organisation_named
from bot.search.stray_words import with_strays_marked
from bot.services.handling import Handler
from bot.services.resolve_paper import PaperResolver
from bot.zones import day_there

Fallback = Callable[[str], Awaitable[Sequence[Paper]]]
"""Asks the sources for papers the index lacks; stores and returns what they know, nothing when they don't answer."""


MOST_TRENDING = 100
"""Papers of a trending list."""


class SearchCommands:
    """Answers the commands that look for papers."""

    def __init__(
        self,
        papers: Papers,
        index: SearchIndex,
        feedback: FeedbackLog,
        resolver: PaperResolver,
        fallback: Fallback,
        clock: Clock,
        zone: str,
    ) -> None:
        """``zone`` is that of people whose platform tells none."""
        self._papers = papers
        self._index = index
        self._feedback = feedback
        self._resolver = resolver
        self._fallback = fallback
        self._clock = clock
        self._zone = zone

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"search": self._search, "today": self._today, "trending": self._trending, "paper": self._paper}

    async def search(self, text: str, *, limit: int = PAGE, offset: int = 0, zone: str = "") -> SearchPage:
        """One page of hits; asks the sources when the index has none at all. ``zone``: where today is looked up."""
        page = await self.stored(text, limit=limit, offset=offset, zone=zone)
        if page.hits or offset:
            return page
        if page.query.paper:
            await self._resolver.resolve(page.query.paper)
        elif not await self._fallback(text):
            return page
        return await self._found(page.query, limit, offset)

    async def stored(self, text: str, *, limit: int = PAGE, offset: int = 0, zone: str = "") -> SearchPage:
        """One page of hits among the papers that are stored."""
        today = day_there(self._clock.now(), zone, self._zone)
        return await self._found(parse_query(text, today), limit, offset)

    async def _found(self, query: Query, limit: int, offset: int) -> SearchPage:
        page = with_strays_marked(await self._index.search(query, limit=limit, offset=offset))
        if page.hits or offset:
            return page
        untold = bool(query.categories) and not await self._have_categories()
        return replace(page, looser=await self._looser(query), untold=untold)

    async def _looser(self, query: Query) -> tuple[LooserSearch, ...]:
        """What there is without one part of what was asked for, where it has several."""
        found = []
        for part, without in loosened(query):
            page = await self._index.search(without, limit=PAGE)
            line = render_query(without)
            found.append(LooserSearch(left_out=part, line=line, total=page.total, more_than=page.more_than))
        return tuple(found)

    async def day(self, asked: date | None) -> tuple[date | None, Sequence[Paper]]:
        """The papers of a day, or of the newest day there is when none is asked for."""
        day = asked or await self._papers.latest_day()
        return day, await self._papers.on_day(day) if day else ()

    async def trending(self, period: str) -> Sequence[Paper]:
        """The most upvoted papers of the last day, week or month that there is."""
        last = await self._papers.latest_day()
        return await self._papers.between(*trending_days(period, last), limit=MOST_TRENDING) if last else ()

    async def _search(self, request: Request) -> Answer:
        answer = await self._looked_for(request)
        told = request.command.page > 1 or answer.card.text == questions.UNSURE
        return with_help(answer) if not told and is_talk(QUERY.given(request.command)) else answer

    def _whole(self, request: Request) -> Command:
        """The command, and where it narrows a list that was shown before, as one search for what that was and this."""
        text, narrower = (
            QUERY.given(request.command),
            [value for name, value in request.command.arguments if name == "narrow"],
        )
        if not narrower:
            return request.command
        today = day_there(request.at, request.zone, self._zone)
        query = " ".join(render_query(parse_query(each, today)) for each in (text, *narrower))
        return replace(request.command, arguments=((QUERY.name, query),))

    async def _looked_for(self, request: Request) -> Answer:
        command = self._whole(request)
        if country := of_country(QUERY.given(command)):
            raise Unclear(problems.NO_COUNTRIES, _without_country(QUERY.given(command), country), QUERY.name)
        page = await self.search(QUERY.given(command), offset=(command.page - 1) * PAGE, zone=request.zone)
        if command.get("said") and command.page == 1 and (page.stray or not page.hits):
            meant = may_mean(QUERY.given(command))
            return help_for(
                Command(name="help", arguments=(("command", SAID),), problem=meant.says, offers=meant.offers)
            )
        if not page.hits:
            return await self._nothing(page, command)
        named = organisation_named(page.query, [hit.paper for hit in page.hits])
        opinions = await self._feedback.opinions(request.member, [hit.paper.id for hit in page.hits])
        return search_answer(page, command, opinions, named)

    async def _nothing(self, page: SearchPage, command: Command) -> Answer:
        newest = await self._papers.latest_day()
        if newest is None:
            return nothing_stored(await self._papers.source_states())
        return nothing_found(page, command, newest)

    async def _have_categories(self) -> bool:
        """Whether any of the newest papers does; those of Hugging Face have none."""
        newest = await self._papers.latest_day()
        if newest is None:
            return True
        papers = await self._papers.between(*trending_days("month", newest), limit=100)
        return not papers or any(paper.categories for paper in papers)

    async def _today(self, request: Request) -> Answer:
        asked, today = DATE.of(request.command, None), day_there(request.at, request.zone, self._zone)
        day, papers = await self.day(asked(today) if asked else None)
        newest = await self._papers.latest_day()
        if day is None or newest is None:
            return nothing_stored(await self._papers.source_states())
        if not papers:
            return nothing_on(day, newest)
        return await self._list(request, papers, day_title(day), "" if asked else newest_note(day, today))

    async def _trending(self, request: Request) -> Answer:
        period = PERIOD.of(request.command, "week")
        papers, newest = await self.trending(period), await self._papers.latest_day()
        today = day_there(request.at, request.zone, self._zone)
        if not papers or newest is None:
            return nothing_stored(await self._papers.source_states())
        ends_at = MOST_TRENDING if len(papers) == MOST_TRENDING else None
        title, note = trending_title(period, newest, today), trending_note(newest, today, ends_at=ends_at)
        return await self._list(request, papers[: HOW_MANY_OF_ALL.of(request.command, len(papers))], title, note)

    async def _paper(self, request: Request) -> Answer:
        paper = await self._resolver.resolve(PAPER.given(request.command))
        opinions = await self._feedback.opinions(request.member, [paper.id])
        return Answer(card=full_card(paper, opinions.get(paper.id)), shareable=True)

    async def _list(self, request: Request, papers: Sequence[Paper], title: str, text: str) -> Answer:
        first = (request.command.page - 1) * PAGE
        shown = papers[first : first + PAGE]
        return list_answer(
            request.command,
            shown,
            title=title,
            text=text,
            opinions=await self._feedback.opinions(request.member, [paper.id for paper in shown]),
            total=len(papers),
        )


def _without_country(text: str, country: OfCountry) -> tuple[tuple[str, str], ...]:
    """What can be searched for in place of the papers of a country: their subject, or the words as they are."""
    subject = ((questions.search(country.subject), country.subject),) if country.subject else ()
    return (*subject, (questions.search(text), literal(text)))
