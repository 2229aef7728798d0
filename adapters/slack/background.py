"""What follows an acknowledgement: owned by one TaskGroup, each piece on its own."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()


class BackgroundTasks:
    """Begins work and does not wait for it. What goes wrong is logged and harms nobody else."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group

    def start(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        self._group.create_task(self._carried_out(what, work))

    async def _carried_out(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception:  # the boundary of one thing somebody did
            log.exception("slack.background_task_failed", what=what)
