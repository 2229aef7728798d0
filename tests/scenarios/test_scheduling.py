"""The one waiting loop: on time, woken by changes, held up by nobody."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import Lost, StoreBusy, UserError
from bot.model import Channel, Delivery, DigestKind, Member, MessageRef, Pick, Tenant
from bot.ports.time import Clock
from bot.services.scheduler import CLAIM
from tests.scenarios.fakes import FakeChat, TopPicker, bring, paper
from tests.scenarios.test_a_day import scenario
from tests.scenarios.virtual import utc
from tests.scenarios.world import HERE, ROOM, World, world

NINE = utc(2026, 11, 23, 9)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OTHER = Channel(HERE, "other")


class Broken(TopPicker):
    """Can't pick for one channel until mended."""

    def __init__(self) -> None:
        self.tried = 0
        self.mended = False

    async def for_channel(self, channel: Channel, **given: Any) -> Sequence[Pick]:
        if channel == ROOM and not self.mended:
            self.tried += 1
            raise RuntimeError("a bug")
        return await super().for_channel(channel, **given)


@scenario
async def test_a_digest_that_can_t_be_made_is_tried_again_and_holds_up_nobody(w: World) -> None:
    picker = Broken()
    w = world(w.store, w.clock, picker=picker)
    async with w.running():
        for channel in (ROOM, OTHER):
            await w.ask("subscribe 9:00 daily zone:UTC format:compact", channel)
        await w.until(NINE + 10 * MINUTE + MINUTE / 2)
        assert [post.at for post in w.chat.posts] == [NINE]
        assert picker.tried == 1 + (10 * MINUTE + MINUTE / 2) // CLAIM
        picker.mended = True
        await w.until(NINE + HOUR)
    assert [(post.channel, post.at) for post in w.chat.posts] == [(OTHER, NINE), (ROOM, NINE + 26 * CLAIM)]


@scenario
async def test_what_can_t_be_made_within_the_grace_is_missed(w: World) -> None:
    w = world(w.store, w.clock, picker=Broken())
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC")
        await w.until(NINE + 8 * HOUR)
    (report,) = await w.store.digests.reports(ROOM, 5)
    assert report.digest.kind is DigestKind.MISSED


@scenario
async def test_digests_wait_until_their_platform_can_post(w: World) -> None:
    class Late(FakeChat):
        async def ready(self) -> None:
            await w.until(NINE + 3 * HOUR)

    w = world(w.store, w.clock, chat=Late(w.clock.now))
    elsewhere = Tenant("not running here", "x")
    foreign = Channel(elsewhere, "room")
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        await w.ask("subscribe 9:00 daily zone:UTC", foreign, member=Member(elsewhere, "bob"))
        await w.until(NINE + HOUR)
        assert not await w.store.digests.reports(ROOM, 5)
        await w.until(NINE + 4 * HOUR)
    assert [post.at for post in w.chat.posts] == [NINE + 3 * HOUR]
    assert not await w.store.digests.reports(foreign, 5)


class Interrupted(TopPicker):
    """While it picks, somebody else is at the channel's settings."""

    def __init__(self) -> None:
        self.meanwhile: list[str] = []
        self.world: World | None = None

    async def for_channel(self, channel: Channel, **given: Any) -> Sequence[Pick]:
        if self.world and self.meanwhile:
            await self.world.ask(self.meanwhile.pop())
        return await super().for_channel(channel, **given)


@scenario
async def test_who_posts_by_hand_while_the_subscription_changes_is_told_so(w: World) -> None:
    await w.ask("subscribe 9:00 daily zone:UTC format:compact")
    picker = Interrupted()
    picker.world, picker.meanwhile = w, ["subscribe 10:00 daily zone:UTC format:compact"]
    operator = world(w.store, w.clock, picker=picker)
    with pytest.raises(UserError, match="changed just now, or their post was made"):
        await operator.writer.make_now(ROOM)
    assert not await w.store.digests.reports(ROOM, 5)
    assert await operator.writer.make_now(ROOM)


@scenario
async def test_what_another_process_adds_is_posted_within_a_minute(w: World) -> None:
    operator = world(w.store, w.clock)
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        await w.until(NINE - HOUR)
        draft = await operator.writer.make_now(ROOM)
        assert draft is not None
        assert await operator.writer.make_now(OTHER) is None
        await w.until(NINE + HOUR)
    by_hand, due = w.chat.posts
    assert NINE - HOUR <= by_hand.at <= NINE - HOUR + MINUTE
    assert due.at == NINE
    assert not set(due.papers) & set(by_hand.papers)


