"""The command ``profile``: what is known of a person, shown so that they can change it."""

from bot.cards.picks import SHOWN, profile_card
from bot.model import Answer, Request
from bot.ports.interests import InterestBook
from bot.ports.papers import Papers
from bot.ports.ranking import Ranker
from bot.services.handling import Handler


class ProfileCommands:
    """Answers ``profile``."""

    def __init__(self, papers: Papers, interests: InterestBook, ranker: Ranker) -> None:
        self._papers = papers
        self._interests = interests
        self._ranker = ranker

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"profile": self._profile}

    async def _profile(self, request: Request) -> Answer:
        learned = await self._ranker.profile(request.member)
        stated = await self._interests.of(request.member)
        newest = sorted(learned.opinions.values(), key=lambda opinion: (opinion.at, opinion.paper), reverse=True)
        papers = await self._papers.get([opinion.paper for opinion in newest[:SHOWN]])
        shown = [(opinion, papers[opinion.paper]) for opinion in newest[:SHOWN] if opinion.paper in papers]
        return Answer(card=profile_card(stated, learned.words, newest, shown, learned.vague, learned.most))
