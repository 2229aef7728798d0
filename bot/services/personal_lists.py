"""What one person sees of their own on pages: marks, reading list, history, interests, daily picks."""

from collections.abc import Mapping, Sequence

from bot.model import Interest, InterestKind, MarkedPapers, Member, Opinion, PaperId, Subscription
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

    async def history(self, member: Member, *, limit: int, offset: int = 0) -> MarkedPapers:
        end = offset + limit
        newest = (await self._feedback.opinions_of_many([member], end + 1))[member].values()
        opinions = sorted(newest, key=lambda each: (each.at, each.paper), reverse=True)
        return await self._marked(opinions[offset:end], goes_on=len(opinions) > end)

    async def saved(self, member: Member, *, limit: int, offset: int = 0) -> MarkedPapers:
        end = offset + limit
        saved = await self._feedback.saved(member, end + 1)
        opinions = await self.opinions(member, saved[offset:end])
        shown = [opinions[paper] for paper in saved[offset:end] if paper in opinions]
        return await self._marked(shown, goes_on=len(saved) > end)

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

    async def _marked(self, opinions: Sequence[Opinion], *, goes_on: bool) -> MarkedPapers:
        known = await self._papers.get([each.paper for each in opinions])
        lines = [(each, known[each.paper]) for each in opinions if each.paper in known]
        return MarkedPapers(lines=lines, goes_on=goes_on)

    async def subscriptions(self, member: Member) -> Sequence[Subscription]:
        active = await self._memberships.channels_of(member)
        return [
            each
            for each in await self._subscriptions.of_tenant(member.tenant)
            if each.owner == member or (not each.direct and each.channel in active)
        ]
