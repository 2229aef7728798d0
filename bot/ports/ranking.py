"""What ranking keeps between runs: caches that can always be made again from papers, interests and feedback."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Channel, Member, Paper, PaperId, Pick


class Ranker(Protocol):
    """Makes picks. Mutes always win; every pick carries reasons that add up to its score."""

    async def for_member(self, member: Member, limit: int, candidates: Sequence[Paper] | None = None) -> Sequence[Pick]:
        """The best for one person, from ``candidates`` or the newest stored days, without what they reacted to."""
        ...

    async def why(self, member: Member, paper_id: PaperId) -> Pick:
        """One paper with the parts of its score for this person. Raises ``NotFound``."""
        ...


class Profiles(Protocol):
    """Learned profiles as bytes that only ``bot.ranking`` reads."""

    async def load(self, members: Sequence[Member], space: str) -> Mapping[Member, bytes]:
        """What is kept of these members for the feature space of this version."""
        ...

    async def save(self, profiles: Mapping[Member, bytes], space: str) -> None:
        """Keep them in place of what was kept, of whatever feature space."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSpace:
    """A fitted feature space: its version, the number of papers it was fitted on, when, and its content."""

    version: str
    papers: int
    fitted: datetime
    content: bytes


class Spaces(Protocol):
    """The feature space in use; one at a time."""

    async def load(self) -> StoredSpace | None: ...

    async def save(self, space: StoredSpace) -> None: ...
