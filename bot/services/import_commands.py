"""A start from papers people know: references become likes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.cards.imports import imported_card
from bot.commands.arguments import TEXT
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
_TICK = timedelta(microseconds=1)


@dataclass(slots=True)
class _References:
    """What has been found so far; ``asked`` counts questions to the sources."""

    found: dict[PaperId, Paper] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    doubts: dict[PaperId, Doubt] = field(default_factory=dict)
    asked: int = 0
    waiting: int = 0


class ImportCommands:
    """Reads references, finds their papers, and writes a like for each."""

    def __init__(self, papers: Papers, log: FeedbackLog, index: SearchIndex, lookup: AskSources, clock: Clock) -> None:
        self._papers = papers
        self._log = log
        self._index = index
        self._lookup = lookup
        self._clock = clock

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"import": self._import}

    async def import_text(self, member: Member, text: str, at: datetime) -> Imported:
        """Like every paper that ``text`` refers to, as of ``at``. Raises ``BadQuery`` when it refers to none."""
        references = await asyncio.to_thread(read_references, text)
        search = await self._search(references.found)
        new = await self._like(member, list(search.found.values()), at)
        return Imported(
            added=tuple(new),
            known_before=len(search.found) - len(new),
            missing=tuple(search.missing),
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

    async def _search(self, references: Sequence[Reference]) -> _References:
        """An id that is stored decides, then the sources' answer to an id, and a title only after that."""
        stored = await self._papers.get([paper for reference in references for paper in reference.ids])
        search = _References()
        for reference in references:
            known = next((stored[each] for each in reference.ids if each in stored), None)
            if known is not None:
                search.found[known.id] = known
            else:
                await self._look_further(reference, search)
        return search

    async def _look_further(self, reference: Reference, search: _References) -> None:
        certain, doubtful = await self._titled(reference)
        if certain is None and reference.ids:
            if search.asked >= LOOKUPS:
                search.waiting += 1
                return
            certain = await self._asked(reference, search)
        if certain is not None:
            search.found[certain.id] = certain
        elif doubtful is not None:
            search.doubts.setdefault(doubtful.id, Doubt(title=reference.title, paper=doubtful))
        else:
            search.missing.append(reference.label)

    async def _asked(self, reference: Reference, search: _References) -> Paper | None:
        for paper in reference.ids:
            search.asked += 1
            if found := await self._lookup(paper):
                return found
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
