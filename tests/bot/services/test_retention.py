"""When what must go goes."""

import asyncio
from datetime import datetime, timedelta

from bot.clock import SystemClock
from bot.model import Tenant
from bot.services.retention import Retention
from bot.store import open_store
from tests.bot.services.conftest import NOW


class Days(SystemClock):
    """Passes as fast as it is waited for, and notes each wait."""

    def __init__(self) -> None:
        self._now = NOW
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


async def test_it_is_looked_for_once_a_day_and_goes_when_its_grace_is_over() -> None:
    store, clock, cleaned, stopped = await open_store("memory:"), Days(), list[datetime](), list[Tenant]()

    async def clean_up(at: datetime) -> None:
        cleaned.append(at)

    async def stop(tenant: Tenant, why: str) -> None:
        stopped.append(tenant)

    retention = Retention(store.key_value, store.privacy, stop, timedelta(days=3), clean_up, clock)
    gone = Tenant("discord", "1")
    await retention.left(gone, NOW)
    await retention.left(gone, NOW + timedelta(days=2))  # told a second time: the grace is not longer
    assert stopped == [gone, gone]
    running = asyncio.create_task(retention.run())
    planned = []
    while len(cleaned) < 5:
        planned.append((len(cleaned), bool(await store.key_value.named("erase:"))))
        await asyncio.sleep(0)
    running.cancel()
    assert set(clock.waits) == {86_400}
    assert [at - NOW for at in cleaned[:5]] == [timedelta(days=n) for n in range(5)]
    assert all(still for days, still in planned if days < 3)
    assert not await store.key_value.named("erase:")
    await store.close()
