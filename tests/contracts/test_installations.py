"""Every store keeps installations apart, erases them at once, and lets a state be used once."""

from datetime import UTC, datetime, timedelta

from bot.model import Tenant
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ONE, TWO = Tenant("slack", "T1"), Tenant("slack", "T2")


async def test_an_installation_is_kept_and_a_newer_one_replaces_it(store: Store, reopen: Reopen) -> None:
    await store.installations.save(ONE, "first", NOW)
    await store.installations.save(ONE, "second", NOW + timedelta(days=1))
    store = await reopen()
    assert await store.installations.of(ONE) == "second"
    assert await store.installations.of(TWO) is None
    assert await store.installations.of(Tenant("discord", "T1")) is None


async def test_all_of_one_platform_are_listed_oldest_first(store: Store) -> None:
    await store.installations.save(ONE, "one", NOW + timedelta(hours=1))
    await store.installations.save(TWO, "two", NOW)
    await store.installations.save(Tenant("other", "X"), "x", NOW)
    assert list((await store.installations.of_platform("slack")).items()) == [(TWO, "two"), (ONE, "one")]


async def test_erasing_leaves_nothing_and_touches_no_other_tenant(store: Store) -> None:
    await store.installations.save(ONE, "one", NOW)
    await store.installations.save(TWO, "two", NOW)
    assert await store.installations.erase(ONE)
    assert not await store.installations.erase(ONE)
    assert await store.installations.of_platform("slack") == {TWO: "two"}


async def test_a_state_is_good_once_and_for_its_time(store: Store) -> None:
    await store.installations.begin("fresh", NOW + timedelta(minutes=10))
    await store.installations.begin("stale", NOW)
    assert not await store.installations.finish("stale", NOW)
    assert not await store.installations.finish("never begun", NOW)
    assert await store.installations.finish("fresh", NOW)
    assert not await store.installations.finish("fresh", NOW)


async def test_erasing_a_tenant_takes_its_installation(store: Store) -> None:
    await store.installations.save(ONE, "one", NOW)
    await store.privacy.forget_tenant(ONE)
    assert await store.installations.of(ONE) is None


async def test_an_installation_that_is_never_finished_is_forgotten_when_it_is_over(store: Store) -> None:
    await store.installations.begin("over", NOW)
    await store.installations.begin("open", NOW + timedelta(minutes=10))
    await store.clean_up(NOW)
    assert not await store.installations.finish("over", NOW - timedelta(minutes=1))
    assert await store.installations.finish("open", NOW)
