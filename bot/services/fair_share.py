"""How much one person may ask at a time, and how fast, so that nobody's flood slows others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.cards import refusals
from bot.errors import TooMuch
from bot.model import Member
from bot.pacing import next_turn
from bot.ports.time import Clock

RATE = 2.0
"""Requests a second of one person, on the long run."""
BURST = 60
"""Requests that one person may send at once, after a silence."""
AT_ONCE = 2
"""Requests of one person in work at the same time; the next wait for them."""
MOST_REMEMBERED = 10_000
"""People who asked lately; when there are more, those whose share is whole again are forgotten."""


class FairShare:
    """Gives each member turns, and sends away who asks for far too many: told once in full, then briefly."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shares: dict[Member, _Share] = {}

    @asynccontextmanager
    async def turn(self, member: Member) -> AsyncIterator[None]:
        """Wait for the member's turn and hold it. Raises ``TooMuch`` at once when the share is used up."""
        share = self._share_of(member)
        now = self._clock.monotonic()
        wait, empty_at = next_turn(share.empty_at, now, 1 / RATE, BURST)
        if wait > 0:
            again, share.warned = share.warned, True
            raise TooMuch(refusals.STILL_TOO_MUCH if again else refusals.too_much(BURST))
        share.empty_at, share.warned = empty_at, False
        async with share.slots:
            yield

    def _share_of(self, member: Member) -> "_Share":
        if member not in self._shares and len(self._shares) >= MOST_REMEMBERED:
            now = self._clock.monotonic()
            self._shares = {one: share for one, share in self._shares.items() if share.empty_at > now}
        return self._shares.setdefault(member, _Share())


class _Share:
    """What one member has used: when the queue of their requests would be empty, and whether they were told."""

    def __init__(self) -> None:
        self.empty_at = 0.0
        self.warned = False
        self.slots = asyncio.Semaphore(AT_ONCE)
