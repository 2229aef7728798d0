"""What every store promises about events that were handled."""

from datetime import UTC, datetime, timedelta

from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


async def test_an_event_is_new_once_in_a_day(store: Store, reopen: Reopen) -> None:
    assert await store.seen_events.first_time("e1", NOW) is True
    store = await reopen()
    assert await store.seen_events.first_time("e2", NOW) is True
    assert await store.seen_events.first_time("e1", NOW + timedelta(hours=23)) is False
    assert await store.seen_events.first_time("e1", NOW + timedelta(days=1)) is True
