"""Imports that go on in the background."""

from collections.abc import Callable
from typing import Protocol

from bot.model import ImportJob, Member

DecideImport = Callable[[ImportJob | None], ImportJob | None]
"""What is to be kept, given what is; None: nothing. It may be called more than once, and so does nothing else."""


class Imports(Protocol):
    """At most one import a member. It outlives the process, is shown in exports and forgotten with the member."""

    async def of(self, member: Member) -> ImportJob | None:
        """The member's import under way, or None."""
        ...

    async def first(self) -> ImportJob | None:
        """The import that goes on before all others, or None where there is none."""
        ...

    async def change(self, member: Member, decide: DecideImport) -> ImportJob | None:
        """Keep what ``decide`` says in place of what stands, as one step; return it."""
        ...
