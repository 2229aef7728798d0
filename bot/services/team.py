"""What members of a team see of each other on pages: names, who saved a paper, where it was posted."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.model import Member, Paper, PaperId, PaperInTeam, Subscription
from bot.ports.digests import Digests
from bot.ports.feedback import FeedbackLog
from bot.ports.known_people import KnownPeople
from bot.ports.library import OwnLists
from bot.ports.shown_saves import ShownSaves
from bot.schedule import local_day

GOES_BACK = 400
"""Digests of a channel that are looked through: a year and a half of working days."""


class TeamMembers:
    """See ``bot.ports.library.Team``."""

    def __init__(
        self,
        feedback: FeedbackLog,
        shown: ShownSaves,
        people: KnownPeople,
        own: OwnLists,
        digests: Digests,
    ) -> None:
        self._feedback = feedback
        self._shown = shown
        self._people = people
        self._own = own
        self._digests = digests

    async def names(self, members: Sequence[Member]) -> Mapping[Member, str]:
        return await self._people.names(members)

    async def shows_saves(self, member: Member) -> bool:
        return member in await self._shown.among([member])

    async def about(self, member: Member, paper: Paper) -> PaperInTeam:
        ids = [paper.id, *paper.aliases]
        savers = await self._savers(member, ids)
        names = await self.names(savers)
        posts = [
            post
            for each in await self._own.subscriptions(member)
            if not each.direct
            for post in await self._posts(each, ids)
        ]
        return PaperInTeam(savers=tuple(sorted(names.get(each, each.id) for each in savers)), posts=tuple(posts))

    async def _savers(self, member: Member, ids: Sequence[PaperId]) -> Sequence[Member]:
        said = await self._feedback.about(member.tenant, ids)
        others = [who for who, opinion in said if opinion.saved and who != member]
        return sorted(await self._shown.among(others), key=str) if others else ()

    async def _posts(self, subscription: Subscription, ids: Sequence[PaperId]) -> Sequence[tuple[Subscription, date]]:
        """Where it was really posted: what waits, or never arrived, nobody has seen."""
        channel = subscription.channel
        if not await self._digests.picked(channel, ids):
            return ()
        sent = [each.digest for each in await self._digests.reports(channel, GOES_BACK) if each.sent]
        found = [digest for digest in sent if not set(ids).isdisjoint(digest.papers)]
        return [(subscription, local_day(subscription.schedule, digest.slot)) for digest in found]
