"""Owners are told what became of their channel, however busy the platform is."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import ChannelGone, TryLater
from bot.model import Card, Member, Tenant
from bot.services.notices import Notices
from tests.bot.sources.conftest import LeapingClock
from tests.scenarios.fakes import FakeChat
from tests.scenarios.virtual import VirtualClock, run

ATTEMPTS = 20

START = datetime(2026, 8, 21, tzinfo=UTC)
OWNERS = [Member(Tenant("fake", "t"), f"owner{n}") for n in range(20)]
CARD = Card(text="Your channel is gone.")


class BusyChat(FakeChat):
    """Refuses so many notices first."""

    refusals: list[Exception]

    async def tell(self, member: Member, card: Card) -> None:
        if self.refusals:
            raise self.refusals.pop()
        await super().tell(member, card)


async def _told(refusals: list[Exception], owners: list[Member]) -> list[Member]:
    clock = LeapingClock(START)
    chat = BusyChat(clock.now)
    chat.refusals = refusals
    notices = Notices({"fake": chat}, clock)
    for owner in owners:
        await notices.tell(owner, CARD)
    later = asyncio.create_task(notices.run())
    await asyncio.sleep(0)
    for _ in range(100):
        await asyncio.sleep(0)
    later.cancel()
    with suppress(asyncio.CancelledError):
        await later
    return [member for member, _ in chat.told]


@pytest.mark.parametrize("busy", [0, 1, 15])
async def test_everybody_is_told_once_though_the_platform_asks_to_wait(busy: int) -> None:
    told = await _told([TryLater("busy", timedelta(seconds=30))] * busy, OWNERS)
    assert sorted(told, key=OWNERS.index) == OWNERS


async def test_who_takes_no_messages_is_not_asked_again() -> None:
    assert await _told([ChannelGone("takes no direct messages")], OWNERS[:1]) == []


async def test_a_platform_that_never_stops_asking_to_wait_is_given_up() -> None:
    refusals: list[Exception] = [TryLater("busy", timedelta(seconds=30))] * (ATTEMPTS + 5)
    assert await _told(refusals, OWNERS[:1]) == []
    assert len(refusals) == 5


def _told_after(seconds: float, chats: dict[str, BusyChat], owners: list[Member], clock: VirtualClock) -> list[Member]:
    async def main() -> list[Member]:
        notices = Notices(chats, clock)
        for owner in owners:
            await notices.tell(owner, CARD)
        later = asyncio.create_task(notices.run())
        await clock.sleep(seconds)
        later.cancel()
        with suppress(asyncio.CancelledError):
            await later
        return [member for chat in chats.values() for member, _ in chat.told]

    return run(main())


def test_a_platform_that_asks_for_an_hour_keeps_the_owners_of_another_waiting_no_longer_than_that_one_asks() -> None:
    clock = VirtualClock(START)
    slow, quick = BusyChat(clock.now), BusyChat(clock.now)
    slow.refusals = [TryLater("busy", timedelta(hours=1))]
    quick.refusals = [TryLater("busy", timedelta(seconds=5))]
    chats, there = {"slow": slow, "quick": quick}, [Member(Tenant(one, "t"), "owner") for one in ("slow", "quick")]
    assert _told_after(6, chats, there, clock) == there[1:]


def test_a_notice_that_the_platform_chokes_on_leaves_those_that_wait() -> None:
    clock = VirtualClock(START)
    chat = BusyChat(clock.now)
    bug = ValueError("a bug of the adapter")
    chat.refusals = [bug, *[TryLater("busy", timedelta(seconds=wait)) for wait in (30, 20, 10)]]
    assert _told_after(60, {"fake": chat}, OWNERS[:3], clock) == OWNERS[1:3]
