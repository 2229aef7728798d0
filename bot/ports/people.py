"""What is kept about people. Every row names a tenant; nothing here reads across tenants."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Channel, Feedback, Interest, Interests, Member, Opinion, Owner, PaperId, Tenant


class InterestBook(Protocol):
    """What members and channels stated."""

    async def of(self, owner: Owner) -> Interests: ...

    async def of_many(self, owners: Sequence[Owner]) -> Mapping[Owner, Interests]: ...

    async def state(self, owner: Owner, interest: Interest) -> None:
        """Add it; the same kind and value (case-folded) replaces what was there, mute or follow."""
        ...

    async def withdraw(self, owner: Owner, interest: Interest) -> bool:
        """Take it back; say whether it was there."""
        ...


class FeedbackLog(Protocol):
    """The append-only log of reactions."""

    async def append(self, feedback: Feedback) -> bool:
        """Write a line; False when a line with the same non-empty ``event`` is there already for this tenant."""
        ...

    async def of(self, member: Member) -> Sequence[Feedback]:
        """All lines of a member, by (at, order of arrival)."""
        ...

    async def opinions(self, member: Member) -> Mapping[PaperId, Opinion]:
        """What counts now (see ``bot.model.Feedback``); papers with neither opinion nor save are left out."""
        ...

    async def opinions_of_many(self, members: Sequence[Member]) -> Mapping[Member, Mapping[PaperId, Opinion]]: ...

    async def last(self, member: Member) -> Feedback | None:
        """The member's newest line, for undo."""
        ...

    async def about(self, tenant: Tenant, papers: Sequence[PaperId]) -> Sequence[tuple[Member, Opinion]]:
        """What members of one tenant think now of these papers."""
        ...


class Memberships(Protocol):
    """Which members are active in which channels: whoever reacted or asked there."""

    async def seen(self, channel: Channel, member: Member, at: datetime) -> None: ...

    async def of(self, channel: Channel, since: datetime) -> Sequence[Member]:
        """Members seen there after ``since``, most recently seen first."""
        ...


class Privacy(Protocol):
    """Everything kept about one member, as promised by /papers privacy."""

    async def export(self, member: Member) -> Mapping[str, object]:
        """All of it, as JSON-able values, keyed by what it is."""
        ...

    async def forget(self, member: Member) -> int:
        """Erase all of it at once; return how many rows went."""
        ...

    async def forget_tenant(self, tenant: Tenant) -> int:
        """Erase all rows of a tenant."""
        ...


class Notes(Protocol):
    """Small named facts of the installation (a command hash, a purge date), and seen event ids."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str | None) -> None: ...

    async def named(self, prefix: str) -> Mapping[str, str]: ...

    async def claim(self, name: str, now: datetime, until: datetime) -> datetime | None:
        """Have something to oneself until then, among all processes: None where it is ours, else when it will be free.

        Kept among the notes, so ``name`` is no other note's.
        """
        ...

    async def release(self, name: str, at: datetime) -> None:
        """Let others claim it from ``at`` on."""
        ...

    async def first_time(self, event: str, now: datetime) -> bool:
        """Remember an event id for a day; True the first time it is seen, False after."""
        ...

    async def shorten(self, line: str, now: datetime) -> str:
        """A token of 8 characters that stands for a long command line; the same line gives the same token."""
        ...

    async def lengthen(self, token: str) -> str | None: ...
