"""Posting what the outbox holds: each message once, in order, however often it takes."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.cards import digests as cards
from bot.cards.possible import possible_card
from bot.errors import ChannelGone, Lost, Refused, StoreError, TryLater
from bot.model import Delivery, MessageRef
from bot.ports.chat import ChatAdapter
from bot.ports.outbox import Outbox
from bot.ports.time import Clock
from bot.services.delivery_failures import DeliveryFailures
from bot.services.wakeup import Wakeup

log = structlog.get_logger()

MARGIN, LEASE_MARGIN = 5.0, 60.0
"""Seconds beyond ``Capabilities.post_seconds`` after which an adapter's answer counts as lost (by its contract it ends
sooner itself), and after which an attempt without an end has crashed."""
PACE = timedelta(seconds=1.1)
"""Between two messages to one channel: chat platforms take about one a second."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
ATTEMPTS = 12
"""With waits that triple up to an hour this gives up after some five and a half hours."""
FURTHEST = timedelta(days=1)
"""No platform asks for a longer wait: what is due later was put off by a clock that was wrong."""
FINISH = 8.0
"""Seconds for the posts in hand when told to stop."""
STORE_WAIT = timedelta(seconds=5)
"""Before the database is asked again after it refused."""


class Sender:
    """Posts the messages for one platform. A crash repeats the look for a message, never the message."""

    def __init__(self, outbox: Outbox, chat: ChatAdapter, failures: DeliveryFailures, clock: Clock) -> None:
        self._outbox = outbox
        self._chat = chat
        self._failures = failures
        self._clock = clock
        self._wakeup = Wakeup(clock)
        self._lease = timedelta(seconds=chat.capabilities.post_seconds + LEASE_MARGIN)
        self._in_hand: set[asyncio.Task[None]] = set()
        self._claiming: asyncio.Future[Sequence[Delivery]] | None = None

    @property
    def platform(self) -> str:
        return self._chat.platform

    @property
    def punctual(self) -> bool:
        """Whether people look for what is posted there at its time."""
        return self._chat.capabilities.punctual

    async def ready(self) -> None:
        await self._chat.ready()

    def wake(self) -> None:
        """Look at the outbox now: something was added."""
        self._wakeup.wake()

    async def run(self) -> None:
        """Post until cancelled; then claim no more, and finish what is in hand within eight seconds."""
        async with asyncio.TaskGroup() as posts:
            try:
                while True:
                    await self._start_next(posts)
            finally:
                await self._finish(posts)

    async def _finish(self, posts: asyncio.TaskGroup) -> None:
        """Post what is in hand, and what a claim under way brings: marked as begun, it would wait out its lease."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH):
                if self._claiming:
                    with suppress(StoreError):
                        self._begin(await self._claiming, posts)
                if self._in_hand:
                    await asyncio.wait(self._in_hand)

    async def _start_next(self, posts: asyncio.TaskGroup) -> None:
        """Begin to post what is due, no more than there is room for; else wait."""
        room = self._chat.capabilities.at_once - len(self._in_hand)
        claimed: Sequence[Delivery] = ()
        try:
            if room:
                claimed = await self._claim(room)
            due = await self._next_due() if room and not claimed else None
        except StoreError as error:
            log.warning("outbox.unreadable", platform=self.platform, why=str(error))
            due = self._clock.now() + STORE_WAIT
        self._begin(claimed, posts)
        if not claimed:
            await self._wakeup.wait(due)

    async def _claim(self, room: int) -> Sequence[Delivery]:
        """Claim what is due. Cancelled, the claim goes on, and ``_finish`` takes what it brings."""
        claiming = self._outbox.claim(self.platform, self._clock.now(), self._lease, room)
        self._claiming = asyncio.ensure_future(claiming)
        claimed = await asyncio.shield(self._claiming)
        self._claiming = None
        return claimed

    def _begin(self, claimed: Sequence[Delivery], posts: asyncio.TaskGroup) -> None:
        for delivery in claimed:
            task = posts.create_task(self._post_in_turn(delivery))
            self._in_hand.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._in_hand.discard(task)
        self._wakeup.wake()

    async def _next_due(self) -> datetime | None:
        now = self._clock.now()
        due = await self._outbox.next_due(self.platform)
        if due is None or due - now <= FURTHEST:
            return due
        count = await self._outbox.bring_forward(self.platform, now + FURTHEST, now)
        log.warning("deliveries.brought_forward", platform=self.platform, count=count, due=due.isoformat())
        return now

    async def _post_in_turn(self, delivery: Delivery) -> None:
        try:
            await self._deliver(delivery)
        except StoreError as error:  # the lease brings it back, to be looked for first
            log.warning("delivery.not_recorded", delivery=delivery.key, why=str(error))
        except Exception:  # the boundary of one message: the others go on
            log.exception("delivery.failed", delivery=delivery.key)

    async def _deliver(self, delivery: Delivery) -> None:
        """Make one attempt and record what came of it; what isn't certain is looked for before it is sent again."""
        unsure = delivery.unsure
        if unsure and not self._chat.capabilities.readable_history:
            await self._give_up(delivery, cards.UNSURE)
            return
        delivery = replace(delivery, card=possible_card(delivery.card, self._chat.capabilities))
        try:
            async with asyncio.timeout(self._chat.capabilities.post_seconds + MARGIN):
                ref = await self._chat.find(delivery) if unsure else None
                unsure = False
                ref = ref or await self._chat.post(delivery)
        except TryLater as error:
            await self._later(delivery, str(error), error.wait, unsure=unsure)
        except ChannelGone as error:
            await self._failures.channel_gone(delivery.channel, str(error))
        except Refused as error:
            log.exception("delivery.refused", delivery=delivery.key, digest=delivery.digest)
            await self._give_up(delivery, cards.refused(str(error)))
        except Lost as error:
            await self._give_up(delivery, str(error))
        except Exception as error:  # Unknown, a time limit, or a bug of the adapter: it may have been posted
            why = str(error) or type(error).__name__
            log.warning("delivery.unconfirmed", delivery=delivery.key, attempt=delivery.attempts, why=why)
            await self._later(delivery, why, timedelta(0), unsure=True)
        else:
            await self._sent(delivery, ref)

    async def _sent(self, delivery: Delivery, ref: MessageRef) -> None:
        await self._outbox.sent(delivery, ref, next_at=self._clock.now() + PACE)
        log.info("delivery.sent", delivery=delivery.key, digest=delivery.digest, part=delivery.part)

    async def _later(self, delivery: Delivery, why: str, wait: timedelta, *, unsure: bool) -> None:
        if delivery.attempts >= ATTEMPTS:
            await self._give_up(delivery, cards.given_up(delivery.attempts, why))
            return
        due = self._clock.now() + min(max(wait, waiting_time(delivery)), FURTHEST)
        await self._outbox.failed(delivery, why, due=due, unsure=unsure)

    async def _give_up(self, delivery: Delivery, why: str) -> None:
        log.warning("delivery.given_up", delivery=delivery.key, digest=delivery.digest, why=why)
        if await self._outbox.dead(delivery, why, next_at=self._clock.now()):
            await self._failures.gave_up(delivery.channel, why)


def waiting_time(delivery: Delivery) -> timedelta:
    """How long to wait after a failed attempt: five seconds, then three times as long each time, up to an hour.

    The waits are spread, so that channels don't retry in step.
    """
    wait = min(FIRST_WAIT * int(3 ** min(delivery.attempts - 1, 10)), LONGEST_WAIT)
    return wait * (1 + int(delivery.key, 36) % 250 / 1000)
