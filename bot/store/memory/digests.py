"""Subscriptions, digests and the outbox, in dictionaries."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import nlargest, nsmallest

from bot.model import (
    Active,
    Attempt,
    Channel,
    Delivery,
    DeliveryState,
    Digest,
    DigestKind,
    DigestReport,
    Member,
    MessageRef,
    PaperId,
    Paused,
    Subscription,
    Tenant,
)
from bot.ports.subscriptions import Decide
from bot.store.memory.digest_state import DigestState
from bot.store.memory.people import MemoryMemberships


class MemorySubscriptions:
    """See ``bot.ports.subscriptions.Subscriptions``."""

    title = "channels set up"

    def __init__(self, state: DigestState) -> None:
        self._state = state

    async def of(self, channel: Channel) -> Subscription | None:
        return self._state.subscriptions.get(channel)

    async def of_tenant(self, tenant: Tenant) -> Sequence[Subscription]:
        known = self._state.subscriptions
        return [known[channel] for channel in sorted(known) if channel.tenant == tenant]

    async def all(self) -> Sequence[Subscription]:
        return [self._state.subscriptions[channel] for channel in sorted(self._state.subscriptions)]

    async def change(self, channel: Channel, decide: Decide) -> Subscription | None:
        decided = decide(self._state.subscriptions.get(channel), self._state.newest_slot(channel))
        self._state.claimed.pop(channel, None)
        if decided is None:
            self._state.subscriptions.pop(channel, None)
        else:
            self._state.subscriptions[channel] = decided
            if decided.direct and decided.owner:
                self._state.private[channel] = decided.owner
        return decided

    async def claim_due(
        self, platforms: Collection[str], now: datetime, limit: int, until: datetime
    ) -> Sequence[Subscription]:
        due = sorted((at, one.id, one) for at, one in self._claimable(platforms) if at <= now)
        claimed = [one for _, _, one in due[:limit]]
        self._state.claimed |= {one.channel: until for one in claimed}
        return sorted(claimed, key=lambda one: (one.next_due, one.id))

    async def next_due(self, platforms: Collection[str]) -> datetime | None:
        return min((at for at, _ in self._claimable(platforms)), default=None)

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return [{"channel": one.channel.id} for one in self._set_up_by(member)]

    def members(self) -> Iterable[Member]:
        return (one.owner for one in self._state.subscriptions.values() if one.owner)

    def forget_member(self, member: Member) -> int:
        theirs = self._set_up_by(member)
        for one in theirs:
            self._state.subscriptions[one.channel] = replace(one, owner=None)
        return len(theirs)

    def forget_tenant(self, tenant: Tenant) -> int:
        """The shared state erases them with their history."""
        return 0

    def _set_up_by(self, member: Member) -> list[Subscription]:
        return [one for one in self._state.subscriptions.values() if one.owner == member and not one.direct]

    def _claimable(self, platforms: Collection[str]) -> Iterator[tuple[datetime, Subscription]]:
        """Each that is scheduled, with when it can be claimed."""
        for one in self._state.subscriptions.values():
            if one.next_due and one.channel.tenant.platform in platforms:
                yield max(one.next_due, self._state.claimed.get(one.channel, one.next_due)), one


class MemoryDigests:
    """See ``bot.ports.digests.Digests``."""

    def __init__(self, state: DigestState, memberships: MemoryMemberships) -> None:
        self._state = state
        self._memberships = memberships

    async def commit(
        self,
        subscription: Subscription,
        digest: Digest,
        deliveries: Sequence[Delivery],
        *,
        next_due: datetime | None,
        seen_to: datetime | None,
    ) -> bool:
        standing = self._state.subscriptions.get(digest.channel)
        if standing is None or standing.next_due != subscription.next_due:
            return False
        ended = isinstance(standing.status, Paused) and next_due != standing.next_due
        status = Active() if ended else standing.status
        moved = replace(standing, next_due=next_due, seen_to=seen_to, status=status)
        self._state.subscriptions[digest.channel] = moved
        made = self._state.digests.get(digest.channel, {}).get(digest.id)
        if digest.id in self._state.parts and not (made and _was_missed_ahead_of_time(made, digest)):
            return False
        self._state.digests.setdefault(digest.channel, {})[digest.id] = digest
        self._state.parts[digest.id] = tuple(delivery.key for delivery in deliveries)
        self._state.picked.setdefault(digest.channel, set()).update(digest.papers)
        self._state.waiting |= {delivery.key: delivery for delivery in deliveries}
        self._state.promote(digest.channel, digest.made)
        return True

    async def reports(self, channel: Channel, limit: int) -> Sequence[DigestReport]:
        known = self._state.digests.get(channel, {}).values()
        newest = nlargest(limit, known, key=lambda digest: (digest.slot, digest.id))
        return [self._report(digest) for digest in newest]

    async def picked(self, channel: Channel, papers: Collection[PaperId]) -> frozenset[PaperId]:
        return frozenset(self._state.picked.get(channel, set()).intersection(papers))

    async def picked_for(self, members: Sequence[Member], papers: Collection[PaperId]) -> frozenset[PaperId]:
        private = [channel for channel, owner in self._state.private.items() if owner in members]
        return frozenset(paper for one in private for paper in self._state.picked.get(one, set()).intersection(papers))

    async def picked_where_active(self, members: Sequence[Member], papers: Collection[PaperId]) -> frozenset[PaperId]:
        active = {channel for member in members for channel in await self._memberships.channels_of(member)}
        return frozenset().union(*[await self.picked(channel, papers) for channel in active])

    def _report(self, digest: Digest) -> DigestReport:
        messages = self._state.messages(digest.id)
        sent = [one for one in messages if one.state is DeliveryState.SENT]
        return DigestReport(
            digest=digest,
            sent=len(sent),
            waiting=sum(one.key in self._state.waiting for one in messages),
            dead=sum(one.state is DeliveryState.DEAD for one in messages),
            why=max((one.why for one in messages if one.why), default=None),
            posted=min((one.attempt.started for one in sent if one.attempt), default=None),
            listed=messages[0].papers if messages else (),
        )


class MemoryOutbox:
    """See ``bot.ports.outbox.Outbox``."""

    def __init__(self, state: DigestState) -> None:
        self._state = state

    async def claim(self, platform: str, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        due = [(one.due, place, one) for place, one in enumerate(self._of(platform)) if one.due and one.due <= now]
        longest = nsmallest(limit, due, key=lambda known: known[:2])
        return [self._claimed(found, now, lease) for _, _, found in longest]

    def _claimed(self, found: Delivery, now: datetime, lease: timedelta) -> Delivery:
        unsure = found.unsure or found.state is DeliveryState.SENDING
        first = found.attempt.started if found.attempt and unsure else now
        claimed = replace(
            found,
            state=DeliveryState.SENDING,
            attempt=Attempt(number=found.attempts + 1, started=first, unsure=unsure),
            due=now + lease,
        )
        self._state.waiting[claimed.key] = claimed
        return replace(claimed, thread=self._state.messages(claimed.digest)[0].sent if claimed.in_thread else None)

    async def next_due(self, platform: str) -> datetime | None:
        return min((one.due for one in self._of(platform) if one.due), default=None)

    async def bring_forward(self, platform: str, later_than: datetime, to: datetime) -> int:
        far = [one for one in self._of(platform) if one.due and one.due > later_than]
        self._state.waiting |= {one.key: replace(one, due=to) for one in far}
        return len(far)

    async def sent(self, delivery: Delivery, ref: MessageRef, *, next_at: datetime) -> None:
        known = self._state.message(delivery.key)
        if known is not None and known.state is not DeliveryState.SENT:
            self._state.end(replace(known, state=DeliveryState.SENT, why=None, sent=ref))
            self._state.shown[ref] = known
        self._state.promote(delivery.channel, next_at)

    async def failed(self, delivery: Delivery, why: str, *, due: datetime, unsure: bool) -> None:
        if known := self._in_hand(delivery):
            attempt = replace(known.attempt, unsure=unsure) if known.attempt else None
            failed = replace(known, state=DeliveryState.FAILED, why=why, due=due, attempt=attempt)
            self._state.waiting[known.key] = failed

    async def dead(self, delivery: Delivery, why: str, *, next_at: datetime) -> bool:
        known = self._in_hand(delivery)
        if known is None:
            return False
        messages = self._state.messages(delivery.digest)
        lost = [known] if known.in_thread else [known, *(one for one in messages if one.in_thread)]
        self._give_up([one for one in lost if one.key in self._state.waiting], why)
        self._state.promote(delivery.channel, next_at)
        return all(one.state is not DeliveryState.DEAD for one in messages)

    async def drop(self, channel: Channel, why: str) -> int:
        waiting = self._state.waiting_for(channel)
        self._give_up(waiting, why)
        return len(waiting)

    def _give_up(self, deliveries: Sequence[Delivery], why: str) -> None:
        for one in deliveries:
            self._state.end(replace(one, state=DeliveryState.DEAD, why=why))

    def _of(self, platform: str) -> Iterator[Delivery]:
        return (one for one in self._state.waiting.values() if one.channel.tenant.platform == platform)

    def _in_hand(self, delivery: Delivery) -> Delivery | None:
        known = self._state.waiting.get(delivery.key)
        mine = known and known.state is DeliveryState.SENDING and known.attempt == delivery.attempt
        return known if mine else None


class MemoryPosts:
    """See ``bot.ports.posts.Posts``."""

    def __init__(self, state: DigestState) -> None:
        self._state = state

    async def papers_of(self, message: MessageRef) -> tuple[PaperId, ...]:
        shown = self._state.shown.get(message)
        return shown.papers if shown else ()

    async def channel_of(self, message: MessageRef) -> Channel | None:
        shown = self._state.shown.get(message)
        return shown.channel if shown and shown.channel not in self._state.private else None

    async def thread_of(self, message: MessageRef) -> MessageRef | None:
        shown = self._state.shown.get(message)
        if shown is None or not shown.in_thread:
            return None
        return next((one.sent for one in self._state.messages(shown.digest) if one.part == 0), None)

    async def posted(self, platform: str, since: datetime) -> Sequence[MessageRef]:
        of_platform = (known for channel, known in self._state.digests.items() if channel.tenant.platform == platform)
        recent = (digest for known in of_platform for digest in known.values() if digest.made >= since)
        digests = sorted(recent, key=lambda digest: (digest.made, digest.id))
        return [one.sent for digest in digests for one in self._state.messages(digest.id) if one.sent]


def _was_missed_ahead_of_time(made: Digest, digest: Digest) -> bool:
    """Whether a clock that was ahead took the slot for missed: it has had no post, and is still to come."""
    return made.kind is DigestKind.MISSED and made.made > digest.made
