"""Subscriptions, the digests made for them, and the transactional outbox that their messages leave through."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import (
    Channel,
    Delivery,
    Digest,
    DigestReport,
    Member,
    MessageRef,
    Paper,
    PaperId,
    Pick,
    Subscription,
    Tenant,
)

Decide = Callable[[Subscription | None, datetime | None], Subscription | None]
"""Given what stands and the newest slot for which something was to be posted, what is to stand (None: nothing).
Pure: it may be called more than once. What it raises leaves everything as it was."""


class Subscriptions(Protocol):
    """At most one subscription a channel."""

    async def of(self, channel: Channel) -> Subscription | None: ...

    async def of_tenant(self, tenant: Tenant) -> Sequence[Subscription]:
        """All of a tenant, by channel."""
        ...

    async def all(self) -> Sequence[Subscription]:
        """Of every tenant, by channel: for operators."""
        ...

    async def change(self, channel: Channel, decide: Decide) -> Subscription | None:
        """Read, decide and write in one transaction, so that no slot can be made in between; return what stands now.

        The history of the channel (digests, picked papers, posts) outlives its subscription.
        """
        ...

    async def due(self, platforms: Collection[str], now: datetime, limit: int) -> Sequence[Subscription]:
        """Those on these platforms with ``next_due`` <= ``now``, earliest first."""
        ...

    async def next_due(self, platforms: Collection[str]) -> datetime | None:
        """The earliest ``next_due`` on these platforms."""
        ...


class Digests(Protocol):
    """What came of each slot."""

    async def commit(
        self,
        subscription: Subscription,
        digest: Digest,
        deliveries: Sequence[Delivery],
        *,
        next_due: datetime | None,
        seen_to: datetime | None,
    ) -> bool:
        """Store digest, picked papers and outbox rows and move ``next_due`` and ``seen_to``, in one transaction.

        False, and nothing changed, when ``next_due`` of the subscription is no longer what ``subscription`` says:
        somebody else made this slot, or changed, paused or ended the subscription meanwhile. Other settings changed
        meanwhile are kept. False as well when the digest exists already; then only the two times move on.
        """
        ...

    async def reports(self, channel: Channel, limit: int) -> Sequence[DigestReport]:
        """How the channel's digests fared, newest slot first."""
        ...

    async def picked(self, channel: Channel, papers: Collection[PaperId]) -> frozenset[PaperId]:
        """Which of these ids were ever picked for the channel. Ask with aliases: ids are kept as they were then."""
        ...


class Outbox(Protocol):
    """Messages on their way. Within a channel they leave one after the other, in the order of digests and parts.

    An attempt ends with ``sent``, ``failed`` or ``dead``. One that ends with neither (a crash) comes back through
    ``claim`` when its lease is over, marked ``unsure``. What such a late attempt still reports is heeded only if it is
    ``sent``, since a posted message is a fact.
    """

    async def claim(self, platform: str, now: datetime, lease: timedelta) -> Delivery | None:
        """Take the message that has been due longest and mark it as sending, durably, before it is returned.

        No two claims return messages of one channel until the first has ended or its lease is over.
        """
        ...

    async def next_due(self, platform: str) -> datetime | None:
        """When the next message can be claimed; leases count as they end."""
        ...

    async def sent(self, delivery: Delivery, ref: MessageRef, *, next_at: datetime) -> None:
        """It lies at ``ref``. The channel's next message is due at ``next_at``."""
        ...

    async def failed(self, delivery: Delivery, why: str, *, due: datetime, unsure: bool) -> None:
        """Try again at ``due``; with ``unsure`` only after looking for it."""
        ...

    async def dead(self, delivery: Delivery, why: str, *, next_at: datetime) -> bool:
        """Give it up. If it opens a thread, the parts of the thread go with it. True for the first of its digest."""
        ...

    async def drop(self, channel: Channel, why: str) -> int:
        """Give up all that is still on its way to a channel; return how many messages that was."""
        ...


class Posts(Protocol):
    """What was posted, for reactions to it."""

    async def papers_of(self, message: MessageRef) -> tuple[PaperId, ...]:
        """The papers a posted message shows, in order; one when the message means that paper. Empty when unknown."""
        ...


class Picker(Protocol):
    """What digests ask of the ranker."""

    async def for_channel(
        self,
        channel: Channel,
        *,
        count: int,
        topics: Sequence[str],
        categories: Sequence[str],
        minimum: float | None,
        exclude: Collection[PaperId],
        candidates: Sequence[Paper],
    ) -> Sequence[Pick]:
        """The best of ``candidates`` for a channel's people and its own topics, at most ``count``."""
        ...

    async def for_member(self, member: Member, limit: int, candidates: Sequence[Paper] | None = None) -> Sequence[Pick]:
        """The best of ``candidates`` for one person."""
        ...
