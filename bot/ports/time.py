"""Time."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The only way to know or await time. All times are aware UTC."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float:
        """Seconds that never go back, for measuring waits."""
        ...

    async def sleep(self, seconds: float) -> None: ...
