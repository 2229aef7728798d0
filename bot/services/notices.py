"""Telling people in private what they did not ask about: that a channel is gone, that a post was given up."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.errors import DeliveryError, TryLater
from bot.model import Card, Member, home_of
from bot.ports.chat import ChatAdapter
from bot.ports.time import Clock

ATTEMPTS = 20
"""How often a platform may ask to wait before a notice is given up."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Waiting:
    member: Member
    card: Card
    due: datetime
    attempt: int = 1


class Notices:
    """Tells each notice once. Where a platform asks to wait, the caller does not: ``run`` tells it later.

    What still waits when the process ends is not told.
    """

    def __init__(self, chats: Mapping[str, ChatAdapter], clock: Clock) -> None:
        self._chats = chats
        self._clock = clock
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue()

    async def tell(self, member: Member, card: Card) -> None:
        """Tell a person in chat, now or soon, of mail too; nobody is told where the platform does not run here."""
        await self._attempt(_Waiting(home_of(member), card, self._clock.now()))

    async def run(self) -> None:
        """Tell the notices that wait, each when it is due, until cancelled."""
        async with asyncio.TaskGroup() as waiting:
            while True:
                waiting.create_task(self._tell_when_due(await self._waiting.get()))

    async def _tell_when_due(self, notice: _Waiting) -> None:
        await self._clock.sleep((notice.due - self._clock.now()).total_seconds())
        try:
            await self._attempt(notice)
        except Exception:  # the boundary of one notice: the others wait on
            log.exception("notice.failed", tenant=str(notice.member.tenant))

    async def _attempt(self, notice: _Waiting) -> None:
        chat = self._chats.get(notice.member.tenant.platform)
        if chat is None:
            return
        try:
            await chat.tell(notice.member, notice.card)
        except TryLater as error:
            self._later(notice, error)
        except DeliveryError as error:
            _log_failure(notice, error)

    def _later(self, notice: _Waiting, error: TryLater) -> None:
        if notice.attempt >= ATTEMPTS:
            _log_failure(notice, error)
            return
        due = self._clock.now() + error.wait
        self._waiting.put_nowait(replace(notice, due=due, attempt=notice.attempt + 1))


def _log_failure(notice: _Waiting, error: DeliveryError) -> None:
    log.warning("owner.not_notified", tenant=str(notice.member.tenant), why=str(error))
