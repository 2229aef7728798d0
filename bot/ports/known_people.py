"""What chat platforms said of people, kept for the times when they say nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import KnownPerson, Member


class KnownPeople(Protocol):
    """One line a member. It is shown, exported and erased with everything else about the member."""

    async def of(self, member: Member) -> KnownPerson | None:
        """What was kept of a member last, or None."""
        ...

    async def keep(self, member: Member, person: KnownPerson) -> None:
        """Keep what a platform said of a person, in place of what was kept; a name that was kept stays."""
        ...

    async def keep_name(self, member: Member, name: str, at: datetime) -> None:
        """Keep what a platform calls a person, beside what was kept."""
        ...

    async def names(self, members: Sequence[Member]) -> Mapping[Member, str]:
        """What these members are called; those without a kept name are left out."""
        ...
