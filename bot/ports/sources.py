"""Where papers come from."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from bot.model import Batch, Paper, PaperId, SourceState


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

    def next_due(self, state: SourceState, now: datetime) -> datetime | None:
        """When to read again, by the source's calendar and what came of the last reading; None: nothing more comes."""
        ...


@runtime_checkable
class PaperLookup(Protocol):
    """A source that can also answer for one paper or one search, for what the index lacks."""

    name: str

    async def paper(self, paper_id: PaperId) -> Paper | None: ...

    async def find(self, text: str, limit: int) -> Sequence[Paper]: ...
