"""Which channels get picks, and when."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Channel, Subscription, Tenant

Decide = Callable[[Subscription | None, datetime | None], Subscription | None]
"""Given what stands and the newest slot for which something was to be posted, what is to stand (None: nothing).
Pure: it may be called more than once. What it raises leaves everything as it was."""


class Subscriptions(Protocol):
    """At most one subscription a channel."""

    async def of(self, channel: Channel) -> Subscription | None: ...

    async def of_tenant(self, tenant: Tenant) -> Sequence[Subscription]:
        """The subscriptions of a tenant, by channel."""
        ...

    async def all(self) -> Sequence[Subscription]:
        """The subscriptions of every tenant, by channel: for operators."""
        ...

    async def change(self, channel: Channel, decide: Decide) -> Subscription | None:
        """Read, decide and write in one transaction, so that no slot can be made in between; return what stands now.

        The history of the channel (digests, picked papers, posts) outlives its subscription.
        """
        ...

    async def claim_due(
        self, platforms: Collection[str], now: datetime, limit: int, until: datetime
    ) -> Sequence[Subscription]:
        """Those on these platforms with ``next_due`` <= ``now``, earliest first; no other call returns them ``until``.

        A claim ends sooner where the digest is stored, or the subscription changed.
        """
        ...

    async def next_due(self, platforms: Collection[str]) -> datetime | None:
        """When the next one on these platforms can be claimed: it is due, or the claim on it ends."""
        ...
