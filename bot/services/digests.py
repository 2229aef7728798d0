"""Making the digest of a slot: fetch what is known, let ``digest_decider`` decide, store it all in one transaction."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.cards.subscriptions import CHANGED_MEANWHILE
from bot.errors import UserError
from bot.model import (
    MAIL,
    Capabilities,
    Card,
    Channel,
    Delivery,
    Digest,
    DigestFormat,
    DigestKind,
    Member,
    Paper,
    Selection,
    SourceState,
    Subscription,
    home_of,
    is_visitor,
    mail_account,
)
from bot.ports.digests import Digests
from bot.ports.feedback import FeedbackLog
from bot.ports.interests import InterestBook
from bot.ports.links import Links
from bot.ports.papers import Papers
from bot.ports.ranking import Picker
from bot.ports.sources import Source
from bot.ports.subscriptions import Subscriptions
from bot.ports.time import Clock
from bot.schedule import local_day, next_due
from bot.services.candidate_window import FIRST_LOOK, WEEK, CandidateWindow
from bot.services.digest_decider import Inputs, Slot, decide, deliveries_of, most_upvoted, reads_from, slot_of

log = structlog.get_logger()

REPORTS_A_WEEK = 40
"""Digests of a channel looked through for a recap; some may have been made by hand."""
RECAP = 5
"""Papers in a weekly recap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A digest that was made but not stored yet."""

    digest: Digest
    deliveries: Sequence[Delivery]
    next_due: datetime | None
    seen_to: datetime | None

    @property
    def cards(self) -> list[Card]:
        return [delivery.card for delivery in self.deliveries]


class DigestRecords(Protocol):
    """The parts of the store that digests are made of, and go to."""

    @property
    def papers(self) -> Papers: ...

    @property
    def subscriptions(self) -> Subscriptions: ...

    @property
    def digests(self) -> Digests: ...

    @property
    def interests(self) -> InterestBook: ...

    @property
    def feedback(self) -> FeedbackLog: ...

    @property
    def links(self) -> Links: ...


class DigestWriter:
    """Makes digests. It never posts: the messages it leaves in the outbox are the ``Sender``'s."""

    def __init__(
        self,
        store: DigestRecords,
        picker: Picker,
        sources: Sequence[Source],
        capabilities: Mapping[str, Capabilities],
        clock: Clock,
        grace: timedelta,
    ) -> None:
        self._papers = store.papers
        self._subscriptions = store.subscriptions
        self._digests = store.digests
        self._interests = store.interests
        self._feedback = store.feedback
        self._links = store.links
        self._capabilities = capabilities
        self._picker = picker
        self._sources = sources
        self._clock = clock
        self._grace = grace

    def window(self) -> CandidateWindow:
        return CandidateWindow(self._papers, self._clock.now())

    async def make(self, subscription: Subscription, window: CandidateWindow) -> bool:
        """Make and store the digest that is due; False when somebody else did, or the subscription changed."""
        draft = await self._due(subscription, window)
        made = await self._store(subscription, draft)
        if made:
            log.info(
                "digest.made",
                digest=draft.digest.id,
                kind=draft.digest.kind.value,
                papers=len(draft.digest.papers),
                messages=len(draft.deliveries),
            )
        return made

    async def preview(self, subscription: Subscription) -> Draft:
        """What the next post would be if it were made now. Nothing is stored."""
        now = self._clock.now()
        slot = subscription.next_due or next_due(subscription.schedule, now)
        daily = Slot(at=slot, kind=DigestKind.DAILY, next_due=slot)
        return await self._draft(replace(subscription, post_empty=True), daily, self.window(), now)

    async def make_now(self, channel: Channel) -> Draft | None:
        """Make and store a digest outside of the schedule, which goes on as it was. None without a subscription.

        Raises ``UserError`` where the subscription changed, or its post was made, meanwhile.
        """
        subscription = await self._subscriptions.of(channel)
        if subscription is None:
            return None
        now = self._clock.now()
        slot = Slot(at=now, kind=DigestKind.DAILY, next_due=now)
        draft = await self._draft(replace(subscription, post_empty=True), slot, self.window(), now)
        aside = replace(draft, next_due=subscription.next_due, seen_to=subscription.seen_to)
        if not await self._store(subscription, aside):
            raise UserError(CHANGED_MEANWHILE)
        return draft

    async def _store(self, subscription: Subscription, draft: Draft) -> bool:
        return await self._digests.commit(
            subscription, draft.digest, draft.deliveries, next_due=draft.next_due, seen_to=draft.seen_to
        )

    async def _due(self, subscription: Subscription, window: CandidateWindow) -> Draft:
        now = self._clock.now()
        before = await self._digests.reports(subscription.channel, 1)
        missed = bool(before) and before[0].digest.kind is DigestKind.MISSED
        slot = slot_of(subscription, now, self._grace, after_missed=missed)
        return await self._draft(subscription, slot, window, now)

    async def _draft(self, subscription: Subscription, slot: Slot, window: CandidateWindow, now: datetime) -> Draft:
        missed = slot.kind is DigestKind.MISSED
        inputs = Inputs() if missed else await self._find(subscription, slot, window, now)
        digest = decide(subscription, slot, inputs, now)
        return Draft(
            digest=digest,
            deliveries=deliveries_of(self._postable(subscription), digest, inputs),
            next_due=slot.next_due,
            seen_to=reads_from(subscription, now) if missed else now,
        )

    def _postable(self, subscription: Subscription) -> Subscription:
        """The subscription in a format that its platform can post."""
        can = self._capabilities.get(subscription.channel.tenant.platform, Capabilities())
        threaded = subscription.format is DigestFormat.THREADED
        return replace(subscription, format=DigestFormat.COMPACT) if threaded and not can.threads else subscription

    async def _find(self, subscription: Subscription, slot: Slot, window: CandidateWindow, now: datetime) -> Inputs:
        first_look = WEEK if subscription.weekly else FIRST_LOOK
        new = await window.candidates(reads_from(subscription, now), first_look=first_look)
        candidates = await self._unpicked(subscription, new)
        states = [state for state in await window.source_states() if self._reads(state)]
        return Inputs(
            candidates=candidates,
            selection=await self._pick(subscription, candidates, window) if candidates else Selection(),
            sources=states,
            announced=self._announced(subscription, now),
            recap=await self._recap(subscription, now) if slot.ends_week and subscription.recap else (),
        )

    async def _unpicked(self, subscription: Subscription, papers: Sequence[Paper]) -> Sequence[Paper]:
        """What was never picked here; for one person, not in private conversations of their joined accounts either.

        What is mailed was not picked for a channel in which they are active: they have seen it there.
        """
        ids = {paper_id for paper in papers for paper_id in (paper.id, *paper.aliases)}
        picked = await self._digests.picked(subscription.channel, ids)
        if subscription.direct and subscription.owner and not is_visitor(subscription.owner):
            accounts = await self._links.of(home_of(subscription.owner))
            picked |= await self._digests.picked_for([*accounts, *map(mail_account, accounts)], ids)
            if subscription.owner.tenant.platform == MAIL:
                picked |= await self._digests.picked_where_active(accounts, ids)
        return [paper for paper in papers if not picked & {paper.id, *paper.aliases}] if picked else papers

    async def _pick(
        self, subscription: Subscription, candidates: Sequence[Paper], window: CandidateWindow
    ) -> Selection:
        if not subscription.direct or subscription.owner is None:
            return await self._picker.for_channel(
                subscription.channel,
                count=subscription.count,
                topics=subscription.topics,
                categories=subscription.categories,
                bar=subscription.bar,
                candidates=candidates,
            )
        within = [paper for paper in candidates if _within(paper, subscription.categories)]
        if subscription.trending:
            return most_upvoted(within, subscription.count)
        reader, count, bar = home_of(subscription.owner), subscription.count, subscription.bar
        choose = partial(self._picker.for_member, reader, count, within, bar)
        wish = await self._wish(reader) if is_visitor(reader) else None
        return await choose() if wish is None else await window.shared((wish, count, bar), within, choose)

    async def _wish(self, visitor: Member) -> Hashable | None:
        """All that decides a visitor's picks, for who has the same; None where their reactions decide too.

        Visitors are in no team, so that nobody else's reactions do.
        """
        if await self._feedback.opinions(visitor):
            return None
        stated = await self._interests.of(visitor)
        return tuple((each.kind, each.value, each.muted) for each in stated.all)

    def _reads(self, state: SourceState) -> bool:
        return any(state.name == source.name for source in self._sources)

    def _announced(self, subscription: Subscription, now: datetime) -> bool:
        """Whether any calendar expected papers between the last digest (else a day ago) and now."""
        first = local_day(subscription.schedule, subscription.seen_to or now - timedelta(days=1))
        last = local_day(subscription.schedule, now)
        return not self._sources or any(source.expected_days(first, last) for source in self._sources)

    async def _recap(self, subscription: Subscription, now: datetime) -> Sequence[tuple[Paper, int, int]]:
        """The week's posted papers by how many of the tenant's people liked or saved them, then by upvotes."""
        papers = await self._posted_last_week(subscription, now)
        named = {name: paper.id for paper in papers for name in (paper.id, *paper.aliases)}
        opinions = await self._feedback.about(subscription.channel.tenant, sorted(named)) if named else ()
        # Somebody may have liked it under two of its names.
        likes = Counter(paper for _, paper in {(who, named[one.paper]) for who, one in opinions if one.liked})
        saves = Counter(paper for _, paper in {(who, named[one.paper]) for who, one in opinions if one.saved})
        liked = [paper for paper in papers if likes[paper.id] or saves[paper.id]]
        best = sorted(liked, key=lambda p: (-likes[p.id] - saves[p.id], -p.upvotes, p.id))
        return [(paper, likes[paper.id], saves[paper.id]) for paper in best[:RECAP]]

    async def _posted_last_week(self, subscription: Subscription, now: datetime) -> Sequence[Paper]:
        """What was posted on the seven local days before today, each paper once, by the id it has now.

        Today's post is not made yet, so it belongs to the next recap.
        """
        today = local_day(subscription.schedule, now)
        reports = await self._digests.reports(subscription.channel, REPORTS_A_WEEK)
        digests = [report.digest for report in reports]
        week = [one for one in digests if today - WEEK <= local_day(subscription.schedule, one.slot) < today]
        known = await self._papers.get([paper for digest in week for paper in digest.papers])
        return list({paper.id: paper for paper in known.values()}.values())


def _within(paper: Paper, categories: Sequence[str]) -> bool:
    wanted = {category.casefold() for category in categories}
    return not wanted or any(category.casefold() in wanted for category in paper.categories)