@scenario
async def test_a_change_wakes_the_scheduler_at_once(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        await w.until(NINE - HOUR + MINUTE / 2)
        await w.ask("subscribe 8:01")
        await w.until(NINE)
    assert [post.at for post in w.chat.posts] == [NINE - HOUR + MINUTE]


@scenario
async def test_two_schedulers_over_one_store_post_once(w: World) -> None:
    second = world(w.store, w.clock, chat=w.chat)
    async with w.running(), second.running():
        for n in range(20):
            await w.ask("subscribe 9:00 daily zone:UTC count:3", Channel(HERE, f"room-{n}"))
        await w.until(NINE + HOUR)
    keys = [post.key for post in w.chat.posts]
    assert len(keys) == len(set(keys)) == 20 * 4


class Away:
    """A part of a store that can't be used between two moments."""

    def __init__(self, part: Any, clock: Clock, since: datetime, until: datetime) -> None:
        self._part, self._clock, self._since, self._until = part, clock, since, until

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*args: Any, **given: Any) -> Any:
            if self._since <= self._clock.now() < self._until:
                raise StoreBusy("locked")
            return await getattr(self._part, name)(*args, **given)

        return call


def with_a_gap(w: World, part: str, since: datetime, until: datetime) -> World:
    setattr(w.store, part, Away(getattr(w.store, part), w.clock, since, until))
    return world(w.store, w.clock, chat=w.chat)


@scenario
async def test_a_schedule_that_can_t_be_read_for_a_minute_is_read_within_ten_seconds_after(w: World) -> None:
    w = with_a_gap(w, "subscriptions", NINE - MINUTE, NINE + MINUTE)
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC format:compact")
        await w.until(NINE + HOUR)
    (post,) = w.chat.posts
    assert MINUTE <= post.at - NINE <= MINUTE + timedelta(seconds=10)


@scenario
async def test_an_outbox_that_can_t_be_read_for_a_minute_is_read_within_five_seconds_after(w: World) -> None:
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC count:3")
    w.store.outbox = Away(w.store.outbox, w.clock, NINE, NINE + MINUTE)  # type: ignore[assignment]
    w = world(w.store, w.clock, chat=w.chat)
    async with w.running():
        await w.until(NINE + HOUR)
    assert len(w.chat.posts) == 4
    assert MINUTE <= w.chat.posts[0].at - NINE <= MINUTE + timedelta(seconds=10)


@scenario
async def test_what_could_not_be_recorded_is_looked_for_and_not_posted_again(w: World) -> None:
    record = w.store.outbox.sent
    tries = []

    async def sent(delivery: Delivery, ref: MessageRef, *, next_at: datetime) -> None:
        tries.append(delivery.key)
        if len(tries) == 1:
            raise StoreBusy("locked")
        await record(delivery, ref, next_at=next_at)

    w.store.outbox.sent = sent  # type: ignore[method-assign]
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC count:3")
        await w.until(NINE + HOUR)
    assert len(w.chat.posts) == len({post.key for post in w.chat.posts}) == 4
    assert w.chat.looked == [tries[0]]


@scenario
async def test_what_is_surely_lost_is_given_up_at_once_and_the_rest_goes_on(w: World) -> None:
    w.chat.before = lambda delivery: _lose(delivery) if delivery.part == 1 else None
    async with w.running():
        await w.ask("subscribe 9:00 daily zone:UTC count:3")
        await w.until(NINE + HOUR)
    assert len(w.chat.posts) == 3
    assert not w.chat.looked
    (told,) = w.chat.told
    assert "went astray" in told[1].text


def _lose(_: Delivery) -> None:
    raise Lost("It went astray.")


@scenario
async def test_an_adapter_that_breaks_its_word_is_survived(w: World) -> None:
    failures = iter([ValueError("a bug"), TimeoutError(), OSError("reset")])

    def fail(_: Delivery) -> None:
        if error := next(failures, None):
            raise error

    w.chat.after = fail
    async with w.running():
        await bring(w.store, [paper(60)], w.clock.now())
        await w.ask("subscribe 9:00 daily zone:UTC count:3")
        await w.until(NINE + HOUR)
    assert len(w.chat.posts) == 4
    assert len(w.chat.looked) == 3
