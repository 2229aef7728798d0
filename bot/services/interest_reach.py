"""What a follow or mute does: the papers of the last month that it names, and how it may have been meant."""

import asyncio
import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from bot.meaning.papers import PaperMeanings
from bot.model import Interest, InterestKind, Paper, PaperId, Query
from bot.ports.papers import Papers
from bot.ports.search_index import SearchIndex
from bot.ranking.linear import BACKGROUND_DAYS
from bot.ranking.namesakes import NamedAuthor, Namesake, namesakes
from bot.ranking.rules import Readable, named
from bot.search.everyday_expressions import in_field_words
from bot.text import fold, words

WINDOW_DAYS = 30
"""How far back an interest is tried, from the newest stored day."""
MAX_PAPERS = 3_000
"""Papers it is tried on; of more, the most upvoted."""
SAME_TALK = timedelta(hours=1)
"""So soon after a name that nobody has, another is the answer to "did you mean"."""
OLDER = 20
"""Papers of any day that are looked at for a name that none of the month has."""
_A_PLACE = re.compile(
    r"(?:.+ )?(?:university|institute|college|academy|laboratory)(?: (?:of|at|for) .+)?", re.IGNORECASE
)
"""How universities and institutes are called; *university admissions* is a topic."""
NEAR = 80
"""From this likeness (0 to 100) on, a name may be what was meant by one that nobody has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """``papers`` that an interest names, the newest first; ``meant`` is a name known that is spelled nearly so.

    ``people`` are those of one author's name, where their papers may be by several; ``newest`` is the last day of the
    month that was looked at, None where no paper is stored. ``categories``: whether any paper looked at has one.
    ``called`` are authors who may be meant where nothing is found: those with the one word of a name that was given,
    the most papers first, or who has the name that was given as a topic.
    """

    papers: tuple[Paper, ...] = ()
    meant: str = ""
    people: tuple[Namesake, ...] = ()
    newest: date | None = None
    categories: bool = True
    called: tuple[str, ...] = ()
    picked_since: date | None = None
    """The first of the days that picks come from."""
    unknown: bool = False
    """Whether no paper at all, of whatever day, is by an author or from an organisation called so."""
    beside: tuple[tuple[str, int], ...] = ()
    """Organisations not named whose name goes on from the one named, and their papers: GoogleDeepMind for Google."""
    is_place: bool = False
    """Whether a topic is what an organisation of the month is called, or how universities and institutes are."""
    places: tuple[tuple[str, int], ...] = ()
    """Organisations named by a part of their name or a short one, and their papers: Stanford University by Stanford."""


class InterestReach:
    """Tries interests on the papers that are stored."""

    def __init__(self, papers: Papers, index: SearchIndex) -> None:
        self._papers = papers
        self._index = index
        self._read: dict[PaperId, Readable] = {}

    async def of(self, interest: Interest) -> Reach:
        newest, month = await self.month()
        found = await self._named(interest, month)
        if interest.kind is InterestKind.AUTHOR and found:
            people = () if NamedAuthor.read(interest.value).circle else namesakes(interest.value, found)
            return Reach(papers=tuple(found), people=tuple(people), newest=newest, picked_since=_picked_since(month))
        older = () if found else await self._older(interest)
        meant = "" if found else await self._meant(interest, [*month, *older])
        categories = any(paper.categories for paper in month)
        return Reach(
            papers=tuple(found),
            meant=meant,
            newest=newest,
            picked_since=_picked_since(month),
            categories=categories,
            called=() if found else _called_so(interest, month),
            unknown=not found and _is_name(interest) and not any(Readable(paper).matches(interest) for paper in older),
            beside=_beside(interest, month, {paper.id for paper in found}) if found else (),
            is_place=_is_place(interest, month),
            places=_places(interest, found),
        )

    async def offered_for(self, interest: Interest, others: Sequence[Interest]) -> list[Interest]:
        """Of the others, those that name no paper and were stated before this one, which is offered in their place.

        A name that is only spelled nearly so may be somebody else's: such a one counts just before this one alone.
        """
        found = []
        for other in others:
            if str(other) == str(interest) or not _alike(other, interest):
                continue
            reach = await self.of(other)
            offered = (*reach.called, *([reach.meant] if _just_before(other, interest) else []))
            if not reach.papers and interest.value in offered:
                found.append(other)
        return found

    async def both(self, interest: Interest, others: Sequence[Interest]) -> list[tuple[Interest, int, int]]:
        """Of each other interest: how many papers it names, and how many of these ``interest`` names as well."""
        _, month = await self.month()
        own, *found = await self._each_named([interest, *others], month)
        ids = {paper.id for paper in own}
        pairs = zip(others, found, strict=True) if own else ()
        return [(other, len(theirs), sum(paper.id in ids for paper in theirs)) for other, theirs in pairs]

    async def counts(self, interests: Sequence[Interest]) -> list[int]:
        """How many papers each names; the month is read once for all."""
        _, month = await self.month()
        return list(map(len, await self._each_named(interests, month)))

    async def all_named(self, interests: Sequence[Interest], papers: Sequence[Paper] | None) -> Sequence[Paper]:
        """The papers that any of the interests names: of these, or of the month where none are given."""
        among = (await self.month())[1] if papers is None else papers
        fits = await self._fits(interests, among)
        return [paper for place, paper in enumerate(among) if any(each[place] for each in fits)]

    async def hidden_by(self, papers: Sequence[Paper], mutes: Sequence[Interest]) -> list[tuple[Interest, int]]:
        """The mutes that hide some of these papers, with how many each hides; the one that hides most first."""
        fits = await self._fits(mutes, papers) if papers else []
        counted = [(mute, sum(each)) for mute, each in zip(mutes, fits, strict=True) if any(each)] if papers else []
        return sorted(counted, key=lambda each: -each[1])

    async def month(self) -> tuple[date | None, Sequence[Paper]]:
        """The newest stored day, and the papers of the month that ends with it."""
        newest = await self._papers.latest_day()
        if newest is None:
            return None, ()
        return newest, await self._papers.between(newest - timedelta(days=WINDOW_DAYS - 1), newest, MAX_PAPERS)

    async def picked_days(self) -> tuple[date, date] | None:
        """The first and the last of the days that picks come from; None where no paper is stored."""
        newest, month = await self.month()
        since = _picked_since(month)
        return (since, newest) if since and newest else None

    async def _older(self, interest: Interest) -> Sequence[Paper]:
        """Papers of any day by this author or from this organisation, or of the nearest name that a search knows."""
        match interest.kind:
            case InterestKind.AUTHOR:
                query = Query(text=interest.value, authors=(NamedAuthor.read(interest.value).name,))
            case InterestKind.ORGANISATION:
                query = Query(text=interest.value, organisations=(interest.value,))
            case _:
                return ()
        return [hit.paper for hit in (await self._index.search(query, limit=OLDER)).hits]

    async def _named(self, interest: Interest, papers: Sequence[Paper]) -> list[Paper]:
        (found,) = await self._each_named([interest], papers)
        return found

    async def _each_named(self, interests: Sequence[Interest], papers: Sequence[Paper]) -> list[list[Paper]]:
        """The papers that each interest names, the newest first."""
        self._read = {paper.id: self._readable(paper) for paper in papers}
        fits = await self._fits(interests, papers)
        return [
            sorted(
                (paper for paper, yes in zip(papers, each, strict=True) if yes),
                key=lambda paper: (paper.day, paper.upvotes, paper.id) if paper.day else (),
                reverse=True,
            )
            for each in fits
        ]

    async def _mended(self, topic: Interest, month: Sequence[Paper]) -> str:
        """The topic as a search would spell it, where papers are about that."""
        query = Query(text=topic.value, words=tuple(words(topic.value)), unfinished=False)
        mended = (await self._index.search(query, limit=1)).suggestion or ""
        return mended if mended and any(*await self._fits([replace(topic, value=mended)], month)) else ""

    async def _fits(self, interests: Sequence[Interest], papers: Sequence[Paper]) -> list[list[bool]]:
        """Of each interest which of the papers it names."""
        return await asyncio.to_thread(_fits, [self._readable(paper) for paper in papers], interests)

    def _readable(self, paper: Paper) -> Readable:
        known = self._read.get(paper.id)
        return known if known and known.paper == paper else Readable(paper)

    async def _meant(self, interest: Interest, month: Sequence[Paper]) -> str:
        """A name that is spelled nearly so, a topic without its typos or in the field's words; '' where none is."""
        match interest.kind:
            case InterestKind.AUTHOR:
                known = Counter(name for paper in month for name in paper.authors)
                for word in interest.value.split()[-1:]:
                    known.update(await self._index.authors(word, 50))
            case InterestKind.ORGANISATION:
                known = Counter(paper.organisation.name for paper in month if paper.organisation)
            case InterestKind.CATEGORY:
                known = Counter(category for paper in month for category in paper.categories)
            case InterestKind.TOPIC:
                return await self._mended(interest, month) or _in_the_field(interest.value)
            case _:
                return ""
        return _spelled_nearly(interest.value, known)


