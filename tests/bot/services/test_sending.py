"""A sender that is told to stop leaves nothing behind that would wait for a lease, or be taken for posted."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.errors import StoreUnreachable
from bot.model import Delivery
from bot.services.delivery_failures import DeliveryFailures
from bot.services.notices import Notices
from bot.services.sending import Sender
from bot.store.memory import MemoryStore
from bot.store.memory.digests import MemoryOutbox
from tests.contracts.digest_making import SLOT, commit, put, subscription
from tests.scenarios.fakes import FakeChat
from tests.scenarios.virtual import VirtualClock, run


class SlowOutbox:
    """Answers a claim some seconds after it was made, as a database far away does; or fails, after the same time."""

    def __init__(self, outbox: MemoryOutbox, seconds: float, *, fails: bool = False) -> None:
        self._outbox, self._seconds, self._fails = outbox, seconds, fails

    def __getattr__(self, name: str) -> object:
        return getattr(self._outbox, name)

    async def claim(self, platform: str, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        claimed = [] if self._fails else await self._outbox.claim(platform, now, lease, limit)
        await asyncio.sleep(self._seconds)
        if self._fails:
            raise StoreUnreachable("The database is away.")
        return claimed


def stopped_while_it_claims(seconds: float, *, fails: bool = False) -> tuple[int, int, float]:
    """How many were posted, how many wait, and for how long it took to stop."""

    async def stopping() -> tuple[int, int, float]:
        clock, store = VirtualClock(SLOT + timedelta(minutes=1)), MemoryStore()
        await put(store, subscription())
        digest = await commit(store, subscription(), papers=())
        chat = FakeChat(clock.now)
        outbox = SlowOutbox(store.outbox, seconds, fails=fails)  # type: ignore[arg-type]
        failures = DeliveryFailures(store.subscriptions, store.outbox, Notices({}, clock))
        task = asyncio.create_task(Sender(outbox, chat, failures, clock).run())  # type: ignore[arg-type]
        await asyncio.sleep(0.5)
        asked = clock.monotonic()
        task.cancel()
        await asyncio.wait([task])
        (report,) = await store.digests.reports(digest.channel, 5)
        return len(chat.posts), report.waiting, round(clock.monotonic() - asked, 3)

    return run(stopping())


def test_what_a_claim_brings_after_the_stop_is_posted_and_recorded() -> None:
    assert stopped_while_it_claims(2.0) == (1, 0, 1.5)


def test_a_claim_that_does_not_come_back_is_waited_for_eight_seconds() -> None:
    assert stopped_while_it_claims(60.0) == (0, 1, 8.0)


def test_a_claim_that_fails_after_the_stop_is_no_trouble() -> None:
    assert stopped_while_it_claims(2.0, fails=True) == (0, 1, 1.5)
