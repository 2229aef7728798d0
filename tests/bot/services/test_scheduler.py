"""In which order digests are made: mail for thousands waits for chats, and leaves time to others."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Capabilities, Channel, Subscription, Tenant
from bot.ports.store import Store
from bot.services.candidate_window import CandidateWindow
from bot.services.delivery_failures import DeliveryFailures
from bot.services.notices import Notices
from bot.services.scheduler import LONGEST_PAUSE, LOOK_EVERY, Scheduler
from bot.services.sending import Sender
from bot.store import open_store
from tests.scenarios.fakes import FakeChat

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHAT, MAIL = Tenant("chat", "team"), Tenant("mail", "letters")


class SlowWriter:
    """Writes down whose digest is made; each takes a fifth of a second."""

    def __init__(self, store: Store, clock: "CountedClock") -> None:
        self._store = store
        self._clock = clock
        self.made: list[str] = []

    def window(self) -> CandidateWindow:
        return CandidateWindow(self._store.papers, NINE)

    async def make(self, subscription: Subscription, window: CandidateWindow) -> bool:
        self.made.append(subscription.channel.id)
        self._clock.at += 0.2
        await self._store.subscriptions.change(
            subscription.channel, lambda known, _: known and replace(known, next_due=NINE + timedelta(days=1))
        )
        if subscription.channel.id == "letter 0":
            await put(self._store, Channel(CHAT, "late"), NINE)
        return True


class CountedClock:
    """Nine o'clock, and what passed since; sleeps are written down and end at once."""

    def __init__(self) -> None:
        self.at = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NINE + timedelta(seconds=self.at)

    def monotonic(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


async def put(store: Store, channel: Channel, due: datetime) -> None:
    made = Subscription(id=str(channel), channel=channel, owner=None, next_due=due, created=NINE)
    await store.subscriptions.change(channel, lambda *_: made)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    opened = await open_store("memory:")
    yield opened
    await opened.close()


async def test_chats_come_before_mail_that_was_due_earlier_and_are_never_paused_for(store: Store) -> None:
    clock = CountedClock()
    writer = SlowWriter(store, clock)
    chats = [
        FakeChat(clock.now, platform="chat"),
        FakeChat(clock.now, platform="mail", capabilities=Capabilities(punctual=False)),
    ]
    failures = DeliveryFailures(store.subscriptions, store.outbox, Notices({}, clock))
    senders = [Sender(store.outbox, chat, failures, clock) for chat in chats]
    scheduler = Scheduler(writer, store.subscriptions, senders, clock)  # type: ignore[arg-type]
    scheduler.serve_now(["chat", "mail"])
    for number in range(LOOK_EVERY + 2):
        await put(store, Channel(MAIL, f"letter {number}"), NINE - timedelta(minutes=30 - number))
    for number in range(2):
        await put(store, Channel(CHAT, f"channel {number}"), NINE - timedelta(seconds=number))
    letters = [f"letter {number}" for number in range(LOOK_EVERY + 2)]
    while await scheduler.make_due():
        clock.at += 30  # what was claimed and left can be claimed again
    assert writer.made == ["channel 1", "channel 0", *letters[:LOOK_EVERY], "late", *letters[LOOK_EVERY:]]
    assert [round(pause, 3) for pause in clock.slept] == [0.2] * len(letters)
    assert max(clock.slept) <= LONGEST_PAUSE
