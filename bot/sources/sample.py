"""Papers bundled with the package, so that everything works offline.

``sample.json`` holds facts of real papers as they stood on Hugging Face's daily pages in summer 2026; abstracts and
summaries are retold in this project's own words.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from functools import cached_property
from importlib.resources import files
from itertools import groupby

from pydantic import TypeAdapter

from bot.model import Batch, Paper, SourceState
from bot.ports.leases import Leases
from bot.ports.time import Clock
from bot.settings import Settings

NAME = "sample"


def create(name: str, wanted: str, settings: Settings, clock: Clock, leases: Leases) -> "SampleSource":
    """There is nothing to choose from."""
    return SampleSource()


class SampleSource:
    """Yields the bundled days, oldest first; the cursor is the last day read."""

    name = NAME

    async def fetch(self, cursor: str | None, *, since: date | None = None) -> AsyncIterator[Batch]:
        for day, papers in self._days.items():
            if day >= since if since else cursor is None or day.isoformat() > cursor:
                reached = max(day.isoformat(), cursor or "")
                yield Batch(papers=papers, cursor=reached, day=day, listed=len(papers))

    def expected_days(self, first: date, last: date) -> Sequence[date]:
        return [day for day in self._days if first <= day <= last]

    def next_due(self, state: SourceState, now: datetime) -> datetime | None:
        return None if state.cursor == max(self._days).isoformat() else now

    @cached_property
    def _days(self) -> dict[date, tuple[Paper, ...]]:
        text = files(__package__).joinpath("sample.json").read_bytes()
        papers = TypeAdapter(tuple[Paper, ...]).validate_json(text)
        featured = sorted(papers, key=_day)
        return {day: tuple(group) for day, group in groupby(featured, key=_day)}


def _day(paper: Paper) -> date:
    if paper.featured is None:
        raise ValueError(f"{paper.id} of the bundled sample has no featured day")
    return paper.featured
