"""What is known of a person, shown so that they can change it."""

from bot.cards.picks import profile_card
from bot.model import Answer, Request
from bot.ports.papers import Papers
from bot.ports.people import InterestBook
from bot.ranking.explain import strongest_words
from bot.services.handling import Handler
from bot.services.readers import Readers
from bot.services.spaces import SpaceKeeper

WORDS = 10
"""Learned words shown as bars."""


class ProfileDesk:
    """Answers ``profile``."""

    def __init__(self, papers: Papers, interests: InterestBook, readers: Readers, spaces: SpaceKeeper) -> None:
        self._papers = papers
        self._interests = interests
        self._readers = readers
        self._spaces = spaces

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"profile": self._profile}

    async def _profile(self, request: Request) -> Answer:
        space = await self._spaces.current()
        known = await self._readers.of(request.member, space)
        stated = await self._interests.of(request.member)
        newest = sorted(known.opinions.values(), key=lambda opinion: (opinion.at, opinion.paper), reverse=True)
        papers = await self._papers.get([opinion.paper for opinion in newest])
        reactions = [(opinion, papers[opinion.paper]) for opinion in newest if opinion.paper in papers]
        words = strongest_words(space, known.profile, WORDS)
        return Answer(card=profile_card(stated, words, reactions, self._readers.vague(stated.all, space)))
