"""What follows an acknowledgement: each piece of work on its own, and an end that waits for it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

from bot.errors import DeliveryError
from bot.pending_requests import FINISH_SECONDS

log = structlog.get_logger()


class BackgroundTasks:
    """Begins work and does not wait for it. What goes wrong is logged and harms nobody else."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(carried_out(what, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float = FINISH_SECONDS) -> None:
        """Wait for what was begun, for so many seconds at most, and cancel the rest."""
        waiting = set(self._tasks)
        if not waiting:
            return
        _, left = await asyncio.wait(waiting, timeout=seconds)
        for task in left:
            task.cancel()
        if left:
            log.warning("slack.answers_cut_off", count=len(left))
            await asyncio.wait(left)


@asynccontextmanager
async def background_tasks() -> AsyncIterator[BackgroundTasks]:
    """Owns all that is begun. No TaskGroup: that would cut an answer off when its platform is told to end."""
    tasks = BackgroundTasks()
    try:
        yield tasks
    finally:
        await tasks.finish()


async def carried_out(what: str, work: Coroutine[Any, Any, None]) -> None:
    """The work, with what goes wrong in the log: an answer that Slack did not take is no bug."""
    try:
        await work
    except DeliveryError as error:
        log.warning("slack.answer_lost", what=what, why=str(error))
    except Exception:  # the boundary of one thing somebody did
        log.exception("slack.background_task_failed", what=what)
