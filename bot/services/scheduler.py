"""What is due, when it is due: digests are made, messages leave, and in between everybody sleeps."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import structlog

from bot.errors import StoreError
from bot.model import Subscription
from bot.ports.subscriptions import Subscriptions
from bot.ports.time import Clock
from bot.services.candidate_window import CandidateWindow
from bot.services.digests import DigestWriter
from bot.services.next_slot import brought_back, is_too_far
from bot.services.sending import Sender
from bot.services.wakeup import Wakeup

log = structlog.get_logger()

BATCH = 100
"""Subscriptions claimed at a time, so that what comes in between is soon heeded, and other processes have a part."""
CLAIM = timedelta(seconds=25)
"""How long a process has its batch to itself: one that died leaves it to others then, and a digest that could not be
made is tried again. Past the grace it counts as missed."""
LOOK_EVERY = 5
"""Mails made between two looks whether a chat is due: with thousands of mails due, looking takes milliseconds."""
LONGEST_PAUSE = 0.5
"""Seconds of rest, at most, after a digest that nobody looks for at its time."""
LOOK_FOR_FAR = timedelta(hours=1)
"""Between two looks for subscriptions that a wrong clock has put off."""
STORE_WAIT = timedelta(seconds=10)


class Scheduler:
    """Makes the digests that are due on the platforms that are ready, and runs their senders."""

    def __init__(
        self, writer: DigestWriter, subscriptions: Subscriptions, senders: Sequence[Sender], clock: Clock
    ) -> None:
        self._writer = writer
        self._subscriptions = subscriptions
        self._senders = senders
        self._patient = frozenset(sender.platform for sender in senders if not sender.punctual)
        self._clock = clock
        self._wakeup = Wakeup(clock)
        self._ready: set[str] = set()
        self._looked: datetime | None = None

    def wake(self) -> None:
        """Look again now: a subscription changed, or something was put into the outbox."""
        self._wakeup.wake()
        self._wake_senders()

    async def run(self) -> None:
        """Go on until cancelled; then begin nothing new, and let the senders finish the posts in hand."""
        async with asyncio.TaskGroup() as tasks:
            for sender in self._senders:
                tasks.create_task(self._serve(sender), name=f"sender-{sender.platform}")
            tasks.create_task(self._make_digests(), name="digests")

    async def _serve(self, sender: Sender) -> None:
        await sender.ready()
        self.serve_now([sender.platform])
        await sender.run()

    def serve_now(self, platforms: Collection[str]) -> None:
        """Make digests for these platforms from now on: they can be posted to."""
        self._ready.update(platforms)
        self._wakeup.wake()

    async def _make_digests(self) -> None:
        while True:
            try:
                await self._bring_back()
                more = await self.make_due()
                until = None if more else await self._subscriptions.next_due(self._ready)
            except StoreError as error:
                log.warning("schedule.unreadable", why=str(error))
                more, until = False, self._clock.now() + STORE_WAIT
            if not more:
                await self._wakeup.wait(until)

    async def _bring_back(self) -> None:
        """Mend what a clock that was ahead has put off: at the start, each hour, and once the clock has gone back."""
        now = self._clock.now()
        if self._looked and timedelta(0) <= now - self._looked < LOOK_FOR_FAR:
            return
        for one in await self._subscriptions.all():
            if is_too_far(one, now):
                log.warning("subscription.brought_back", subscription=one.id, next_due=str(one.next_due))
                await self._subscriptions.change(
                    one.channel, lambda standing, newest: standing and brought_back(standing, now, newest)
                )
        self._looked = now

    async def make_due(self) -> bool:
        """Make one batch of digests that are due; say whether there were any.

        Mail for thousands waits for each channel of a chat that is due, and leaves half of the time to others.
        """
        due = await self._claimed(self._punctual)
        if due:
            await self._make_each(due, pausing=False)
        elif due := await self._claimed(self._ready & self._patient):
            await self._make_each(due, pausing=True)
        return bool(due)

    @property
    def _punctual(self) -> Collection[str]:
        return self._ready - self._patient

    async def _claimed(self, platforms: Collection[str]) -> Sequence[Subscription]:
        now = self._clock.now()
        return await self._subscriptions.claim_due(platforms, now, BATCH, now + CLAIM) if platforms else ()

    async def _make_each(self, due: Sequence[Subscription], *, pausing: bool) -> None:
        ends, window = self._clock.now() + CLAIM, self._writer.window()
        # One after the other: it is computing, and commands want their turn too.
        for place, subscription in enumerate(due, 1):
            if self._clock.now() >= ends:
                break
            began = self._clock.monotonic()
            await self._make(subscription, window)
            self._wake_senders()
            if pausing:
                await self._clock.sleep(min(self._clock.monotonic() - began, LONGEST_PAUSE))
                if place % LOOK_EVERY == 0 and await self._chats_are_due():
                    break

    async def _chats_are_due(self) -> bool:
        due = await self._subscriptions.next_due(self._punctual) if self._punctual else None
        return due is not None and due <= self._clock.now()

    async def _make(self, subscription: Subscription, window: CandidateWindow) -> None:
        try:
            await self._writer.make(subscription, window)
        except Exception:  # the boundary of one digest: the others are made
            log.exception("digest.failed", subscription=subscription.id)

    def _wake_senders(self) -> None:
        for sender in self._senders:
            sender.wake()
