"""The commands ``picks``, ``why`` and ``similar``."""

from bot.cards import picks as cards
from bot.cards.papers import PAGE, list_answer
from bot.commands.arguments import HOW_MANY, PAPER
from bot.model import Answer, Request
from bot.ports.feedback import FeedbackLog
from bot.ports.interests import InterestBook
from bot.ports.ranking import Ranker
from bot.ranking.rules import Readable
from bot.services.handling import Handler
from bot.services.resolve_paper import PaperResolver

SIMILAR = 20
"""Papers that ``similar`` lists in all."""


class PickCommands:
    """Asks the ranker, and tells its picks and reasons in cards."""

    def __init__(self, ranker: Ranker, interests: InterestBook, feedback: FeedbackLog, resolver: PaperResolver) -> None:
        self._ranker = ranker
        self._interests = interests
        self._feedback = feedback
        self._resolver = resolver

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"picks": self._picks, "why": self._why, "similar": self._similar}

    async def _picks(self, request: Request) -> Answer:
        count = HOW_MANY.of(request.command, 5)
        picks = await self._ranker.for_member(request.member, count)
        learned = await self._ranker.profile(request.member)
        card = cards.picks_card(picks, known=learned.known, vague=learned.vague)
        return Answer(card=card, shareable=bool(picks))

    async def _why(self, request: Request) -> Answer:
        paper = await self._resolver.resolve(PAPER.given(request.command))
        pick = await self._ranker.explain(request.member, paper.id)
        opinion = (await self._feedback.opinions(request.member)).get(paper.id)
        mutes = [each for each in (await self._interests.of(request.member)).mutes if Readable(paper).matches(each)]
        return Answer(card=cards.why_card(pick, opinion, mutes))

    async def _similar(self, request: Request) -> Answer:
        paper = await self._resolver.resolve(PAPER.given(request.command))
        hits = await self._ranker.similar(paper.id, SIMILAR)
        first = (request.command.page - 1) * PAGE
        return list_answer(
            request.command,
            [hit.paper for hit in hits[first : first + PAGE]],
            title=f"Like “{paper.title}”",
            opinions=await self._feedback.opinions(request.member),
            total=len(hits),
        )
