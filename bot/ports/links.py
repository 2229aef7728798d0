"""Accounts that one person joined to one profile."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Member


class Links(Protocol):
    """Identity links: what people said in one of their joined accounts counts in all of them.

    What is kept stays with the account in which it was said (``FeedbackLog`` and ``InterestBook`` read all of them), so
    that accounts can be parted again. Codes are known by their hash alone.
    """

    async def of(self, member: Member) -> tuple[Member, ...]:
        """The accounts joined with this one: itself first, the others by tenant; itself alone where there are none."""
        ...

    async def of_many(self, members: Sequence[Member]) -> Mapping[Member, tuple[Member, ...]]: ...

    async def join(self, one: Member, other: Member) -> bool:
        """Join two accounts, and with them all that either was joined with; True also when they were joined already.

        False, and nothing changed, when somebody would have two accounts in one tenant: they would count there twice.
        """
        ...

    async def part(self, member: Member) -> tuple[Member, ...]:
        """Let an account stand alone again; return those it was joined with, which stay joined among themselves."""
        ...

    async def offer(self, code: str, member: Member, until: datetime) -> None:
        """Keep the hash of a code by which another account can be joined with this one; an earlier one ends."""
        ...

    async def offered_by(self, code: str, now: datetime) -> Member | None:
        """Whose code has this hash; None for one that is over, was used, or never was."""
        ...

    async def use(self, code: str) -> bool:
        """Use a code up; False when somebody else just did."""
        ...

    async def expire(self, now: datetime) -> None:
        """Forget the codes that are over."""
        ...
