"""What every store promises about short stand-ins for command lines."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Member, Tenant
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


async def test_lines_end_half_a_year_after_they_were_shown_last(store: Store, reopen: Reopen) -> None:
    ada, half_a_year = Member(Tenant("discord", "1"), "ada"), timedelta(days=180)
    once = await store.short_lines.shorten("search shown once", NOW, ada)
    again = await store.short_lines.shorten("search shown again", NOW, ada)
    await store.short_lines.shorten("search shown again", NOW + timedelta(hours=1), ada)
    await store.clean_up(NOW + half_a_year)
    assert await store.short_lines.expand(once) == "search shown once"
    await store.clean_up(NOW + half_a_year + timedelta(minutes=1))
    store = await reopen()
    assert [await store.short_lines.expand(token) for token in (once, again)] == [None, "search shown again"]
    assert "shown once" not in str(await store.privacy.export(ada))
