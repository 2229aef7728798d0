"""Hands figures to whoever watches, around what does the work; without one, nothing here is in the way."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.model import Answer, Channel, Delivery, MessageRef, Request
from bot.ports.figures import Figures
from bot.ports.key_value import KeyValue
from bot.ports.outbox import Outbox
from bot.ports.time import Clock
from bot.services.handling import Handler

LOOK_EVERY = 5.0
WRITE_EVERY = 3
"""A look in three also times a small write."""


class MeasuredOutbox:
    """An outbox that tells what came of each attempt (the ``Outbox`` port)."""

    def __init__(self, outbox: Outbox, figures: Figures, clock: Clock) -> None:
        self._outbox = outbox
        self._figures = figures
        self._clock = clock

    async def claim(self, platform: str, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        return await self._outbox.claim(platform, now, lease, limit)

    async def next_due(self, platform: str) -> datetime | None:
        return await self._outbox.next_due(platform)

    async def bring_forward(self, platform: str, later_than: datetime, to: datetime) -> int:
        return await self._outbox.bring_forward(platform, later_than, to)

    async def sent(self, delivery: Delivery, ref: MessageRef, *, next_at: datetime) -> None:
        await self._outbox.sent(delivery, ref, next_at=next_at)
        self._figures.delivered(_platform(delivery), "sent")
        if delivery.part == 0:
            late = self._clock.now() - slot_time(delivery.digest)
            self._figures.posted_after(_platform(delivery), late.total_seconds())

    async def failed(self, delivery: Delivery, why: str, *, due: datetime, unsure: bool) -> None:
        await self._outbox.failed(delivery, why, due=due, unsure=unsure)
        self._figures.delivered(_platform(delivery), "unconfirmed" if unsure else "failed")

    async def dead(self, delivery: Delivery, why: str, *, next_at: datetime) -> bool:
        self._figures.delivered(_platform(delivery), "given_up")
        return await self._outbox.dead(delivery, why, next_at=next_at)

    async def drop(self, channel: Channel, why: str) -> int:
        return await self._outbox.drop(channel, why)


def slot_time(digest: str) -> datetime:
    """When the slot of the digest with this id was."""
    return datetime.strptime(digest.rpartition("/")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def measured(handlers: Mapping[str, Handler], figures: Figures | None, clock: Clock) -> Mapping[str, Handler]:
    """The same handlers, each timed where somebody watches; what they raise is an answer too."""
    if figures is None:
        return handlers
    return {name: _timed(name, handler, figures, clock) for name, handler in handlers.items()}


def _timed(name: str, handler: Handler, figures: Figures, clock: Clock) -> Handler:
    async def answer(request: Request) -> Answer:
        began = clock.monotonic()
        try:
            return await handler(request)
        finally:
            figures.answered(request.member.tenant.platform, name, clock.monotonic() - began)

    return answer


async def measure_latency(facts: KeyValue, figures: Figures, clock: Clock) -> None:
    """Time the event loop and the database's writer until cancelled."""
    looks = 0
    while True:
        began = clock.monotonic()
        await clock.sleep(LOOK_EVERY)
        figures.loop_blocked(max(0.0, clock.monotonic() - began - LOOK_EVERY))
        looks += 1
        if looks % WRITE_EVERY == 0:
            began = clock.monotonic()
            await facts.put("pulse", clock.now().isoformat())
            figures.database_written(clock.monotonic() - began)


def _platform(delivery: Delivery) -> str:
    return delivery.channel.tenant.platform
