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


async def test_one_holder_renews_many_leases_and_others_get_those_that_have_ended(store: Store, reopen: Reopen) -> None:
    minute, ended = timedelta(minutes=1), timedelta(0)
    assert await store.leases.hold(["a", "b"], "one", NOW, minute) == {"a", "b"}
    store = await reopen()
    assert await store.leases.hold(["a", "b", "c"], "other", NOW, minute) == {"c"}
    assert await store.leases.hold(["a", "b", "c"], "one", NOW, ended) == {"a", "b"}
    assert await store.leases.hold(["a", "b"], "other", NOW, minute) == {"a", "b"}
    assert await store.leases.hold(["a", "b"], "one", NOW, minute) == set()


async def test_only_one_s_own_leases_are_given_back(store: Store) -> None:
    minute = timedelta(minutes=1)
    await store.leases.hold(["a", "b"], "one", NOW, minute)
    await store.leases.give_back(["a", "b"], "other")
    assert await store.leases.hold(["a", "b"], "other", NOW, minute) == set()
    await store.leases.give_back(["a"], "one")
    assert await store.leases.hold(["a", "b"], "other", NOW, minute) == {"a"}


async def test_who_holds_what_is_found_by_the_beginning_of_its_name(store: Store) -> None:
    await store.leases.hold(["process:x:1", "process:y:1", "processes"], "one", NOW, timedelta(minutes=1))
    await store.leases.hold(["process:x:2"], "two", NOW, timedelta(minutes=1))
    await store.leases.hold(["process:x:3"], "three", NOW, timedelta(0))
    assert await store.leases.holders("process:x:", NOW) == {"process:x:1": "one", "process:x:2": "two"}
    assert await store.leases.holders("process:z:", NOW) == {}


async def test_what_ended_long_ago_is_forgotten(store: Store) -> None:
    await store.leases.release("old", NOW)
    await store.leases.release("new", NOW + timedelta(days=1))
    await store.leases.expire(NOW + timedelta(days=1, hours=1))
    assert await store.leases.until("old") is None
    assert await store.leases.until("new") == NOW + timedelta(days=1)


async def test_of_many_that_want_the_same_leases_each_gets_one_holder(store: Store) -> None:
    names = ["a", "b", "c"]
    answers = await asyncio.gather(*(store.leases.hold(names, str(n), NOW, timedelta(minutes=1)) for n in range(20)))
    assert sorted(name for answer in answers for name in answer) == names
