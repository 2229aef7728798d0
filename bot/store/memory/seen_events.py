"""Which events were handled already, in a dictionary."""

from datetime import datetime

from bot.store.sql.seen_events import REMEMBER_EVENTS


class MemorySeenEvents:
    """See ``bot.ports.seen_events.SeenEvents``."""

    def __init__(self) -> None:
        self._events: dict[str, tuple[datetime, str]] = {}

    async def first_time(self, event: str, now: datetime, asking: str) -> bool:
        self._events = {event: seen for event, seen in self._events.items() if seen[0] > now - REMEMBER_EVENTS}
        return self._events.setdefault(event, (now, asking))[1] == asking
