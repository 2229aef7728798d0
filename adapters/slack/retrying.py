"""Trying a call of the Web API again: when Slack asked to wait, or did not answer and a second time does no harm."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import structlog

from adapters.slack.failures import outcome
from bot.errors import DeliveryError, TryLater, Unknown
from bot.ports.time import Clock

log = structlog.get_logger()

T = TypeVar("T")

ATTEMPTS = 4
AFTER_LOSS = timedelta(seconds=2)
LONGEST_WAIT = timedelta(seconds=60)


async def with_retries(call: Callable[[], Awaitable[T]], clock: Clock, *, repeatable: bool) -> T:
    """What ``call`` returns, at the latest attempt; else raises ``DeliveryError``.

    ``repeatable``: a second time does no harm, so that it is tried again too where the answer was lost.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await call()
        except Exception as error:
            meant = outcome(error)
            wait = _wait(meant, repeatable=repeatable)
            if wait is None or attempt == ATTEMPTS:
                raise meant from error
            log.info("slack.call_again", why=str(meant), seconds=wait.total_seconds())
            await clock.sleep(wait.total_seconds())
    raise AssertionError("unreachable: the last attempt returns or raises")


def _wait(meant: DeliveryError, *, repeatable: bool) -> timedelta | None:
    """How long to wait before the next attempt; None where there must be none."""
    if isinstance(meant, TryLater):
        return min(meant.wait, LONGEST_WAIT)
    return AFTER_LOSS if repeatable and isinstance(meant, Unknown) else None
