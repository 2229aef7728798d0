"""What every store promises about events that were handled."""

from datetime import UTC, datetime, timedelta

from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


async def test_an_event_is_new_once_in_a_day(store: Store, reopen: Reopen) -> None:
    assert await store.seen_events.first_time("e1", NOW, "a") is True
    store = await reopen()
    assert await store.seen_events.first_time("e2", NOW, "b") is True
    assert await store.seen_events.first_time("e1", NOW + timedelta(hours=23), "c") is False
    assert await store.seen_events.first_time("e1", NOW + timedelta(days=1), "d") is True


async def test_who_asks_again_since_the_answer_was_lost_is_told_the_same(store: Store) -> None:
    for _ in range(2):
        assert await store.seen_events.first_time("e1", NOW, "a") is True
        assert await store.seen_events.first_time("e1", NOW, "b") is False
