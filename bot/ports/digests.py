"""What came of each slot."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Channel, Delivery, Digest, DigestReport, Member, PaperId, Subscription


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
        meanwhile are kept. A pause ends with the slot that moves ``next_due``. False as well when the digest exists
        already; then only the two times move on.
        """
        ...

    async def reports(self, channel: Channel, limit: int) -> Sequence[DigestReport]:
        """Return how the channel's last digests fared, newest slot first."""
        ...

    async def picked(self, channel: Channel, papers: Collection[PaperId]) -> frozenset[PaperId]:
        """Which of these ids were ever picked for the channel. Ask with aliases: ids are kept as they were then."""
        ...

    async def picked_for(self, members: Sequence[Member], papers: Collection[PaperId]) -> frozenset[PaperId]:
        """Which of these ids were ever picked for the private conversations of one of these members."""
        ...

    async def picked_where_active(self, members: Sequence[Member], papers: Collection[PaperId]) -> frozenset[PaperId]:
        """Which of these ids were ever picked for a channel in which one of these members is active."""
        ...
