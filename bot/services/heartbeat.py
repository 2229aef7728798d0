"""Proves again and again that the program lives: to whoever watches it from outside, not by a bare timer."""

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.errors import StoreError
from bot.ports.chat import ChatAdapter, complaint_of
from bot.ports.key_value import KeyValue
from bot.ports.time import Clock

EVERY = 15.0
"""Seconds between two beats; the unit's ``WatchdogSec`` is four times as long."""
ANSWER_SECONDS = 10.0
ALONE_SECONDS = 900.0
"""When no chat could be used for so long, starting anew is worth trying."""
STALE = timedelta(seconds=60)
FORGOTTEN = timedelta(days=7)
"""Of a machine that was silent for so long nothing is kept: each container has a name of its own."""
_PREFIX = "heartbeat:"

log = structlog.get_logger()


class Heartbeat:
    """Beats while the event loop turns, the database's writer answers, and some chat can be used.

    Each beat is kept under the machine's ``name`` for ``paperboy doctor --live``, and told to ``tell``, as sd_notify(3)
    words it.
    """

    def __init__(
        self, facts: KeyValue, chats: Sequence[ChatAdapter], tell: Callable[[str], None], name: str, clock: Clock
    ) -> None:
        self._facts = facts
        self._chats = chats
        self._tell = tell
        self._name = name
        self._clock = clock
        self._reached = clock.monotonic()

    async def run(self) -> None:
        """Beat until cancelled."""
        greeting = "READY=1\n"
        try:
            await self._forget_others()
            while True:
                if await self._beat(greeting):
                    greeting = ""
                await self._clock.sleep(EVERY)
        finally:
            self._tell("STOPPING=1")

    async def _forget_others(self) -> None:
        """Remove the beats of machines that are no more."""
        oldest = self._clock.now() - FORGOTTEN
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                for name, kept in (await self._facts.named(_PREFIX)).items():
                    if datetime.fromisoformat(json.loads(kept)["at"]) < oldest:
                        await self._facts.put(name, None)
        except (TimeoutError, StoreError) as error:  # the next start will
            log.warning("heartbeat.not_kept", why=str(error))

    async def _beat(self, greeting: str) -> bool:
        if not self._chats or any(not chat.trouble for chat in self._chats):
            self._reached = self._clock.monotonic()
        complaints = " ".join(filter(None, map(complaint_of, self._chats)))
        why = await self._not_alive(complaints)
        if why:
            log.error("heartbeat.missed", why=why)
            return False
        self._tell(f"{greeting}WATCHDOG=1\nSTATUS={complaints or 'All is well.'}")
        return True

    async def _not_alive(self, troubles: str) -> str:
        """Why this is no beat; '' when all that matters answers. A full disk answers: a new start makes no room."""
        if self._clock.monotonic() - self._reached > ALONE_SECONDS:
            return f"No chat platform could be used for {ALONE_SECONDS / 60:.0f} minutes. {troubles}"
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                kept = {"at": self._clock.now().isoformat(), "trouble": troubles}
                await self._facts.put(f"{_PREFIX}{self._name}", json.dumps(kept))
        except TimeoutError:
            return "The database's writer does not answer."
        except StoreError as error:
            log.warning("heartbeat.not_kept", why=str(error))
        return ""


async def last_beat(facts: KeyValue, name: str) -> tuple[datetime, str] | None:
    """When the Paperboy on the machine ``name`` last proved that it lives, and its trouble; None if it never did."""
    kept = await facts.get(f"{_PREFIX}{name}")
    if kept is None:
        return None
    beat = json.loads(kept)
    return datetime.fromisoformat(beat["at"]), str(beat["trouble"])
