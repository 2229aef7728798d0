"""The only module that asks the machine for the time."""

import asyncio
import time
from datetime import UTC, datetime


class SystemClock:
    """The machine's clock: see ``bot.ports.time.Clock``."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))
