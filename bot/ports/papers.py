"""The papers, merged across sources."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.model import Batch, Paper, PaperId, SourceState

Prepared = object
"""What a store made of papers before their turn; nobody else looks inside."""


class Papers(Protocol):
    """The papers, merged across sources."""

    async def prepare(self, papers: Sequence[Paper]) -> Prepared:
        """Do what can be done of ``commit`` before its turn, so that papers are made ready while others are stored."""
        ...

    async def commit(
        self, source: str, batch: Batch, now: datetime, prepared: Prepared | None = None
    ) -> Sequence[PaperId]:
        """Store papers, index and cursor in one transaction; return the ids never seen before.

        A paper already known (by id or alias) is merged by ``bot.same_work.merge``; ``first_seen`` never moves.
        Outcome and note of the source are set from the batch (FINE or SUSPICIOUS).
        """
        ...

    async def add(self, papers: Sequence[Paper], now: datetime) -> Sequence[PaperId]:
        """Store papers that came outside a source's reading (a lookup); return the ids never seen before."""
        ...

    async def tidy(self) -> None:
        """Bring the index into the shape that is searched fastest, if that is worth it: no more papers come for now.
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

    async def earliest_day(self, after: date) -> date | None:
        """The oldest ``Paper.day`` stored that is later than ``after``."""
        ...

    async def seen_since(self, after: datetime, first: date | None = None) -> Sequence[Paper]:
        """Papers with ``first_seen`` > ``after``, oldest first; where ``first`` is given, those of no earlier day."""
        ...

    async def sample(self, limit: int) -> Sequence[Paper]:
        """Up to ``limit`` papers, the same for the same data: the newest ones. For fitting a feature space."""
        ...

    async def count(self) -> int: ...
