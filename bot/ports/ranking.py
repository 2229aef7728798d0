"""What ranking keeps between runs: caches that can always be made again from papers, interests and feedback."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Member


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
