"""Where papers come from, and where they are kept."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from bot.model import Hit, Paper, PaperId, Query, SearchPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one fetch brought.

    ``cursor`` is how far the source has been read once these papers are stored (opaque text). ``suspicion`` says what
    looks wrong about it, or ''. ``day`` is the day it speaks of, ``listed`` how many items the source listed for it
    (withdrawn and replaced ones included), ``whole`` whether that day is over, so that no more will be listed.
    ``updates`` are new versions of older works: kept only where the work is known already, so that they never come up
    as new.
    """

    papers: tuple[Paper, ...]
    cursor: str
    day: date | None = None
    listed: int = 0
    whole: bool = True
    suspicion: str = ""
    updates: tuple[Paper, ...] = ()


class Source(Protocol):
    """One place papers come from. Raises ``SourceDown`` or ``SourceBroken``: a failed fetch is never empty success."""

    name: str

    def fetch(self, cursor: str | None, *, since: date | None = None) -> AsyncIterator[Batch]:
        """Read on from ``cursor`` (None: from the beginning the source thinks sensible), or re-read from ``since``.

        Yields batches oldest first; each may be stored before the next is asked for.
        """
        ...

    def expected_days(self, first: date, last: date) -> Sequence[date]:
        """The days on which this source's calendar announces papers (weekends and holidays left out)."""
        ...

    def next_due(self, state: "SourceState", now: datetime) -> datetime | None:
        """When to read again, by the source's calendar and what came of the last reading; None: nothing more comes."""
        ...


@runtime_checkable
class PaperLookup(Protocol):
    """A source that can also answer for one paper or one search, for what the index lacks."""

    name: str

    async def paper(self, paper_id: PaperId) -> Paper | None: ...

    async def find(self, text: str, limit: int) -> Sequence[Paper]: ...


class Turns(Protocol):
    """Whose turn it is to ask an operator, and until when nobody may, among all processes. See
    ``bot.ports.people.Notes``."""

    async def get(self, name: str) -> str | None: ...

    async def put(self, name: str, value: str | None) -> None: ...

    async def claim(self, name: str, now: datetime, until: datetime) -> datetime | None: ...

    async def release(self, name: str, at: datetime) -> None: ...


class FetchOutcome(StrEnum):
    FINE = "fine"
    SUSPICIOUS = "suspicious"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How one source is doing. ``failing_since`` is set while it fails; ``retry_at`` is when to look again."""

    name: str
    cursor: str | None = None
    outcome: FetchOutcome | None = None
    note: str = ""
    read_at: datetime | None = None
    failing_since: datetime | None = None
    retry_at: datetime | None = None


class Papers(Protocol):
    """The papers, merged across sources."""

    async def commit(self, source: str, batch: Batch, now: datetime) -> Sequence[PaperId]:
        """Store papers, index and cursor in one transaction; return the ids never seen before.

        A paper already known (by id or alias) is merged by ``bot.identity.merge``; ``first_seen`` never moves.
        Outcome and note of the source are set from the batch (FINE or SUSPICIOUS).
        """
        ...

    async def add(self, papers: Sequence[Paper], now: datetime) -> Sequence[PaperId]:
        """The same for papers that came outside a source's reading (a lookup); no cursor moves."""
        ...

    async def tidy(self) -> None:
        """No more papers come for now: bring the index into the shape that is searched fastest, if that is worth it.
        Others read and write meanwhile."""
        ...

    async def failed(self, source: str, note: str, now: datetime, retry_at: datetime) -> None:
        """Record a failed fetch: ``failing_since`` is kept from the first of a row of failures."""
        ...

    async def source_states(self) -> Sequence[SourceState]: ...

    async def listed_on(self, source: str, day: date) -> Sequence[PaperId]:
        """The ids a source listed for a day, as last committed (to see yesterday's page again)."""
        ...

    async def get(self, ids: Sequence[PaperId]) -> dict[PaperId, Paper]:
        """The papers of these ids or aliases, keyed as asked; unknown ones are left out."""
        ...

    async def on_day(self, day: date) -> Sequence[Paper]:
        """Papers whose ``Paper.day`` is ``day``, most upvotes first."""
        ...

    async def between(self, first: date, last: date, limit: int | None = None) -> Sequence[Paper]:
        """Papers whose ``Paper.day`` lies in [first, last], most upvotes first."""
        ...

    async def latest_day(self, before: date | None = None) -> date | None:
        """The newest ``Paper.day`` stored, on or before ``before``."""
        ...

    async def seen_since(self, after: datetime) -> Sequence[Paper]:
        """Papers with ``first_seen`` > ``after``, oldest first."""
        ...

    async def sample(self, limit: int) -> Sequence[Paper]:
        """Up to ``limit`` papers, the same for the same data: the newest ones. For fitting a feature space."""
        ...

    async def count(self) -> int: ...


class SearchIndex(Protocol):
    """Finds papers. Never raises on any text."""

    async def warm(self) -> None:
        """Read ahead what answers need, if anything. Until then the first search waits for it; while it goes on,
        others answer at once, without mending typos."""
        ...

    async def search(self, query: Query, *, limit: int = 10, offset: int = 0) -> SearchPage: ...

    async def complete(self, prefix: str, limit: int = 10) -> Sequence[Hit]:
        """Titles that begin with, or nearly with, what has been typed so far."""
        ...

    async def authors(self, prefix: str, limit: int = 10) -> Sequence[str]:
        """Author names as people write them that begin with ``prefix`` (any word of the name), commonest first."""
        ...