def _fits(papers: Sequence[Readable], interests: Sequence[Interest]) -> list[list[bool]]:
    """Which papers each interest names. Their meanings are laid out once: that takes longer than to look at them."""
    topics = any(each.kind is InterestKind.TOPIC for each in interests)
    meanings = PaperMeanings.of([paper.meaning for paper in papers]) if topics else None
    return [named(papers, each, meanings) for each in interests]


def _picked_since(month: Sequence[Paper]) -> date | None:
    days = sorted({paper.day for paper in month if paper.day}, reverse=True)[:BACKGROUND_DAYS]
    return days[-1] if days else None


def _beside(interest: Interest, month: Sequence[Paper], named: Container[PaperId]) -> tuple[tuple[str, int], ...]:
    """Organisations whose names begin with the one named but are others, those with the most papers first."""
    if interest.kind is not InterestKind.ORGANISATION:
        return ()
    others = (paper.organisation.name for paper in month if paper.organisation and paper.id not in named)
    return tuple(Counter(name for name in others if _goes_on_from(interest.value, name)).most_common())


def _is_place(topic: Interest, month: Sequence[Paper]) -> bool:
    if topic.kind is not InterestKind.TOPIC:
        return False
    called = {fold(name) for paper in month if (place := paper.organisation) for name in (place.name, place.slug)}
    return fold(topic.value) in called or _A_PLACE.fullmatch(topic.value) is not None


