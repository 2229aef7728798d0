"""What each person was shown and asked last in each place: numbers and "yes" mean it, whichever process hears them."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Channel, LastList, ListedPapers, Member, PaperId

RETENTION = timedelta(days=30)
"""How long what was shown is remembered."""
MOST_NUMBERED = 500
"""Of a list that somebody pages through for longer, the highest numbers are kept."""


class LastLists(Protocol):
    """One row a person and place: what is written later stands, for it is shown later. No clocks are compared.

    ``channel`` is None where the person asked in no channel. Each account has its own, joined or not.
    """

    async def show_list(self, member: Member, channel: Channel | None, listed: ListedPapers, at: datetime) -> None:
        """Let numbers mean these papers; those before them stay where the list does not begin with its first."""
        ...

    async def show_paper(self, member: Member, channel: Channel | None, paper: PaperId, at: datetime) -> None:
        """Let "it" mean this paper; numbers mean what they did."""
        ...

    async def ask(self, member: Member, channel: Channel | None, yes: str, at: datetime) -> None:
        """Let "yes" mean this line; '' lets it mean nothing."""
        ...

    async def of(self, member: Member, channel: Channel | None) -> LastList | None:
        """What was shown and asked last there; None for nothing."""
        ...

    async def expire(self, now: datetime) -> None:
        """Forget, of everybody, what was shown longer than ``RETENTION`` ago."""
        ...
