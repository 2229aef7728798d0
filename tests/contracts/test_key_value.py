"""What every store promises about small named facts."""

from datetime import UTC, datetime

from bot.clock import SystemClock
from bot.ports.store import Store
from bot.store.columns import range_of
from bot.store.sql.key_value import NAMED
from bot.store.sqlite.store import SqliteStore
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


async def test_a_note_is_kept_replaced_and_taken_away(store: Store, reopen: Reopen) -> None:
    assert await store.key_value.get("hash") is None
    await store.key_value.put("hash", "1")
    await store.key_value.put("hash", "2")
    await store.key_value.put("gone", "x")
    await store.key_value.put("gone", None)
    store = await reopen()
    assert await store.key_value.get("hash") == "2"
    assert await store.key_value.get("gone") is None


async def test_notes_are_listed_by_how_their_names_begin(store: Store, reopen: Reopen) -> None:
    for name in ("purge:b", "purge:a", "purge%", "Purge:c", "other", "purge", "purge;"):
        await store.key_value.put(name, name.upper())
    store = await reopen()
    assert await store.key_value.named("purge:") == {"purge:a": "PURGE:A", "purge:b": "PURGE:B"}
    assert list(await store.key_value.named("purge%")) == ["purge%"]
    assert len(await store.key_value.named("")) == 7


async def test_notes_that_begin_so_are_found_without_reading_the_others() -> None:
    store = await SqliteStore.open(None, SystemClock())
    (step,) = await store.database.fetch(f"explain query plan {NAMED}", *range_of("purge:"))
    assert "SEARCH key_value USING PRIMARY KEY (name>? AND name<?)" in step["detail"]
    await store.close()
