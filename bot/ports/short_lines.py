"""Short stand-ins for command lines that are too long for a platform's buttons."""

from datetime import datetime
from typing import Protocol


class ShortLines(Protocol):
    """Command lines by token, kept over restarts."""

    async def shorten(self, line: str, now: datetime) -> str:
        """A token of 8 characters that stands for ``line``; the same line gives the same token."""
        ...

    async def expand(self, token: str) -> str | None:
        """The line that ``token`` stands for; None for an unknown token."""
        ...
