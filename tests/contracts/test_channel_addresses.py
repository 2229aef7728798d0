"""Every store keeps one private address a channel, which moves and goes with the channel."""

from datetime import UTC, datetime, timedelta

from bot.model import Channel, Tenant
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PAPERS = Channel(Tenant("slack", "T1"), "C1")
ELSEWHERE = Channel(Tenant("slack", "T2"), "C1")


async def test_a_new_address_takes_the_place_of_the_last(store: Store, reopen: Reopen) -> None:
    await store.channel_addresses.put(PAPERS, "first", NOW)
    await store.channel_addresses.put(ELSEWHERE, "other", NOW)
    store = await reopen()
    assert await store.channel_addresses.channel("first") == PAPERS
    await store.channel_addresses.put(PAPERS, "second", NOW + timedelta(days=1))
    assert await store.channel_addresses.channel("first") is None
    assert await store.channel_addresses.channel("second") == PAPERS
    assert await store.channel_addresses.made(PAPERS) == NOW + timedelta(days=1)
    assert await store.channel_addresses.channel("other") == ELSEWHERE


async def test_a_revoked_address_leads_nowhere(store: Store) -> None:
    await store.channel_addresses.put(PAPERS, "mark", NOW)
    assert not await store.channel_addresses.revoke(ELSEWHERE)
    assert await store.channel_addresses.revoke(PAPERS)
    assert not await store.channel_addresses.revoke(PAPERS)
    assert await store.channel_addresses.channel("mark") is None
    assert await store.channel_addresses.made(PAPERS) is None


async def test_an_address_leads_to_its_channel_under_another_id_too(store: Store) -> None:
    moved = Channel(PAPERS.tenant, "C2")
    await store.channel_addresses.put(PAPERS, "mark", NOW)
    await store.channels.move(PAPERS, moved)
    assert await store.channel_addresses.channel("mark") == moved
    assert await store.channel_addresses.made(PAPERS) is None


async def test_an_address_ends_with_its_tenant(store: Store) -> None:
    await store.channel_addresses.put(PAPERS, "mark", NOW)
    await store.channel_addresses.put(ELSEWHERE, "other", NOW)
    await store.privacy.forget_tenant(PAPERS.tenant)
    assert await store.channel_addresses.channel("mark") is None
    assert await store.channel_addresses.channel("other") == ELSEWHERE
