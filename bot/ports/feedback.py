"""How members reacted."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model import Feedback, Member, Opinion, PaperId, Tenant


class FeedbackLog(Protocol):
    """The append-only log of reactions.

    A member's lines are those of all accounts they joined (``bot.ports.links``); each says which of them it is of.
    A line stands under the main id of its paper: where that changes, or two papers become one, the lines follow.
    """

    async def append(self, feedback: Feedback) -> bool:
        """Write a line; False when a line with the same non-empty ``event`` is there already for this tenant.

        An emoji takes the place of the same one that was found before it was told of.
        """
        ...

    async def append_found(self, feedback: Feedback) -> bool:
        """Write that an emoji was found lying on a message, if that is news (``bot.model.opinions.is_news``)."""
        ...

    async def of(self, member: Member, paper: PaperId | None = None) -> Sequence[Feedback]:
        """All lines of a member, or those about one paper, by (at, order of arrival)."""
        ...

    async def of_event(self, member: Member, event: str) -> Sequence[Feedback]:
        """The lines that an event wrote: it is theirs, or what theirs begins with before a slash (``event/paper``).

        Of this account alone, since an event comes from one; by (at, order of arrival).
        """
        ...

    async def standing(self, member: Member, newest: int | None = None) -> Sequence[Feedback]:
        """The last line of each paper, signal and emoji, by (at, order of arrival): all that decides what counts now.

        Retractions are among them. With ``newest`` the lines about at least so many papers of the newest opinions.
        """
        ...

    async def opinions(self, member: Member, papers: Sequence[PaperId] | None = None) -> Mapping[PaperId, Opinion]:
        """What counts now (see ``bot.model.Feedback``); papers with neither opinion nor save are left out.

        Only about these ``papers``, where they are given: somebody may have reacted to many thousands.
        """
        ...

    async def opinions_of_many(
        self, members: Sequence[Member], newest: int | None = None
    ) -> Mapping[Member, Mapping[PaperId, Opinion]]:
        """What counts now of each member: all, or at most so many opinions, the newest by (at, paper)."""
        ...

    async def saved(self, member: Member, newest: int | None = None) -> Sequence[PaperId]:
        """A member's reading list, what was saved last first: all of it, or at most so many."""
        ...

    async def about(self, tenant: Tenant, papers: Sequence[PaperId]) -> Sequence[tuple[Member, Opinion]]:
        """What members of one tenant think now of these papers."""
        ...
