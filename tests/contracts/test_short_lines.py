"""What every store promises about short stand-ins for command lines."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ports.store import Store
from bot.store import tokens
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


async def test_a_long_line_has_one_short_name(store: Store, reopen: Reopen) -> None:
    line = "mute author:" + "x" * 200
    token = await store.short_lines.shorten(line, NOW, None)
    store = await reopen()
    assert len(token) == 8
    assert await store.short_lines.shorten(line, NOW + timedelta(days=400), None) == token
    assert await store.short_lines.shorten(line + "x", NOW, None) != token
    assert await store.short_lines.expand(token) == line
    assert await store.short_lines.expand("never") is None


async def test_lines_whose_names_collide_keep_apart(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "LENGTH", 1)
    lines = [f"search {number}" for number in range(12)]
    names = [await store.short_lines.shorten(line, NOW, None) for line in lines]
    assert [await store.short_lines.expand(name) for name in names] == lines
    assert [await store.short_lines.shorten(line, NOW, None) for line in lines] == names
