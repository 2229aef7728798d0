"""The ranker, and the caches it keeps between runs: made again at any time from papers, interests and feedback."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Bar, Channel, Hit, Learned, Member, Paper, PaperId, Pick, Selection


class Picker(Protocol):
    """Chooses papers for people and channels. A reaction counts from the next call on."""

    async def for_member(
        self, member: Member, count: int, candidates: Sequence[Paper] | None = None, bar: Bar | None = None
    ) -> Selection:
        """At most ``count`` papers that one person wants, of ``candidates`` or the newest stored days.

        Without what they reacted to; the list ends where relevance falls below the bar (None: the installation's).
        With nothing known of them nothing matches, and ``popular`` is the newest day's best by upvotes and breadth.
        """
        ...

    async def for_channel(
        self,
        channel: Channel,
        *,
        count: int,
        topics: Sequence[str] = (),
        categories: Sequence[str] = (),
        bar: Bar | None = None,
        candidates: Sequence[Paper],
    ) -> Selection:
        """A selection of ``candidates`` in which each active member finds something.

        ``topics`` count as followed by the channel, ``categories`` let only those through. A paper is a pick where it
        is above the bar for the channel or one of its people. Only members of the channel's own tenant count.
        """
        ...


class Ranker(Picker, Protocol):
    """Chooses papers, says why, and tells what it has learned."""

    async def explain(self, member: Member, paper: PaperId) -> Pick:
        """One paper with the parts of its score for this person. Raises ``NotFound``."""
        ...

    async def similar(self, paper: PaperId, limit: int) -> Sequence[Hit]:
        """Papers most like one, best first, without itself. Raises ``NotFound``."""
        ...

    async def close_to(self, topic: str, papers: Sequence[Paper]) -> Sequence[Paper]:
        """Those of the papers that are picks for whoever follows the topic and nothing else, likeliest first."""
        ...

    async def profile(self, member: Member) -> Learned:
        """What is known of a member by now."""
        ...


@dataclass(frozen=True, slots=True)
class Fit:
    """What a cache was made with: the ranking method, and the version of its feature space."""

    method: str
    version: str


class Profiles(Protocol):
    """Learned profiles as bytes that only ``bot.ranking`` reads; each method keeps its own."""

    async def load(self, members: Sequence[Member], fit: Fit) -> Mapping[Member, bytes]:
        """Return what is kept of these members for this method and version."""
        ...

    async def save(self, profiles: Mapping[Member, bytes], fit: Fit) -> None:
        """Replace what the method kept of them, of whatever version; empty bytes remove it.

        Of whom there is no reaction any more nothing is kept: they were erased while the profile was made.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSpace:
    """A fitted feature space: the number of papers it was fitted on, when, and its content."""

    fit: Fit
    papers: int
    fitted: datetime
    content: bytes


class Spaces(Protocol):
    """The feature space in use; one a method."""

    async def load(self, method: str) -> StoredSpace | None:
        """Return the method's space, or None while there is none."""
        ...

    async def newest(self, method: str) -> Fit | None:
        """Which space of the method is kept, without its content."""
        ...

    async def save(self, space: StoredSpace) -> None:
        """Keep a space in place of the one that its method had."""
        ...
