"""Keeps platforms and background jobs going: a hiccup is tried again, only a wrong setting is an end."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.errors import Unavailable
from bot.pacing import keep_trying
from bot.ports.chat import ChatAdapter, Core
from bot.ports.time import Clock

Job = Callable[[], Awaitable[None]]
"""Something that goes on in the background until it is cancelled, or has nothing more to do."""

LONGEST_WAIT = 60.0
"""Seconds between two attempts of a platform or job that fails again and again."""

GIVE_UP_AFTER = 600.0
"""Seconds in which one platform must have been connected once; else the program ends, with exit code 69."""

log = structlog.get_logger()


async def keep_serving(adapter: ChatAdapter, core: Core, clock: Clock) -> None:
    """Run the adapter until it ends by itself; begin anew whatever it fails by, but for ``ConfigurationError``."""

    def log_failure(error: Exception, wait: float) -> None:
        unexpected = None if isinstance(error, Unavailable) else error
        seconds = round(wait, 1)
        platform = adapter.platform
        log.warning("platform.trying_again", platform=platform, why=str(error), seconds=seconds, exc_info=unexpected)

    # The boundary of one platform: the others go on.
    await keep_trying(lambda: adapter.run(core), clock, log_failure, longest=LONGEST_WAIT, passing=Exception)


async def keep_working(job: Job, clock: Clock) -> None:
    """Do the job until it has nothing more to do; what fails is logged, and begun anew after a wait.

    Raises only ``ConfigurationError``.
    """

    def log_failure(_: Exception, wait: float) -> None:
        log.exception("job.failed", job=getattr(job, "__qualname__", repr(job)), seconds=round(wait, 1))

    await keep_trying(job, clock, log_failure, longest=LONGEST_WAIT, passing=Exception)  # the boundary of one job


async def any_ready(adapters: Sequence[ChatAdapter], clock: Clock) -> bool:
    """Wait until one platform is connected; False when none is within ``GIVE_UP_AFTER``."""
    ready = [asyncio.ensure_future(adapter.ready()) for adapter in adapters]
    time_is_up = asyncio.ensure_future(clock.sleep(GIVE_UP_AFTER))
    try:
        await asyncio.wait([*ready, time_is_up], return_when=asyncio.FIRST_COMPLETED)
        return any(one.done() for one in ready)
    finally:
        for one in (*ready, time_is_up):
            one.cancel()
