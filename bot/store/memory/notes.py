"""Small named facts, seen events, and short names for long command lines, in dictionaries."""

from collections.abc import Mapping
from datetime import datetime

from bot.store.columns import micros, moment
from bot.store.sql.notes import REMEMBER_EVENTS
from bot.store.tokens import candidates


class MemoryNotes:
    """See ``bot.ports.people.Notes``."""

    def __init__(self) -> None:
        self._notes: dict[str, str] = {}
        self._events: dict[str, datetime] = {}
        self._lines: dict[str, str] = {}

    async def get(self, name: str) -> str | None:
        return self._notes.get(name)

    async def put(self, name: str, value: str | None) -> None:
        if value is None:
            self._notes.pop(name, None)
        else:
            self._notes[name] = value

    async def named(self, prefix: str) -> Mapping[str, str]:
        return {name: self._notes[name] for name in sorted(self._notes) if name.startswith(prefix)}

    async def claim(self, name: str, now: datetime, until: datetime) -> datetime | None:
        held = self._notes.get(name)
        if held is not None and moment(int(held)) > now:
            return moment(int(held))
        await self.release(name, until)
        return None

    async def release(self, name: str, at: datetime) -> None:
        self._notes[name] = str(micros(at))

    async def first_time(self, event: str, now: datetime) -> bool:
        self._events = {seen: at for seen, at in self._events.items() if at > now - REMEMBER_EVENTS}
        if event in self._events:
            return False
        self._events[event] = now
        return True

    async def shorten(self, line: str, now: datetime) -> str:
        return next(token for token in candidates(line) if self._lines.setdefault(token, line) == line)

    async def lengthen(self, token: str) -> str | None:
        return self._lines.get(token)
