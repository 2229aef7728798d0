"""Which events were handled already, in a dictionary."""

from datetime import datetime

from bot.store.sql.seen_events import REMEMBER_EVENTS


class MemorySeenEvents:
    """See ``bot.ports.seen_events.SeenEvents``."""

    def __init__(self) -> None:
        self._events: dict[str, datetime] = {}

    async def first_time(self, event: str, now: datetime) -> bool:
        self._events = {seen: at for seen, at in self._events.items() if at > now - REMEMBER_EVENTS}
        if event in self._events:
            return False
        self._events[event] = now
        return True
