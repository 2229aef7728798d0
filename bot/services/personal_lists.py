"""What one person sees of their own on pages: marks, reading list, history, interests, daily picks."""

from collections.abc import Mapping, Sequence

from bot.model import Interest, InterestKind, Member, Opinion, Paper, PaperId, Subscription
from bot.ports.feedback import FeedbackLog
from bot.ports.interests import InterestBook
from bot.ports.links import Links
from bot.ports.memberships import Memberships
from bot.ports.papers import Papers
from bot.ports.subscriptions import Subscriptions
from bot.services.interest_reach import InterestReach

MOST_COUNTED = 30
"""Interests whose papers are counted, the newest: each is looked for in a month of papers."""


class PersonalLists:
    """See ``bot.ports.library.OwnLists``."""

    def __init__(
        self,
        feedback: FeedbackLog,
        papers: Papers,
        interests: InterestBook,
        reach: InterestReach,
        subscriptions: Subscriptions,
        memberships: Memberships,
        links: Links,
    ) -> None:
        self._feedback = feedback
        self._papers = papers
        self._interests = interests
        self._reach = reach
        self._subscriptions = subscriptions
        self._memberships = memberships
        self._links = links

    async def opinions(self, member: Member, papers: Sequence[PaperId] | None = None) -> Mapping[PaperId, Opinion]:
        return await self._feedback.opinions(member, papers)

    async def history(self, member: Member) -> Sequence[tuple[Opinion, Paper]]:
        opinions = sorted((await self.opinions(member)).values(), key=lambda each: (each.at, each.paper), reverse=True)
        known = await self._papers.get([each.paper for each in opinions])
        return [(each, known[each.paper]) for each in opinions if each.paper in known]

    async def interests(self, member: Member) -> Sequence[tuple[Interest, int | None]]:
        stated = (await self._interests.of(member)).all
        counted = stated[-MOST_COUNTED:]
        counts = [*[None] * (len(stated) - len(counted)), *await self._reach.counts(counted)]
        return list(zip(stated, counts, strict=True))

    async def topics(self, member: Member) -> Sequence[Interest]:
        follows = (await self._interests.of(member)).follows
        return [each for each in follows if each.kind is InterestKind.TOPIC]

    async def joined_accounts(self, member: Member) -> Sequence[Member]:
        return (await self._links.of(member))[1:]

    async def subscriptions(self, member: Member) -> Sequence[Subscription]:
        active = await self._memberships.channels_of(member)
        return [
            each
            for each in await self._subscriptions.of_tenant(member.tenant)
            if each.owner == member or (not each.direct and each.channel in active)
        ]
