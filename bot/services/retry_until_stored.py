"""Work whose asker can't ask again, such as an emoji that was told of once: it outlasts a database that is away."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from bot.errors import StoreBusy, StoreUnreachable
from bot.ports.time import Clock

T = TypeVar("T")
log = structlog.get_logger()

FIRST_WAIT, LONGEST_WAIT = 1.0, 10.0
TIMEOUT_SECONDS = 300.0
"""Seconds: a server is moved or brought up anew in less, and what waits is kept in memory alone."""


async def retry_until_stored(work: Callable[[], Awaitable[T]], clock: Clock) -> T:
    """What ``work`` returns, begun again while the database is away or busy; for five minutes, then it raises.

    The answer to a commit may have been lost, so ``work`` done twice must be as good as once.
    """
    until, wait = clock.monotonic() + TIMEOUT_SECONDS, FIRST_WAIT
    while True:
        try:
            return await work()
        except (StoreUnreachable, StoreBusy) as error:
            if clock.monotonic() >= until:
                raise
            log.warning("work.waits_for_database", why=str(error))
        await clock.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)
