"""A start from papers people know: references become likes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from bot.cards.picks import imported_card
from bot.commands.arguments import TEXT
from bot.model import Answer, Feedback, Member, Paper, Request, Signal
from bot.ports.feedback import FeedbackLog
from bot.ports.papers import Papers
from bot.ports.search_index import SearchIndex
from bot.ports.time import Clock
from bot.references import Reference, read_references
from bot.search.language import parse_query
from bot.services.handling import Handler
from bot.services.resolve_paper import AskSources
from bot.text import fold, words

LOOKUPS = 20
"""Papers asked of the sources in one import, at their slow pace; the rest waits for the next import."""
SAME_TITLE = 92
"""From this likeness (0 to 100) on, two titles are one."""
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: papers newly liked, how many were liked before, and what was not found."""

    added: tuple[Paper, ...] = ()
    known_before: int = 0
    missing: tuple[str, ...] = ()
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
        references = read_references(text)
        found, missing, waiting = await self._find(references)
        opinions = await self._log.opinions(member)
        liked = {paper for paper, opinion in opinions.items() if opinion.liked}
        new = [paper for paper in found if paper.id not in liked]
        for place, paper in enumerate(new):
            like = Feedback(member=member, paper=paper.id, signal=Signal.LIKE, at=at + place * _TICK)
            await self._log.append(like)
        return Imported(added=tuple(new), known_before=len(found) - len(new), missing=tuple(missing), waiting=waiting)

    async def _import(self, request: Request) -> Answer:
        done = await self.import_text(request.member, TEXT.given(request.command), request.at)
        return Answer(card=imported_card(done.added, done.known_before, done.missing, done.waiting))

    async def _find(self, references: Sequence[Reference]) -> tuple[list[Paper], list[str], int]:
        """The papers, each once; what nobody knows; and how many were not asked for yet."""
        stored = await self._papers.get([paper for reference in references for paper in reference.ids])
        found: dict[str, Paper] = {}
        missing: list[str] = []
        asked = waiting = 0
        for reference in references:
            paper = next((stored[each] for each in reference.ids if each in stored), None)
            paper = paper or await self._titled(reference)
            if paper is None and reference.ids and asked == LOOKUPS:
                waiting += 1
                continue
            if paper is None and reference.ids:
                asked += 1
                paper = await self._lookup(reference.ids[0])
            if paper is None:
                missing.append(reference.label)
            else:
                found[paper.id] = paper
        return list(found.values()), missing, waiting

    async def _titled(self, reference: Reference) -> Paper | None:
        if not reference.title:
            return None
        query = parse_query(" ".join(words(reference.title)), self._clock.now().date())
        hits = (await self._index.search(query, limit=3)).hits
        alike = (hit.paper for hit in hits if fuzz.ratio(fold(reference.title), fold(hit.paper.title)) >= SAME_TITLE)
        return next(alike, None)
