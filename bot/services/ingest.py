"""Reads the sources: when they are due, what they bring, and what they answer for a paper the index lacks."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

import structlog

from bot.errors import ConfigurationError, NobodyToAsk, SourceBroken, SourceDown, SourceError, StoreError
from bot.model import Batch, FetchOutcome, Paper, PaperId, SourceState
from bot.ports.papers import Papers, Prepared
from bot.ports.sources import PaperLookup, Source
from bot.ports.time import Clock
from bot.services.paper_names import PaperNames
from bot.services.read_ahead import read_ahead
from bot.services.source_anomalies import anomalies, shortfalls

BROKEN_WAIT = timedelta(hours=1)
STORE_WAIT = timedelta(minutes=1)
LONGEST_RETRY = timedelta(days=1)
"""No source asks for a longer wait."""
LONGEST_SLEEP = timedelta(minutes=15)
"""No sleep is longer, so that a machine that slept itself notices soon what is due."""
SETTLED = timedelta(hours=6)
"""A day that had less than usual for so long was a quiet day or a holiday, and no longer looks wrong."""
LOOKUP_SECONDS = 5.0
COMPARED_DAYS = 5

T = TypeVar("T")
Progress = Callable[[str, Batch, int], None]
"""Told after each stored batch: the source, the batch, how many of its papers were new."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading one source; what was stored before a failure stays.

    ``papers`` were stored, ``new`` among them, ``days`` read, and records ``skipped`` that could not be read;
    ``suspicion`` and ``failure`` are sentences or ''.
    """

    source: str
    papers: int = 0
    new: int = 0
    days: int = 0
    skipped: int = 0
    suspicion: str = ""
    failure: str = ""


class Ingest:
    """Brings papers from the sources into the store, batch by batch; one source's failure leaves the rest alone."""

    def __init__(
        self,
        sources: Sequence[Source],
        papers: Papers,
        clock: Clock,
        names: PaperNames | None = None,
        resolvers: Sequence[PaperLookup] = (),
    ) -> None:
        self._sources = {source.name: source for source in sources}
        self.names = tuple(self._sources)
        self._lookups = [*(source for source in sources if isinstance(source, PaperLookup)), *resolvers]
        self._papers = papers
        self._paper_names = names or PaperNames(papers)
        self._clock = clock
        self._reading = {source.name: asyncio.Lock() for source in sources}
        self._quiet_since: dict[tuple[str, str], datetime] = {}

    async def run_once(
        self, name: str | None = None, since: date | None = None, progress: Progress | None = None
    ) -> tuple[Reading, ...]:
        """Read every source (or the one named) on from its cursor, or again from ``since``, whether due or not."""
        if name is not None and name not in self._sources:
            raise ConfigurationError(f"No source is called {name}; configured are: {', '.join(self._sources)}.")
        names = [name] if name else list(self._sources)
        return tuple([await self._read(self._sources[each], since, progress) for each in names])

    async def follow(self) -> None:
        """Read each source whenever it is due, until cancelled or nothing more is to come from any."""
        async with asyncio.TaskGroup() as tasks:
            for source in self._sources.values():
                tasks.create_task(self._follow(source), name=f"follow {source.name}")

    async def lookup(self, paper: PaperId) -> Paper | None:
        """Ask the sources for a paper the store lacks, and store it; None where none of them knows it.

        Raises ``SourceDown`` where none does, but one that may know it didn't answer in time, and ``NobodyToAsk``.
        """
        if not self._lookups:
            raise NobodyToAsk("No source that is read answers for single papers.")
        silent = ""
        for source in self._lookups:
            try:
                async with asyncio.timeout(LOOKUP_SECONDS):
                    found = await source.paper(paper)
            except (SourceError, TimeoutError) as error:
                _lookup_failed(source, error)
                silent = source.name
                continue
            if found:
                return (await self._kept([found]))[0]
        if silent:
            raise SourceDown(f"{silent} does not answer just now.", BROKEN_WAIT)
        return None

    async def find(self, text: str, limit: int = 10) -> Sequence[Paper]:
        """Ask the sources to search, and store what they found; empty where none answers in time."""
        for source in self._lookups:
            found = await self._asked(source, source.find(text, limit))
            if found:
                return await self._kept(found)
        return ()

    async def _asked(self, source: PaperLookup, question: Awaitable[T]) -> T | None:
        try:
            async with asyncio.timeout(LOOKUP_SECONDS):
                return await question
        except (SourceError, TimeoutError) as error:
            _lookup_failed(source, error)
            return None

    async def _kept(self, found: Sequence[Paper]) -> Sequence[Paper]:
        """The papers as stored, merged with what was known; as found where they can't be stored now."""
        try:
            await self._papers.add(await self._paper_names.settled(found), self._clock.now())
            stored = await self._papers.get([paper.id for paper in found])
        except StoreError as error:
            log.warning("source.lookup_not_stored", why=str(error))
            return found
        return [stored.get(paper.id, paper) for paper in found]

    async def _follow(self, source: Source) -> None:
        """Follow one source until nothing more is to come; whatever goes wrong is logged, and it goes on."""
        more = True
        while more:
            try:
                more = await self._step(source)
            except StoreError as error:
                log.warning("source.not_stored", source=source.name, why=str(error))
                await self._clock.sleep(STORE_WAIT.total_seconds())
            except Exception:  # the boundary of a source's task
                log.exception("source.crashed", source=source.name)
                await self._clock.sleep(BROKEN_WAIT.total_seconds())

    async def _step(self, source: Source) -> bool:
        """Read if due, else wait for a while; False when nothing more is to come."""
        now = self._clock.now()
        due = source.next_due(_brought_back(await self._state(source.name), now), now)
        if due is None:
            return False
        if due > now:
            await self._clock.sleep(min(due - now, LONGEST_SLEEP).total_seconds())
        else:
            await self._read(source, None, None)
        return True

    async def _read(self, source: Source, since: date | None, progress: Progress | None) -> Reading:
        async with self._reading[source.name]:
            before = await self._state(source.name)
            reading = Reading(source=source.name)
            try:
                async with aclosing(read_ahead(self._batches(source, before.cursor, since), self._prepared)) as batches:
                    async for batch, prepared in batches:
                        reading = await self._stored(source, batch, prepared, reading, progress)
            except StoreError:
                raise
            except Exception as error:  # the boundary of a source's reading
                failure = error if isinstance(error, SourceError) else _unforeseen(source.name, error)
                await self._failed(before, failure)
                return replace(reading, failure=str(failure))
            self._log(before, reading)
            if reading.new:
                await self._tidy()
            return reading

    async def _tidy(self) -> None:
        """Tidy the index after reading; a failure is logged alone, since all papers are stored and found already."""
        try:
            await self._papers.tidy()
        except StoreError as error:
            log.warning("index.not_tidied", why=str(error))

    async def _batches(self, source: Source, cursor: str | None, since: date | None) -> AsyncGenerator[Batch, None]:
        """The batches of a reading; an empty one if nothing came, so that the source is not due at once again."""
        nothing = True
        async for batch in source.fetch(cursor, since=since):
            nothing = False
            yield batch
        if nothing:
            yield Batch(papers=(), cursor=cursor or "")

    async def _prepared(self, batch: Batch) -> Prepared:
        return await self._papers.prepare(batch.papers)

    async def _stored(
        self, source: Source, batch: Batch, prepared: Prepared, so_far: Reading, progress: Progress | None
    ) -> Reading:
        """Store a batch; return the reading with it.

        What looks wrong, and what was skipped, is told on the later batches of a reading too: the source's state
        shows the last one's.
        """
        batch = await self._with_known_updates(batch)
        earlier = await self._earlier(source, batch.day)
        found = [*anomalies(batch, earlier).split("; "), *self._unsettled(source, shortfalls(batch, earlier))]
        notes = dict.fromkeys(note for note in (*so_far.suspicion.split("; "), *found) if note)
        batch = replace(batch, suspicion="; ".join(notes), skipped=so_far.skipped + batch.skipped)
        new = await self._papers.commit(source.name, batch, self._clock.now(), prepared)
        if progress:
            progress(source.name, batch, len(new))
        return replace(
            so_far,
            papers=so_far.papers + len(batch.papers),
            new=so_far.new + len(new),
            days=so_far.days + (batch.day is not None),
            skipped=batch.skipped,
            suspicion=batch.suspicion,
        )

    def _unsettled(self, source: Source, notes: str) -> list[str]:
        """Those that haven't been so for long."""
        now = self._clock.now()
        since = [self._quiet_since.setdefault((source.name, note), now) for note in notes.split("; ")]
        return [note for note, first in zip(notes.split("; "), since, strict=True) if now - first < SETTLED]

    async def _with_known_updates(self, batch: Batch) -> Batch:
        known = await self._papers.get([paper.id for paper in batch.updates]) if batch.updates else {}
        updates = tuple(paper for paper in batch.updates if paper.id in known)
        return replace(batch, papers=await self._paper_names.settled((*batch.papers, *updates)), updates=())

    async def _earlier(self, source: Source, day: date | None) -> list[Sequence[PaperId]]:
        if day is None:
            return []
        days = source.expected_days(day - timedelta(days=COMPARED_DAYS * 3), day - timedelta(days=1))
        return [await self._papers.listed_on(source.name, each) for each in days[-COMPARED_DAYS:]]

    async def _failed(self, before: SourceState, error: SourceError) -> None:
        now = self._clock.now()
        retry_at = now + (error.wait if isinstance(error, SourceDown) else BROKEN_WAIT)
        await self._papers.failed(before.name, str(error), now, retry_at)
        fields = {"source": before.name, "why": str(error), "retry_at": retry_at.isoformat()}
        if before.outcome is FetchOutcome.FAILED:
            log.debug("source.still_failing", **fields)
        else:
            log.warning("source.failed", **fields)

    def _log(self, before: SourceState, reading: Reading) -> None:
        if before.outcome is FetchOutcome.FAILED:
            log.info("source.recovered", source=reading.source, failing_since=_iso(before.failing_since))
        if reading.suspicion:
            log.warning("source.suspicious", source=reading.source, what=reading.suspicion)
        counts = {"papers": reading.papers, "new": reading.new, "days": reading.days, "skipped": reading.skipped}
        log.info("source.read", source=reading.source, **counts)

    async def _state(self, name: str) -> SourceState:
        states = {state.name: state for state in await self._papers.source_states()}
        return states.get(name, SourceState(name=name))


def _lookup_failed(source: PaperLookup, error: Exception) -> None:
    log.warning("source.lookup_failed", source=source.name, why=str(error) or "too slow")


def _unforeseen(name: str, error: Exception) -> SourceBroken:
    """The failure of a reading that ended by an error nobody foresaw."""
    log.exception("source.crashed", source=name)
    return SourceBroken(f"Its answer broke the reader ({type(error).__name__}). This is a bug; please report it.")


def _brought_back(state: SourceState, now: datetime) -> SourceState:
    """The state without times that only a clock that was ahead can have written: they would silence the source."""
    read_at = state.read_at if state.read_at and state.read_at <= now else None
    retry_at = state.retry_at if state.retry_at and state.retry_at <= now + LONGEST_RETRY else None
    return replace(state, read_at=read_at, retry_at=retry_at)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
