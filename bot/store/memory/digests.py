"""Subscriptions, digests and the outbox, in dictionaries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.model import (
    Card,
    Channel,
    Delivery,
    DeliveryState,
    Digest,
    DigestKind,
    DigestReport,
    Member,
    MessageRef,
    PaperId,
    Subscription,
    Tenant,
)
from bot.ports.digests import Decide

_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.FAILED)


@dataclass(slots=True)
class DigestRoom:
    """What the parts below share, since a digest, its messages and the next slot are written together.

    ``deliveries`` are in the order in which they leave; ``made`` holds with how many messages each digest was made.
    """

    title: str = "daily picks"
    subscriptions: dict[Channel, Subscription] = field(default_factory=dict)
    digests: dict[str, Digest] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    picked: dict[Channel, set[PaperId]] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    private: dict[Channel, Member] = field(default_factory=dict)

    def newest_slot(self, channel: Channel) -> datetime | None:
        made = (digest for digest in self.digests.values() if digest.channel == channel and self.parts[digest.id])
        return max((digest.slot for digest in made), default=None)

    def open_of(self, channel: Channel) -> list[Delivery]:
        return [one for one in self.deliveries.values() if one.channel == channel and one.state in _OPEN]

    def promote(self, channel: Channel, at: datetime) -> None:
        waiting = self.open_of(channel)
        if waiting and all(one.due is None for one in waiting):
            self.put(replace(waiting[0], due=at))

    def put(self, delivery: Delivery) -> None:
        self.deliveries[delivery.key] = delivery

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        mine = [digest for digest in self.digests.values() if self.private.get(digest.channel) == member]
        return [{"slot": digest.slot.isoformat(), "papers": list(digest.papers)} for digest in mine]

    def forget_member(self, member: Member) -> int:
        return sum(self._erase(channel) for channel, owner in list(self.private.items()) if owner == member)

    def forget_tenant(self, tenant: Tenant) -> int:
        known = {*self.subscriptions, *self.picked, *(digest.channel for digest in self.digests.values())}
        return sum(self._erase(channel) for channel in known if channel.tenant == tenant)

    def _erase(self, channel: Channel) -> int:
        digests = [key for key, digest in self.digests.items() if digest.channel == channel]
        deliveries = [key for key, one in self.deliveries.items() if one.channel == channel]
        for key in digests:
            del self.digests[key], self.parts[key]
        for key in deliveries:
            del self.deliveries[key]
        gone = self.subscriptions.pop(channel, None)
        self.private.pop(channel, None)
        return len(digests) + len(deliveries) + len(self.picked.pop(channel, ())) + (gone is not None)


class MemorySubscriptions:
    """See ``bot.ports.digests.Subscriptions``."""

    title = "channels set up"

    def __init__(self, room: DigestRoom) -> None:
        self._room = room

    async def of(self, channel: Channel) -> Subscription | None:
        return self._room.subscriptions.get(channel)

    async def of_tenant(self, tenant: Tenant) -> Sequence[Subscription]:
        known = self._room.subscriptions
        return [known[channel] for channel in sorted(known) if channel.tenant == tenant]

    async def all(self) -> Sequence[Subscription]:
        return [self._room.subscriptions[channel] for channel in sorted(self._room.subscriptions)]

    async def change(self, channel: Channel, decide: Decide) -> Subscription | None:
        decided = decide(self._room.subscriptions.get(channel), self._room.newest_slot(channel))
        if decided is None:
            self._room.subscriptions.pop(channel, None)
        else:
            self._room.subscriptions[channel] = decided
            if decided.direct:
                self._room.private[channel] = decided.owner
        return decided

    async def due(self, platforms: Collection[str], now: datetime, limit: int) -> Sequence[Subscription]:
        scheduled = self._of_platforms(platforms)
        due = [(one.next_due, one.id, one) for one in scheduled if one.next_due and one.next_due <= now]
        return [one for _, _, one in sorted(due, key=lambda found: found[:2])[:limit]]

    async def next_due(self, platforms: Collection[str]) -> datetime | None:
        return min((one.next_due for one in self._of_platforms(platforms) if one.next_due), default=None)

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return [{"channel": one.channel.id} for one in self._set_up_by(member)]

    def forget_member(self, member: Member) -> int:
        theirs = self._set_up_by(member)
        for one in theirs:
            self._room.subscriptions[one.channel] = replace(one, owner=Member(member.tenant, ""))
        return len(theirs)

    def forget_tenant(self, tenant: Tenant) -> int:
        """The room erases them with their history."""
        return 0

    def _set_up_by(self, member: Member) -> list[Subscription]:
        return [one for one in self._room.subscriptions.values() if one.owner == member and not one.direct]

    def _of_platforms(self, platforms: Collection[str]) -> Iterator[Subscription]:
        return (one for one in self._room.subscriptions.values() if one.channel.tenant.platform in platforms)


class MemoryDigests:
    """See ``bot.ports.digests.Digests``."""

    def __init__(self, room: DigestRoom) -> None:
        self._room = room

    async def commit(
        self,
        subscription: Subscription,
        digest: Digest,
        deliveries: Sequence[Delivery],
        *,
        next_due: datetime | None,
    ) -> bool:
        standing = self._room.subscriptions.get(digest.channel)
        if standing is None or standing.next_due != subscription.next_due or digest.id in self._room.digests:
            return False
        self._room.digests[digest.id] = digest
        self._room.parts[digest.id] = len(deliveries)
        self._room.picked.setdefault(digest.channel, set()).update(digest.papers)
        for delivery in deliveries:
            self._room.put(replace(delivery, state=DeliveryState.PENDING))
        self._room.promote(digest.channel, digest.made)
        seen_to = standing.seen_to if digest.kind is DigestKind.MISSED else digest.made
        self._room.subscriptions[digest.channel] = replace(standing, next_due=next_due, seen_to=seen_to)
        return True

    async def reports(self, channel: Channel, limit: int) -> Sequence[DigestReport]:
        mine = [digest for digest in self._room.digests.values() if digest.channel == channel]
        newest = sorted(mine, key=lambda digest: (digest.slot, digest.id), reverse=True)
        return [self._report(digest) for digest in newest[:limit]]

    async def picked(self, channel: Channel, papers: Collection[PaperId]) -> frozenset[PaperId]:
        return frozenset(self._room.picked.get(channel, set()).intersection(papers))

    def _report(self, digest: Digest) -> DigestReport:
        messages = [one for one in self._room.deliveries.values() if one.digest == digest.id]
        return DigestReport(
            digest=digest,
            sent=sum(one.state is DeliveryState.SENT for one in messages),
            waiting=sum(one.state in _OPEN for one in messages),
            dead=sum(one.state is DeliveryState.DEAD for one in messages),
            why=max((one.why for one in messages), default=""),
        )


class MemoryOutbox:
    """See ``bot.ports.digests.Outbox``."""

    def __init__(self, room: DigestRoom) -> None:
        self._room = room

    async def claim(self, platform: str, now: datetime, lease: timedelta) -> Delivery | None:
        due = [(one.due, place, one) for place, one in enumerate(self._of(platform)) if one.due and one.due <= now]
        if not due:
            return None
        found = min(due, key=lambda known: known[:2])[2]
        unsure = found.unsure or found.state is DeliveryState.SENDING
        claimed = replace(
            found,
            state=DeliveryState.SENDING,
            attempt=found.attempt + 1,
            unsure=unsure,
            started=found.started if unsure else now,
            due=now + lease,
        )
        self._room.put(claimed)
        return replace(claimed, thread=self._thread(claimed))

    async def next_due(self, platform: str) -> datetime | None:
        return min((one.due for one in self._of(platform) if one.due), default=None)

    async def sent(self, delivery: Delivery, ref: MessageRef, *, next_at: datetime) -> None:
        known = self._room.deliveries.get(delivery.key)
        if known is not None and known.state is not DeliveryState.SENT:
            done = replace(known, state=DeliveryState.SENT, due=None, card=Card(), unsure=False, why="", sent=ref)
            self._room.put(done)
        self._room.promote(delivery.channel, next_at)

    async def failed(self, delivery: Delivery, why: str, *, due: datetime, unsure: bool) -> None:
        if known := self._in_hand(delivery):
            self._room.put(replace(known, state=DeliveryState.FAILED, why=why, due=due, unsure=unsure))

    async def dead(self, delivery: Delivery, why: str, *, next_at: datetime) -> bool:
        known = self._in_hand(delivery)
        if known is None:
            return False
        messages = [one for one in self._room.deliveries.values() if one.digest == delivery.digest]
        lost = [known] if known.in_thread else [known, *(one for one in messages if one.in_thread)]
        self._give_up([one for one in lost if one.state in _OPEN], why)
        self._room.promote(delivery.channel, next_at)
        return all(one.state is not DeliveryState.DEAD for one in messages)

    async def drop(self, channel: Channel, why: str) -> int:
        waiting = self._room.open_of(channel)
        self._give_up(waiting, why)
        return len(waiting)

    def _give_up(self, deliveries: Sequence[Delivery], why: str) -> None:
        for one in deliveries:
            self._room.put(replace(one, state=DeliveryState.DEAD, due=None, why=why))

    def _of(self, platform: str) -> Iterator[Delivery]:
        return (one for one in self._room.deliveries.values() if one.channel.tenant.platform == platform)

    def _in_hand(self, delivery: Delivery) -> Delivery | None:
        known = self._room.deliveries.get(delivery.key)
        mine = known and known.state is DeliveryState.SENDING and known.attempt == delivery.attempt
        return known if mine else None

    def _thread(self, delivery: Delivery) -> MessageRef | None:
        digest = (one for one in self._room.deliveries.values() if one.digest == delivery.digest and one.part == 0)
        return next((one.sent for one in digest), None) if delivery.in_thread else None


class MemoryPosts:
    """See ``bot.ports.digests.Posts``."""

    def __init__(self, room: DigestRoom) -> None:
        self._room = room

    async def papers_of(self, message: MessageRef) -> tuple[PaperId, ...]:
        return next((one.papers for one in self._room.deliveries.values() if one.sent == message), ())
