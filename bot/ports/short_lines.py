"""Short stand-ins for command lines that are too long for a platform's buttons."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Member

RETENTION = timedelta(days=180)
"""How long a button of an answer keeps working after the answer was shown last."""


class ShortLines(Protocol):
    """Command lines by token, kept over restarts."""

    async def shorten(self, line: str, now: datetime, owner: Member | None) -> str:
        """A token of 8 characters that stands for ``line``; the same line of the same owner gives the same token.

        ``owner`` is whose answer the button is under: their lines go when they are forgotten. None for what is posted
        to many.
        """
        ...

    async def expand(self, token: str) -> str | None:
        """The line that ``token`` stands for; None for an unknown token."""
        ...

    async def expire(self, now: datetime) -> None:
        """Forget, of everybody, the lines that were shortened last longer than ``RETENTION`` ago."""
        ...
