"""The life of a server or workspace: added, removed, erased after a grace."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.cards.subscriptions import REMOVED
from bot.model import Tenant
from bot.ports.key_value import KeyValue
from bot.ports.privacy import Privacy
from bot.ports.time import Clock

log = structlog.get_logger()

_PLANNED = "erase:"
DAY = 24 * 60 * 60


class Retention:
    """Plans the erasure of what a removed tenant left behind, and carries it out when its day has come."""

    def __init__(
        self,
        facts: KeyValue,
        privacy: Privacy,
        stop_posting: Callable[[Tenant, str], Awaitable[None]],
        keep: timedelta,
        clean_up: Callable[[datetime], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._facts = facts
        self._privacy = privacy
        self._stop_posting = stop_posting
        self._keep = keep
        self._clean_up = clean_up
        self._clock = clock

    async def joined(self, tenant: Tenant) -> None:
        """Cancel a planned erasure."""
        await self._facts.put(f"{_PLANNED}{tenant}", None)

    async def left(self, tenant: Tenant, at: datetime) -> None:
        """Stop posting now and plan the erasure of all rows after the grace; a second time nothing changes."""
        name = f"{_PLANNED}{tenant}"
        if await self._facts.get(name) is None:
            await self._facts.put(name, (at + self._keep).isoformat())
        await self._stop_posting(tenant, REMOVED)
        log.info("tenant.left", tenant=str(tenant), erase_after_days=self._keep.days)

    async def erase_due(self) -> int:
        """Erase every tenant whose grace is over; return how many."""
        now = self._clock.now()
        planned = await self._facts.named(_PLANNED)
        due = [name for name, when in planned.items() if datetime.fromisoformat(when) <= now]
        for name in due:
            platform, _, tenant_id = name.removeprefix(_PLANNED).partition(":")
            rows = await self._privacy.forget_tenant(Tenant(platform, tenant_id))
            await self._facts.put(name, None)
            log.info("tenant.erased", platform=platform, rows=rows)
        return len(due)

    async def run(self) -> None:
        """Erase what is due, once a day, until cancelled."""
        while True:
            await self.erase_due()
            await self._clean_up(self._clock.now())
            await self._clock.sleep(DAY)
