"""Takes each event of Slack once, however often it is sent."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.background import BackgroundTasks
from bot.ports.chat import Core

log = structlog.get_logger()

Body = dict[str, Any]
Take = Callable[[Body, Body, AsyncBoltContext], Coroutine[Any, Any, None]]


class EventIntake:
    """Makes listeners for Bolt, which acknowledges an event by itself once its listener has returned."""

    def __init__(self, core: Core, tasks: BackgroundTasks) -> None:
        self._core = core
        self._tasks = tasks

    def once(self, take: Take) -> Callable[..., Awaitable[None]]:
        """A listener that begins ``take`` in the background, unless the event was taken before."""

        async def listen(body: Body, context: AsyncBoltContext) -> None:
            self._tasks.start(str(body["event"]["type"]), self._taken(take, body, context))

        return listen

    async def _taken(self, take: Take, body: Body, context: AsyncBoltContext) -> None:
        event_id = str(body.get("event_id", ""))
        if event_id and await self._core.seen_before(f"slack:{event_id}"):
            log.info("slack.event_again", type=body["event"]["type"])
            return
        await take(body["event"], body, context)
