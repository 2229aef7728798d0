"""Subscriptions, digests and the outbox, in dictionaries."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import nlargest

from pydantic import TypeAdapter

from bot.model import (
    Active,
    Attempt,
    Card,
    Channel,
    Delivery,
    DeliveryState,
    Digest,
    DigestPick,
    DigestReport,
    Member,
    MessageRef,
    PaperId,
    Paused,
    Subscription,
    Tenant,
)
from bot.ports.subscriptions import Decide

_PICKS = TypeAdapter(tuple[DigestPick, ...])


@dataclass(slots=True)
class DigestRoom:
    """What the parts below share, since a digest, its messages and the next slot are written together.

    ``waiting`` and ``ended`` hold the messages by key, each in the order of making; ``parts`` the keys of each digest.
    """

    title: str = "daily picks"
    subscriptions: dict[Channel, Subscription] = field(default_factory=dict)
    digests: dict[Channel, dict[str, Digest]] = field(default_factory=dict)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    picked: dict[Channel, set[PaperId]] = field(default_factory=dict)
    waiting: dict[str, Delivery] = field(default_factory=dict)
    ended: dict[str, Delivery] = field(default_factory=dict)
    shown: dict[MessageRef, Delivery] = field(default_factory=dict)
    private: dict[Channel, Member] = field(default_factory=dict)

    def newest_slot(self, channel: Channel) -> datetime | None:
        made = (digest.slot for digest in self.digests.get(channel, {}).values() if self.parts[digest.id])
        return max(made, default=None)

    def message(self, key: str) -> Delivery | None:
        return self.waiting.get(key) or self.ended.get(key)

    def messages(self, digest: str) -> list[Delivery]:
        return [known for key in self.parts.get(digest, ()) if (known := self.message(key))]

    def waiting_for(self, channel: Channel) -> list[Delivery]:
        return [one for one in self.waiting.values() if one.channel == channel]

    def promote(self, channel: Channel, at: datetime) -> None:
        waiting = self.waiting_for(channel)
        if waiting and all(one.due is None for one in waiting):
            self.waiting[waiting[0].key] = replace(waiting[0], due=at)

    def end(self, delivery: Delivery) -> None:
        self.waiting.pop(delivery.key, None)
        self.ended[delivery.key] = replace(delivery, due=None, card=Card())

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        mine = [channel for channel, owner in self.private.items() if owner == member]
        digests = [digest for channel in mine for digest in self.digests.get(channel, {}).values()]
        return [
            {"slot": digest.slot.isoformat(), "picks": _PICKS.dump_python(digest.picks, mode="json")}
            for digest in digests
        ]

    def members(self) -> Iterable[Member]:
        return self.private.values()

    def forget_member(self, member: Member) -> int:
        return sum(self._erase(channel) for channel, owner in list(self.private.items()) if owner == member)

    def forget_tenant(self, tenant: Tenant) -> int:
        known = {*self.subscriptions, *self.digests}
        return sum(self._erase(channel) for channel in known if channel.tenant == tenant)

    def _erase(self, channel: Channel) -> int:
        digests = self.digests.pop(channel, {})
        keys = [key for digest in digests for key in self.parts.pop(digest)]
        for key in keys:
            gone = self.waiting.pop(key, None) or self.ended.pop(key)
            if gone.sent:
                self.shown.pop(gone.sent, None)
        subscription = self.subscriptions.pop(channel, None)
        self.private.pop(channel, None)
        return len(digests) + len(keys) + len(self.picked.pop(channel, ())) + (subscription is not None)


class MemorySubscriptions:
    """See ``bot.ports.subscriptions.Subscriptions``."""

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
            if decided.direct and decided.owner:
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

    def members(self) -> Iterable[Member]:
        return (one.owner for one in self._room.subscriptions.values() if one.owner)

    def forget_member(self, member: Member) -> int:
        theirs = self._set_up_by(member)
        for one in theirs:
            self._room.subscriptions[one.channel] = replace(one, owner=None)
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
        seen_to: datetime | None,
    ) -> bool:
        standing = self._room.subscriptions.get(digest.channel)
        if standing is None or standing.next_due != subscription.next_due:
            return False
        ended = isinstance(standing.status, Paused) and next_due != standing.next_due
        status = Active() if ended else standing.status
        moved = replace(standing, next_due=next_due, seen_to=seen_to, status=status)
        self._room.subscriptions[digest.channel] = moved
        if digest.id in self._room.parts:
            return False
        self._room.digests.setdefault(digest.channel, {})[digest.id] = digest
        self._room.parts[digest.id] = tuple(delivery.key for delivery in deliveries)
        self._room.picked.setdefault(digest.channel, set()).update(digest.papers)
        self._room.waiting |= {delivery.key: delivery for delivery in deliveries}
        self._room.promote(digest.channel, digest.made)
        return True

    async def reports(self, channel: Channel, limit: int) -> Sequence[DigestReport]:
        known = self._room.digests.get(channel, {}).values()
        newest = nlargest(limit, known, key=lambda digest: (digest.slot, digest.id))
        return [self._report(digest) for digest in newest]

    async def picked(self, channel: Channel, papers: Collection[PaperId]) -> frozenset[PaperId]:
        return frozenset(self._room.picked.get(channel, set()).intersection(papers))

    def _report(self, digest: Digest) -> DigestReport:
        messages = self._room.messages(digest.id)
        return DigestReport(
            digest=digest,
            sent=sum(one.state is DeliveryState.SENT for one in messages),
            waiting=sum(one.key in self._room.waiting for one in messages),
            dead=sum(one.state is DeliveryState.DEAD for one in messages),
            why=max((one.why for one in messages if one.why), default=None),
        )


class MemoryOutbox:
    """See ``bot.ports.outbox.Outbox``."""

    def __init__(self, room: DigestRoom) -> None:
        self._room = room

    async def claim(self, platform: str, now: datetime, lease: timedelta) -> Delivery | None:
        due = [(one.due, place, one) for place, one in enumerate(self._of(platform)) if one.due and one.due <= now]
        if not due:
            return None
        found = min(due, key=lambda known: known[:2])[2]
        unsure = found.unsure or found.state is DeliveryState.SENDING
        first = found.attempt.started if found.attempt and unsure else now
        claimed = replace(
            found,
            state=DeliveryState.SENDING,
            attempt=Attempt(number=found.attempts + 1, started=first, unsure=unsure),
            due=now + lease,
        )
        self._room.waiting[claimed.key] = claimed
        return replace(claimed, thread=self._room.messages(claimed.digest)[0].sent if claimed.in_thread else None)

    async def next_due(self, platform: str) -> datetime | None:
        return min((one.due for one in self._of(platform) if one.due), default=None)

    async def bring_forward(self, platform: str, later_than: datetime, to: datetime) -> int:
        far = [one for one in self._of(platform) if one.due and one.due > later_than]
        self._room.waiting |= {one.key: replace(one, due=to) for one in far}
        return len(far)

    async def sent(self, delivery: Delivery, ref: MessageRef, *, next_at: datetime) -> None:
        known = self._room.message(delivery.key)
        if known is not None and known.state is not DeliveryState.SENT:
            self._room.end(replace(known, state=DeliveryState.SENT, why=None, sent=ref))
            self._room.shown[ref] = known
        self._room.promote(delivery.channel, next_at)

    async def failed(self, delivery: Delivery, why: str, *, due: datetime, unsure: bool) -> None:
        if known := self._in_hand(delivery):
            attempt = replace(known.attempt, unsure=unsure) if known.attempt else None
            failed = replace(known, state=DeliveryState.FAILED, why=why, due=due, attempt=attempt)
            self._room.waiting[known.key] = failed

    async def dead(self, delivery: Delivery, why: str, *, next_at: datetime) -> bool:
        known = self._in_hand(delivery)
        if known is None:
            return False
        messages = self._room.messages(delivery.digest)
        lost = [known] if known.in_thread else [known, *(one for one in messages if one.in_thread)]
        self._give_up([one for one in lost if one.key in self._room.waiting], why)
        self._room.promote(delivery.channel, next_at)
        return all(one.state is not DeliveryState.DEAD for one in messages)

    async def drop(self, channel: Channel, why: str) -> int:
        waiting = self._room.waiting_for(channel)
        self._give_up(waiting, why)
        return len(waiting)

    def _give_up(self, deliveries: Sequence[Delivery], why: str) -> None:
        for one in deliveries:
            self._room.end(replace(one, state=DeliveryState.DEAD, why=why))

    def _of(self, platform: str) -> Iterator[Delivery]:
        return (one for one in self._room.waiting.values() if one.channel.tenant.platform == platform)

    def _in_hand(self, delivery: Delivery) -> Delivery | None:
        known = self._room.waiting.get(delivery.key)
        mine = known and known.state is DeliveryState.SENDING and known.attempt == delivery.attempt
        return known if mine else None


class MemoryPosts:
    """See ``bot.ports.posts.Posts``."""

    def __init__(self, room: DigestRoom) -> None:
        self._room = room

    async def papers_of(self, message: MessageRef) -> tuple[PaperId, ...]:
        shown = self._room.shown.get(message)
        return shown.papers if shown else ()

    async def channel_of(self, message: MessageRef) -> Channel | None:
        shown = self._room.shown.get(message)
        return shown.channel if shown and shown.channel not in self._room.private else None

    async def thread_of(self, message: MessageRef) -> MessageRef | None:
        shown = self._room.shown.get(message)
        if shown is None or not shown.in_thread:
            return None
        return next((one.sent for one in self._room.messages(shown.digest) if one.part == 0), None)

    async def posted(self, platform: str, since: datetime) -> Sequence[MessageRef]:
        of_platform = (known for channel, known in self._room.digests.items() if channel.tenant.platform == platform)
        recent = (digest for known in of_platform for digest in known.values() if digest.made >= since)
        digests = sorted(recent, key=lambda digest: (digest.made, digest.id))
        return [one.sent for digest in digests for one in self._room.messages(digest.id) if one.sent]
