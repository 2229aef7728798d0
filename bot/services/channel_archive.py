"""The digests of a channel after the day on which they were posted."""

from collections.abc import Sequence
from dataclasses import fields
from itertools import groupby

from bot.cards.picks import reason_of
from bot.model import Channel, Digest, DigestDay, DigestPick, FeedEntry, Paper, Pick, Schedule
from bot.ports.channel_addresses import ChannelAddresses
from bot.ports.digests import Digests
from bot.ports.papers import Papers
from bot.ports.subscriptions import Subscriptions
from bot.schedule import local_day
from bot.services.sign_in import mark_of


class ChannelArchive:
    """See ``bot.ports.digest_archive.DigestArchive``."""

    def __init__(
        self, digests: Digests, papers: Papers, subscriptions: Subscriptions, addresses: ChannelAddresses
    ) -> None:
        self._digests = digests
        self._papers = papers
        self._subscriptions = subscriptions
        self._addresses = addresses

    async def channel(self, token: str) -> Channel | None:
        return await self._addresses.channel(mark_of(token))

    async def digests(self, channel: Channel, limit: int) -> Sequence[Digest]:
        return [report.digest for report in await self._digests.reports(channel, limit)]

    async def days(self, channel: Channel, limit: int) -> Sequence[DigestDay]:
        standing = await self._subscriptions.of(channel)
        schedule = standing.schedule if standing else Schedule()
        found = groupby(await self.digests(channel, limit), key=lambda digest: local_day(schedule, digest.slot))
        return [DigestDay(day=day, digests=tuple(digests)) for day, digests in found]

    async def entries(self, digests: Sequence[Digest]) -> Sequence[FeedEntry]:
        papers = await self._papers.get(list({paper for digest in digests for paper in digest.papers}))
        return [
            FeedEntry(
                key=f"{digest.id}/{pick.paper}",
                paper=papers[pick.paper],
                published=digest.made,
                reason=reason_of(_pick(pick, papers[pick.paper])),
            )
            for digest in digests
            for pick in digest.picks
            if pick.paper in papers
        ]


def _pick(kept: DigestPick, paper: Paper) -> Pick:
    """The pick as it was told in chat."""
    return Pick(paper=paper, **{each.name: getattr(kept, each.name) for each in fields(kept) if each.name != "paper"})
