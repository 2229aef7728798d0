"""Owners are told what became of their channel, however busy the platform is."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import ChannelGone, DeliveryError, TryLater
from bot.model import Card, Member, Tenant
from bot.services.notices import Notices
from tests.bot.sources.conftest import LeapingClock
from tests.scenarios.fakes import FakeChat

ATTEMPTS = 20

OWNERS = [Member(Tenant("fake", "t"), f"owner{n}") for n in range(20)]
CARD = Card(text="Your channel is gone.")


class BusyChat(FakeChat):
    """Refuses so many notices first."""

    refusals: list[DeliveryError]

    async def tell(self, member: Member, card: Card) -> None:
        if self.refusals:
            raise self.refusals.pop()
        await super().tell(member, card)


async def _told(refusals: list[DeliveryError], owners: list[Member]) -> list[Member]:
    clock = LeapingClock(datetime(2026, 8, 21, tzinfo=UTC))
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
    refusals: list[DeliveryError] = [TryLater("busy", timedelta(seconds=30))] * (ATTEMPTS + 5)
    assert await _told(refusals, OWNERS[:1]) == []
    assert len(refusals) == 5
