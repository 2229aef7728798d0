"""Members who want their team to see what they save."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Member


class ShownSaves(Protocol):
    """Nobody is among them who did not say so. Each account speaks for its own tenant alone, joined or not."""

    async def show(self, member: Member, at: datetime) -> None:
        """Count the member among them from now on."""
        ...

    async def hide(self, member: Member) -> bool:
        """Count the member among them no more; say whether that was so."""
        ...

    async def among(self, members: Sequence[Member]) -> frozenset[Member]:
        """Those of these members who show it."""
        ...
