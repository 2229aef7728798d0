"""Which events of a platform were handled already: platforms deliver some of them twice."""

from datetime import datetime
from typing import Protocol


class SeenEvents(Protocol):
    """Event ids, each remembered for a day."""

    async def first_time(self, event: str, now: datetime, asking: str) -> bool:
        """Remember an event id; True the first time it is seen within a day, False after.

        ``asking`` is a word for this one question. Asked again under it, since the answer was lost, the answer is the
        same.
        """
        ...
