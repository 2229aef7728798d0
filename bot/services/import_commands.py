"""A start from papers people know: references become likes."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.cards.imports import imported_card
from bot.commands.arguments import TEXT
from bot.errors import SourceError
from bot.identity import is_arxiv
from bot.model import Answer, Doubt, Feedback, Imported, Member, Paper, PaperId, Request, Signal
from bot.ports.feedback import FeedbackLog
from bot.ports.papers import Papers
from bot.ports.search_index import SearchIndex
from bot.ports.time import Clock
from bot.references import Reference, read_references
from bot.same_work import family_names
from bot.search.language import parse_query
from bot.services.handling import Handler
from bot.services.resolve_paper import AskSources
from bot.text import words
from bot.titles import Likeness, likeness

LOOKUPS = 20
"""Papers asked of the sources in one import, at their slow pace; the rest waits for the next import."""
ASKED_AGAIN = timedelta(hours=6)
"""What nobody knew is asked for again after so long."""
MOST_UNKNOWN = 20_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_TICK = timedelta(microseconds=1)

Progress = Callable[[int, int], None]
"""Told after each reference: how many are done, of how many."""


@dataclass(slots=True)
class _References:
    """What has been found so far; ``lookups`` more papers may be asked of the sources."""

    found: dict[PaperId, Paper] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    doubts: dict[PaperId, Doubt] = field(default_factory=dict)
    lookups: int = LOOKUPS
    waiting: int = 0


class ImportCommands:
    """Reads references, finds their papers, and writes a like for each."""

    def __init__(self, papers: Papers, log: FeedbackLog, index: SearchIndex, lookup: AskSources, clock: Clock) -> None:
        self._papers = papers
        self._log = log
        self._index = index
        self._lookup = lookup
        self._clock = clock
        self._unknown: dict[PaperId, datetime] = {}

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"import": self._import}

    async def import_text(
        self, member: Member, text: str, at: datetime, *, lookups: int = LOOKUPS, progress: Progress | None = None
    ) -> Imported:
        """Like every paper that ``text`` refers to, as of ``at``. Raises ``BadQuery`` when it refers to none.

        At most ``lookups`` papers are asked of the sources. What was found is stored at once, so that an import that
        was stopped midway goes on from there when it is begun again.
        """
        references = await asyncio.to_thread(read_references, text)
        search = await self._search(references.found, lookups, progress)
        new = await self._like(member, list(search.found.values()), at)
        return Imported(
            added=tuple(new),
            known_before=len(search.found) - len(new),
            missing=tuple(search.missing),
            unanswered=tuple(search.unanswered),
            doubts=tuple(doubt for paper, doubt in search.doubts.items() if paper not in search.found),
            waiting=search.waiting,
            unreadable=references.unreadable,
            entries=references.entries,
        )

    async def _import(self, request: Request) -> Answer:
        done = await self.import_text(request.member, TEXT.given(request.command), request.at)
        return Answer(card=imported_card(done))

    async def _like(self, member: Member, papers: Sequence[Paper], at: datetime) -> list[Paper]:
        """Like those that are not liked yet, and return them."""
        opinions = await self._log.opinions(member)
        new = [paper for paper in papers if not (paper.id in opinions and opinions[paper.id].liked)]
        for place, paper in enumerate(new):
            like = Feedback(member=member, paper=paper.id, signal=Signal.LIKE, at=at + place * _TICK)
            await self._log.append(like)
        return new

    async def _search(self, references: Sequence[Reference], lookups: int, progress: Progress | None) -> _References:
        """An id that is stored decides, then the sources' answer to an id, and a title only after that."""
        stored = await self._papers.get([paper for reference in references for paper in reference.ids])
        search = _References(lookups=lookups)
        for place, reference in enumerate(references, start=1):
            known = next((stored[each] for each in reference.ids if each in stored), None)
            if known is not None:
                search.found[known.id] = known
            else:
                await self._look_further(reference, search)
            if progress:
                progress(place, len(references))
        return search

    async def _look_further(self, reference: Reference, search: _References) -> None:
        certain, doubtful = await self._titled(reference)
        if certain is None and self._may_be_asked(reference):
            if not search.lookups:
                search.waiting += 1
                return
            search.lookups -= 1
            try:
                certain = await self._asked(reference)
            except SourceError:
                search.unanswered.append(reference.label)
                return
        if certain is not None:
            search.found[certain.id] = certain
        elif doubtful is not None:
            search.doubts.setdefault(doubtful.id, Doubt(title=reference.title, paper=doubtful))
        else:
            search.missing.append(reference.label)

    def _may_be_asked(self, reference: Reference) -> bool:
        """Unless nobody knew it a short while ago: the next import goes on with others."""
        now = self._clock.now()
        return any(now - self._unknown.get(paper, _LONG_AGO) > ASKED_AGAIN for paper in reference.ids)

    async def _asked(self, reference: Reference) -> Paper | None:
        for paper in reference.ids:
            if found := await self._lookup(paper):
                return found
            self._unknown[paper] = self._clock.now()
        while len(self._unknown) > MOST_UNKNOWN:
            self._unknown.pop(next(iter(self._unknown)))
        return None

    async def _titled(self, reference: Reference) -> tuple[Paper | None, Paper | None]:
        """The stored paper of this title, and else one of nearly this title."""
        if not reference.title:
            return None, None
        query = parse_query(" ".join(words(reference.title)), self._clock.now().date())
        hits = [hit.paper for hit in (await self._index.search(query, limit=3)).hits]
        papers = [paper for paper in hits if not _is_another(reference, paper)]
        judged = [(_likeness(reference, paper), paper) for paper in papers]
        certain = next((paper for how, paper in judged if how is Likeness.SAME), None)
        return certain, next((paper for how, paper in judged if how is Likeness.ALIKE), None)


def _likeness(reference: Reference, paper: Paper) -> Likeness:
    families = family_names(paper.authors)
    shared = bool(reference.families & families) if reference.families and families else None
    return likeness(reference.title, paper.title, shared_author=shared)


def _is_another(reference: Reference, paper: Paper) -> bool:
    """Two ids of arXiv are two works, however alike their titles."""
    given = {each for each in reference.ids if is_arxiv(each)}
    return bool(given) and any(is_arxiv(each) for each in (paper.id, *paper.aliases))
