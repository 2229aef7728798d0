"""What every store promises about leases."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


async def test_a_claim_holds_until_it_ends_or_is_given_back(store: Store, reopen: Reopen) -> None:
    later = NOW + timedelta(minutes=1)
    assert await store.leases.acquire("lane", NOW, later) is None
    assert await store.leases.acquire("other", NOW, later) is None
    store = await reopen()
    assert await store.leases.acquire("lane", NOW, later) == later
    assert await store.leases.acquire("lane", later, later + timedelta(minutes=1)) is None
    await store.leases.release("lane", later + timedelta(seconds=3))
    assert await store.leases.acquire("lane", later, later) == later + timedelta(seconds=3)
    assert await store.leases.acquire("lane", later + timedelta(seconds=3), later + timedelta(hours=1)) is None


async def test_only_a_holder_that_names_itself_renews(store: Store, reopen: Reopen) -> None:
    later, latest = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
    assert await store.leases.until("shard") is None
    assert await store.leases.acquire("shard", NOW, later, "me") is None
    store = await reopen()
    assert await store.leases.acquire("shard", NOW, latest, "somebody else") == later
    assert await store.leases.acquire("shard", NOW, latest) == later
    assert await store.leases.acquire("shard", NOW, latest, "me") is None
    assert await store.leases.until("shard") == latest
    await store.leases.release("shard", NOW)
    assert await store.leases.acquire("shard", NOW, later) is None
    assert await store.leases.acquire("shard", NOW, later) == later


async def test_of_many_at_once_one_acquires_it(store: Store) -> None:
    later = NOW + timedelta(minutes=1)
    answers = await asyncio.gather(*(store.leases.acquire("refit", NOW, later, str(n)) for n in range(20)))
    assert sorted(answer is None for answer in answers) == [False] * 19 + [True]
