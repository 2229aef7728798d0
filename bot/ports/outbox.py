"""The transactional outbox that the messages of digests leave through."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Channel, Delivery, MessageRef


class Outbox(Protocol):
    """Messages on their way. Within a channel they leave one after the other, in the order of digests and parts.

    An attempt ends with ``sent``, ``failed`` or ``dead``. One that ends with neither (a crash) comes back through
    ``claim`` when its lease is over, marked ``unsure``. What such a late attempt still reports is heeded only if it is
    ``sent``, since a posted message is a fact.
    """

    async def claim(self, platform: str, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        """Take up to ``limit`` messages, those that have been due longest, and mark them as sending, durably.

        One of a channel at most, until it has ended or its lease is over. Whoever claims begins at once with all of
        them: what is claimed when a process dies must be looked for before it is posted.
        """
        ...

    async def next_due(self, platform: str) -> datetime | None:
        """When the next message can be claimed: it is due, or the lease on it ends. None when nothing waits."""
        ...

    async def bring_forward(self, platform: str, later_than: datetime, to: datetime) -> int:
        """Make due at ``to`` whatever is due later than ``later_than``: a clock was wrong. Return how many that was."""
        ...

    async def sent(self, delivery: Delivery, ref: MessageRef, *, next_at: datetime) -> None:
        """Record that the message was posted and lies at ``ref``; the channel's next one is due at ``next_at``."""
        ...

    async def failed(self, delivery: Delivery, why: str, *, due: datetime, unsure: bool) -> None:
        """Record a failed attempt, to be repeated at ``due``; with ``unsure`` only after looking for the message."""
        ...

    async def dead(self, delivery: Delivery, why: str, *, next_at: datetime) -> bool:
        """Give a message up, and a whole thread with its first; True for the first given up of its digest."""
        ...

    async def drop(self, channel: Channel, why: str) -> int:
        """Give up all that is still on its way to a channel; return how many messages that was."""
        ...
