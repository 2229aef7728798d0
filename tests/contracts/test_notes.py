"""What every store promises about notes, seen events and short names."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ports.store import Store
from bot.store import tokens
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


async def test_a_note_is_kept_replaced_and_taken_away(store: Store, reopen: Reopen) -> None:
    assert await store.notes.get("hash") is None
    await store.notes.put("hash", "1")
    await store.notes.put("hash", "2")
    await store.notes.put("gone", "x")
    await store.notes.put("gone", None)
    store = await reopen()
    assert await store.notes.get("hash") == "2"
    assert await store.notes.get("gone") is None


async def test_notes_are_listed_by_how_their_names_begin(store: Store, reopen: Reopen) -> None:
    for name in ("purge:b", "purge:a", "purge%", "Purge:c", "other"):
        await store.notes.put(name, name.upper())
    store = await reopen()
    assert await store.notes.named("purge:") == {"purge:a": "PURGE:A", "purge:b": "PURGE:B"}
    assert list(await store.notes.named("purge%")) == ["purge%"]
    assert len(await store.notes.named("")) == 5


async def test_a_claim_holds_until_it_ends_or_is_given_back(store: Store, reopen: Reopen) -> None:
    later = NOW + timedelta(minutes=1)
    assert await store.notes.claim("lane", NOW, later) is None
    assert await store.notes.claim("other", NOW, later) is None
    store = await reopen()
    assert await store.notes.claim("lane", NOW, later) == later
    assert await store.notes.claim("lane", later, later + timedelta(minutes=1)) is None
    await store.notes.release("lane", later + timedelta(seconds=3))
    assert await store.notes.claim("lane", later, later) == later + timedelta(seconds=3)
    assert await store.notes.claim("lane", later + timedelta(seconds=3), later + timedelta(hours=1)) is None


async def test_an_event_is_new_once_in_a_day(store: Store, reopen: Reopen) -> None:
    assert await store.notes.first_time("e1", NOW) is True
    store = await reopen()
    assert await store.notes.first_time("e2", NOW) is True
    assert await store.notes.first_time("e1", NOW + timedelta(hours=23)) is False
    assert await store.notes.first_time("e1", NOW + timedelta(days=1)) is True


async def test_a_long_line_has_one_short_name(store: Store, reopen: Reopen) -> None:
    line = "mute author:" + "x" * 200
    token = await store.notes.shorten(line, NOW)
    store = await reopen()
    assert len(token) == 8
    assert await store.notes.shorten(line, NOW + timedelta(days=400)) == token
    assert await store.notes.shorten(line + "x", NOW) != token
    assert await store.notes.lengthen(token) == line
    assert await store.notes.lengthen("never") is None


async def test_lines_whose_names_collide_keep_apart(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "LENGTH", 1)
    lines = [f"search {number}" for number in range(12)]
    names = [await store.notes.shorten(line, NOW) for line in lines]
    assert [await store.notes.lengthen(name) for name in names] == lines
    assert [await store.notes.shorten(line, NOW) for line in lines] == names
