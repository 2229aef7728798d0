"""What background jobs fail by, kept for ``status`` and ``doctor``."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from bot.errors import StoreError
from bot.model import JobFailure
from bot.ports.key_value import KeyValue
from bot.ports.time import Clock

Work = Callable[[], Awaitable[None]]

CALM = 120.0
"""Seconds without another failure after which a job counts as recovered."""
_PREFIX = "job:"

log = structlog.get_logger()


class JobRecords:
    """Notes since when a job fails and by what, until it has gone well for two minutes."""

    def __init__(self, facts: KeyValue, clock: Clock) -> None:
        self._facts = facts
        self._clock = clock

    def watched(self, name: str, work: Work, *, pause: float = 0.0) -> Work:
        """The same work, with its failures noted; it still raises them, ``pause`` seconds later."""

        async def run() -> None:
            recovering = asyncio.ensure_future(self._recover(name))
            try:
                await work()
                await self._note(name, None)
            except Exception as error:  # noted on its way to whoever begins the job anew
                recovering.cancel()
                await self._failed(name, error)
                await self._clock.sleep(pause)
                raise
            finally:
                recovering.cancel()

        run.__qualname__ = name
        return run

    async def failing(self) -> Sequence[JobFailure]:
        """The jobs that fail, by name."""
        kept = await self._facts.named(_PREFIX)
        return [_failure(name.removeprefix(_PREFIX), json.loads(value)) for name, value in kept.items()]

    async def _recover(self, name: str) -> None:
        await self._clock.sleep(CALM)
        await self._note(name, None)

    async def _failed(self, name: str, error: Exception) -> None:
        since = {failure.job: failure.since for failure in await self._known()}.get(name, self._clock.now())
        why = str(error) if isinstance(error, StoreError) else type(error).__name__
        await self._note(name, json.dumps({"since": since.isoformat(), "why": why}))

    async def _known(self) -> Sequence[JobFailure]:
        try:
            return await self.failing()
        except StoreError:
            return ()

    async def _note(self, name: str, value: str | None) -> None:
        try:
            await self._facts.put(f"{_PREFIX}{name}", value)
        except StoreError as error:  # the job goes on all the same
            log.warning("job.not_noted", job=name, why=str(error))


def _failure(name: str, noted: dict[str, str]) -> JobFailure:
    return JobFailure(job=name, since=datetime.fromisoformat(noted["since"]), why=noted["why"])
