"""The commands ``picks``, ``why`` and ``similar``."""

from collections.abc import Sequence

from bot.cards import picks as cards
from bot.cards.hidden_papers import with_mutes
from bot.cards.papers import PAGE, list_answer
from bot.cards.searching import nothing_on, nothing_stored
from bot.commands.arguments import DATE, HOW_MANY, PAPER
from bot.model import Answer, Interest, Member, Paper, Request
from bot.ports.feedback import FeedbackLog
from bot.ports.interests import InterestBook
from bot.ports.papers import Papers
from bot.ports.ranking import Ranker
from bot.ranking.rules import Readable
from bot.services.handling import Handler
from bot.services.interest_reach import InterestReach
from bot.services.resolve_paper import PaperResolver
from bot.zones import day_there

SIMILAR = 20
"""Papers that ``similar`` lists in all."""


class PickCommands:
    """Asks the ranker, and tells its picks and reasons in cards."""

    def __init__(
        self,
        ranker: Ranker,
        papers: Papers,
        interests: InterestBook,
        feedback: FeedbackLog,
        resolver: PaperResolver,
        reach: InterestReach,
        zone: str,
    ) -> None:
        """``zone`` is that of people whose platform tells none."""
        self._papers = papers
        self._ranker = ranker
        self._interests = interests
        self._feedback = feedback
        self._resolver = resolver
        self._reach = reach
        self._zone = zone

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"picks": self._picks, "why": self._why, "similar": self._similar}

    async def _picks(self, request: Request) -> Answer:
        count = HOW_MANY.of(request.command, 5)
        asked = DATE.of(request.command, None)
        day = asked(day_there(request.at, request.zone, self._zone)) if asked else None
        papers = await self._papers.on_day(day) if day else None
        newest = await self._papers.latest_day()
        if newest is None:
            return nothing_stored(await self._papers.source_states())
        if day and not papers:
            return nothing_on(day, newest)
        selection = await self._ranker.for_member(request.member, count, papers)
        vague = (await self._ranker.profile(request.member)).vague
        empty = selection.known and not selection.picks
        days = await self._reach.picked_days() if empty and not day else None
        card = cards.picks_card(selection, vague=vague, day=day, days=days)
        if empty:
            card = with_mutes(card, *await self._hidden(request.member, papers))
        return Answer(card=card, shareable=bool(card.papers))

    async def _hidden(
        self, member: Member, papers: Sequence[Paper] | None
    ) -> tuple[Sequence[tuple[Interest, int]], int]:
        """The mutes that hide what somebody's follows name, of a day's papers or the last month's; and of how many."""
        interests = await self._interests.of(member)
        if not interests.mutes:
            return (), 0
        named = await self._reach.all_named(interests.follows, papers)
        return await self._reach.hidden_by(named, interests.mutes), len(named)

    async def _why(self, request: Request) -> Answer:
        paper = await self._resolver.resolve(PAPER.given(request.command))
        pick = await self._ranker.explain(request.member, paper.id)
        opinion = (await self._feedback.opinions(request.member, [paper.id])).get(paper.id)
        mutes = [each for each in (await self._interests.of(request.member)).mutes if Readable(paper).matches(each)]
        return Answer(card=cards.why_card(pick, opinion, mutes))

    async def _similar(self, request: Request) -> Answer:
        paper = await self._resolver.resolve(PAPER.given(request.command))
        hits = await self._ranker.similar(paper.id, SIMILAR)
        first = (request.command.page - 1) * PAGE
        shown = [hit.paper for hit in hits[first : first + PAGE]]
        return list_answer(
            request.command,
            shown,
            title=cards.similar_to(paper),
            opinions=await self._feedback.opinions(request.member, [paper.id for paper in shown]),
            total=len(hits),
        )
