"""What subscriptions, digests and the outbox in memory share."""

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from bot.model import (
    Card,
    Channel,
    Delivery,
    Digest,
    DigestPick,
    Member,
    MessageRef,
    PaperId,
    Subscription,
    Tenant,
)

_PICKS = TypeAdapter(tuple[DigestPick, ...])


@dataclass(slots=True)
class DigestState:
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
    claimed: dict[Channel, datetime] = field(default_factory=dict)

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

    def move_channel(self, old: Channel, new: Channel) -> None:
        for kept in (self.subscriptions, self.digests, self.picked, self.private):
            _move_key(kept, old, new)
        if moved := self.subscriptions.get(new):
            self.subscriptions[new] = replace(moved, channel=new)
        known = self.digests.get(new, {})
        self.digests |= {new: {each: replace(digest, channel=new) for each, digest in known.items()}} if known else {}
        for messages in (self.waiting, self.ended):
            messages |= {one.key: _moved(one, old, new) for one in messages.values()}
        self.shown = {_moved_ref(ref, old, new): _moved(one, old, new) for ref, one in self.shown.items()}

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


def _move_key(kept: MutableMapping[Channel, Any], old: Channel, new: Channel) -> None:
    """What both have: digests and papers are put together; of anything else that of ``new`` stays."""
    if old in kept:
        moved, there = kept.pop(old), kept.get(new)
        kept[new] = moved if there is None else moved | there if isinstance(there, dict | set) else there


def _moved(delivery: Delivery, old: Channel, new: Channel) -> Delivery:
    channel = new if delivery.channel == old else delivery.channel
    return replace(delivery, channel=channel, sent=delivery.sent and _moved_ref(delivery.sent, old, new))


def _moved_ref(ref: MessageRef, old: Channel, new: Channel) -> MessageRef:
    return MessageRef(new, ref.id) if ref.channel == old else ref
