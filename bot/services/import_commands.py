"""A start from papers people know: references become likes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards.imports import imported_card, progress_card
from bot.commands.arguments import MAYBE_TEXT
from bot.errors import NobodyToAsk, SourceError
from bot.model import Answer, Doubt, Imported, Member, Paper, PaperId, Reference, Request
from bot.model.imports import imported_like
from bot.ports.feedback import FeedbackLog
from bot.references import read_references
from bot.services.handling import Handler
from bot.services.import_jobs import ImportJobs, Progress
from bot.services.reference_finder import ReferenceFinder

LOOKUPS = 5
"""Papers asked of the sources while the person waits, at their slow pace; the rest goes on in the background."""
PATIENCE = 10.0
"""Seconds that the person waits for them at most, from the first question on."""


@dataclass(slots=True)
class _References:
    """What has been found so far; ``lookups`` more papers may be asked of the sources, ``until`` then (of the loop)."""

    found: dict[PaperId, Paper] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    without_id: int = 0
    unasked: list[str] = field(default_factory=list)
    doubts: dict[PaperId, Doubt] = field(default_factory=dict)
    lookups: int = LOOKUPS
    until: float | None = None
    waiting: list[Reference] = field(default_factory=list)


class ImportCommands:
    """Reads references, finds their papers, and writes a like for each; what takes long is left to ``ImportJobs``."""

    def __init__(self, finder: ReferenceFinder, log: FeedbackLog, jobs: ImportJobs) -> None:
        self._finder = finder
        self._log = log
        self._jobs = jobs

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"import": self._import}

    async def import_text(
        self, member: Member, text: str, at: datetime, *, lookups: int = LOOKUPS, progress: Progress | None = None
    ) -> Imported:
        """Like every paper that ``text`` refers to, as of ``at``. Raises ``BadQuery`` when it refers to none.

        At most ``lookups`` papers are asked of the sources at once; the rest is kept and asked for in the background.
        """
        references = await asyncio.to_thread(read_references, text)
        search = await self._search(references.found, lookups, progress)
        new = await self._like(member, list(search.found.values()), at)
        if search.waiting:
            await self._jobs.begin(member, tuple(search.waiting), at)
        return Imported(
            added=tuple(new),
            known_before=len(search.found) - len(new),
            missing=tuple(search.missing),
            without_id=search.without_id,
            unasked=tuple(search.unasked),
            doubts=tuple(doubt for paper, doubt in search.doubts.items() if paper not in search.found),
            waiting=len(search.waiting),
            unreadable=references.unreadable,
            repeated=references.repeated,
            entries=references.entries,
        )

    async def _import(self, request: Request) -> Answer:
        text = MAYBE_TEXT.of(request.command, "")
        if not text:
            job = await self._jobs.of(request.member)
            return Answer(card=await self._jobs.outcome(job) if job and job.ended else progress_card(job))
        return Answer(card=imported_card(await self.import_text(request.member, text, request.at)))

    async def _like(self, member: Member, papers: Sequence[Paper], at: datetime) -> list[Paper]:
        """Like those that are not liked yet, and return them."""
        opinions = await self._log.opinions(member, [paper.id for paper in papers])
        new = [paper for paper in papers if not (paper.id in opinions and opinions[paper.id].liked)]
        for paper in new:
            await self._log.append(imported_like(member, paper.id, at))
        return new

    async def _search(self, references: Sequence[Reference], lookups: int, progress: Progress | None) -> _References:
        """An id that is stored decides, then the sources' answer to an id, and a title only after that."""
        stored = await self._finder.stored(references)
        search = _References(lookups=lookups)
        for done, reference in enumerate(references):
            if progress:
                progress(done, len(references))
            known = next((stored[each] for each in reference.ids if each in stored), None)
            if known is not None:
                search.found[known.id] = known
            else:
                await self._look_further(reference, search)
        return search

    async def _look_further(self, reference: Reference, search: _References) -> None:
        certain, doubtful = await self._finder.titled(reference)
        if certain is None and self._finder.may_be_asked(reference):
            if not search.lookups:
                search.waiting.append(reference)
                return
            search.lookups -= 1
            search.until = search.until or asyncio.get_running_loop().time() + PATIENCE
            try:
                async with asyncio.timeout_at(search.until):
                    certain = await self._finder.asked(reference)
            except NobodyToAsk:
                search.lookups += 1
                search.unasked.append(reference.label)
                return
            except (SourceError, TimeoutError) as error:
                search.lookups = search.lookups if isinstance(error, SourceError) else 0  # the time is over
                search.waiting.append(reference)
                return
        if certain is not None:
            search.found[certain.id] = certain
        elif doubtful is not None:
            search.doubts.setdefault(doubtful.id, Doubt(title=reference.title, paper=doubtful))
        else:
            search.missing.append(reference.label)
            search.without_id += not reference.ids