def _places(interest: Interest, found: Sequence[Paper]) -> tuple[tuple[str, int], ...]:
    """The organisations of the papers found, those with the most first; none where all are called just as was typed."""
    if interest.kind is not InterestKind.ORGANISATION:
        return ()
    counted = Counter(paper.organisation.name.strip() for paper in found if paper.organisation)
    return tuple(counted.most_common()) if {*map(fold, counted)} - {fold(interest.value)} else ()


def _goes_on_from(value: str, name: str) -> bool:
    """Whether a name is another and more words: Tencent Hunyuan, GoogleDeepMind; not Tencent for Tenc."""
    return name.casefold().startswith(value.casefold()) and not name[len(value) : len(value) + 1].islower()


def _is_name(interest: Interest) -> bool:
    return interest.kind in (InterestKind.AUTHOR, InterestKind.ORGANISATION)


def _alike(other: Interest, interest: Interest) -> bool:
    """Whether one may be offered in place of the other; of two topics, where they are nearly alike or mean the same."""
    if interest.kind is InterestKind.TOPIC:
        spelled = fuzz.ratio(fold(other.value), fold(interest.value)) >= NEAR
        near = spelled or interest.value == _in_the_field(other.value)
        return other.kind is InterestKind.TOPIC and near and _just_before(other, interest)
    return other.kind is interest.kind or words(other.value) == words(interest.value)


def _just_before(other: Interest, interest: Interest) -> bool:
    if other.since is None or interest.since is None:
        return False
    return interest.since - other.since <= SAME_TALK


def _called_so(interest: Interest, month: Sequence[Paper]) -> tuple[str, ...]:
    """Authors who may be meant: *Huang* alone is nobody's whole name, *Song Han* is no topic."""
    sought = words(interest.value)
    known = Counter(author for paper in month for author in paper.authors if sought and sought[0] in words(author))
    if interest.kind is InterestKind.TOPIC:
        return tuple(author for author in known if words(author) == sought and len(sought) > 1)
    if interest.kind is not InterestKind.AUTHOR or len(sought) != 1:
        return ()
    return tuple(sorted(known, key=lambda author: (-known[author], author)))


def _in_the_field(topic: str) -> str:
    """What the field calls a topic that everyday words name: *making things up* is hallucination; '' for others."""
    reading = in_field_words(words(topic))
    return reading.named[0] if reading else ""


def _spelled_nearly(name: str, known: Counter[str]) -> str:
    near = process.extractOne(name, list(known), scorer=fuzz.ratio, processor=fold, score_cutoff=NEAR)
    return near[0] if near else ""
