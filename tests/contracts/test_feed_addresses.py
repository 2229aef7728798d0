"""Every store keeps one private feed address a member, and forgets it with the rest."""

from datetime import UTC, datetime, timedelta

from bot.model import Member, Tenant
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADA, BEN = Member(Tenant("slack", "T1"), "ADA"), Member(Tenant("slack", "T2"), "ADA")


async def test_a_new_address_takes_the_place_of_the_last(store: Store, reopen: Reopen) -> None:
    await store.feed_addresses.put(ADA, "first", NOW)
    await store.feed_addresses.put(BEN, "other", NOW)
    store = await reopen()
    assert await store.feed_addresses.owner("first") == ADA
    await store.feed_addresses.put(ADA, "second", NOW + timedelta(days=1))
    assert await store.feed_addresses.owner("first") is None
    assert await store.feed_addresses.owner("second") == ADA
    assert await store.feed_addresses.made(ADA) == NOW + timedelta(days=1)
    assert await store.feed_addresses.owner("other") == BEN


async def test_a_revoked_address_is_nobody_s(store: Store) -> None:
    await store.feed_addresses.put(ADA, "mark", NOW)
    assert not await store.feed_addresses.revoke(BEN)
    assert await store.feed_addresses.revoke(ADA)
    assert not await store.feed_addresses.revoke(ADA)
    assert await store.feed_addresses.owner("mark") is None
    assert await store.feed_addresses.made(ADA) is None


async def test_an_address_is_shown_and_forgotten_with_everything_about_a_member(store: Store) -> None:
    await store.feed_addresses.put(ADA, "a", NOW)
    await store.feed_addresses.put(BEN, "b", NOW)
    assert (await store.privacy.export(ADA))["private feed"] == [{"made": NOW.isoformat()}]
    assert await store.privacy.forget(ADA) == 1
    assert await store.feed_addresses.owner("a") is None
    await store.privacy.forget_tenant(BEN.tenant)
    assert await store.feed_addresses.owner("b") is None
