"""The papers, in dictionaries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.model import Batch, FetchOutcome, Paper, PaperId, SourceState
from bot.ports.papers import Prepared
from bot.store.merge import Merge, names_of


class MemoryPapers:
    """See ``bot.ports.papers.Papers``."""

    def __init__(self) -> None:
        self._papers: dict[int, Paper] = {}
        self._keys: dict[PaperId, int] = {}
        self._listed: dict[tuple[str, date], list[PaperId]] = {}
        self._sources: dict[str, SourceState] = {}

    @property
    def by_key(self) -> Mapping[int, Paper]:
        """All papers, living, for the search index beside this."""
        return self._papers

    def main_id(self, name: PaperId) -> PaperId:
        """The id under which a paper is stored; as given where it is not."""
        return self._papers[self._keys[name]].id if name in self._keys else name

    async def prepare(self, papers: Sequence[Paper]) -> Prepared:
        """Dictionaries need nothing."""

    async def commit(
        self, source: str, batch: Batch, now: datetime, prepared: Prepared | None = None
    ) -> Sequence[PaperId]:
        merged = self._store(batch.papers, now)
        if batch.day is not None:
            self._listed[source, batch.day] = merged.ids(batch.papers)
        outcome = FetchOutcome.SUSPICIOUS if batch.suspicion else FetchOutcome.FINE
        self._sources[source] = SourceState(
            name=source,
            cursor=batch.cursor,
            outcome=outcome,
            note=batch.suspicion or None,
            read_at=now,
            skipped=batch.skipped,
        )
        return [entry.paper.id for entry in merged.new]

    async def add(self, papers: Sequence[Paper], now: datetime) -> Sequence[PaperId]:
        return [entry.paper.id for entry in self._store(papers, now).new]

    async def tidy(self) -> None:
        """Dictionaries need none."""

    async def failed(self, source: str, note: str, now: datetime, retry_at: datetime) -> None:
        state = self._sources.get(source, SourceState(name=source))
        since = state.failing_since or now
        self._sources[source] = replace(
            state, outcome=FetchOutcome.FAILED, note=note, failing_since=since, retry_at=retry_at
        )

    async def source_states(self) -> Sequence[SourceState]:
        return [self._sources[name] for name in sorted(self._sources)]

    async def listed_on(self, source: str, day: date) -> Sequence[PaperId]:
        return list(self._listed.get((source, day), ()))

    async def get(self, ids: Sequence[PaperId]) -> dict[PaperId, Paper]:
        return {asked: self._papers[self._keys[asked]] for asked in ids if asked in self._keys}

    async def on_day(self, day: date) -> Sequence[Paper]:
        return await self.between(day, day)

    async def between(self, first: date, last: date, limit: int | None = None) -> Sequence[Paper]:
        found = [paper for paper in self._papers.values() if paper.day is not None and first <= paper.day <= last]
        return sorted(found, key=lambda paper: (-paper.upvotes, paper.id))[:limit]

    async def latest_day(self, before: date | None = None) -> date | None:
        days = [paper.day for paper in self._papers.values() if paper.day is not None]
        return max((day for day in days if before is None or day <= before), default=None)

    async def earliest_day(self, after: date) -> date | None:
        days = [paper.day for paper in self._papers.values() if paper.day is not None]
        return min((day for day in days if day > after), default=None)

    async def seen_since(self, after: datetime, first: date | None = None) -> Sequence[Paper]:
        wanted = ((key, one) for key, one in self._papers.items() if first is None or (one.day and one.day >= first))
        seen = [(paper.first_seen, key) for key, paper in wanted if paper.first_seen is not None]
        return [self._papers[key] for first_seen, key in sorted(seen) if first_seen > after]

    async def sample(self, limit: int) -> Sequence[Paper]:
        return [self._papers[key] for key in sorted(self._papers, reverse=True)[:limit]]

    async def count(self) -> int:
        return len(self._papers)

    def _store(self, papers: Iterable[Paper], now: datetime) -> Merge:
        papers = list(papers)
        merged = Merge(next_key=max(self._papers, default=0) + 1, now=now)
        keys = {self._keys[name] for paper in papers for name in names_of(paper) if name in self._keys}
        merged.start((key, self._papers[key]) for key in sorted(keys))
        for paper in papers:
            merged.add(paper)
        for key in merged.gone:
            del self._papers[key]
        for entry in (*merged.changed, *merged.new):
            self._papers[entry.key] = entry.paper
            self._keys.update(dict.fromkeys(names_of(entry.paper), entry.key))
        return merged
