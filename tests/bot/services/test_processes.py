"""Processes that share an account know of each other."""

from datetime import UTC, datetime, timedelta

from bot.services.processes import SILENT, Processes
from bot.store.memory.key_value import MemoryKeyValue
from tests.bot.sources.conftest import LeapingClock


async def test_processes_of_one_name_count_each_other_until_they_leave_or_fall_silent() -> None:
    state, clock = MemoryKeyValue(), LeapingClock(datetime(2026, 8, 21, tzinfo=UTC))
    one, two, other = (Processes(state, name, clock) for name in ("discord", "discord", "slack"))
    assert await one.count() == await other.count() == 1
    assert (await two.count(), await one.count()) == (2, 2)
    await two.leave()
    assert await one.count() == 1
    await two.count()
    clock.time += SILENT + timedelta(seconds=1)
    assert await one.count() == 1
    assert len(await state.named("discord.")) == 1
