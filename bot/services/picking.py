"""Picks: for a person, for a channel, and why."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.cards import picks as cards
from bot.cards.papers import PAGE, list_answer
from bot.commands.arguments import HOW_MANY, PAPER
from bot.errors import NotFound
from bot.model import Answer, Channel, Hit, Interest, InterestKind, Member, Paper, PaperId, Pick, Request, Tenant
from bot.ports.papers import Papers
from bot.ports.people import FeedbackLog, InterestBook, Memberships
from bot.ports.time import Clock
from bot.ranking.channel import ChannelJudgement
from bot.ranking.embedded import NONE
from bot.ranking.explain import Switches, nearest_titles
from bot.ranking.features import FeatureSpace, Rows
from bot.ranking.judge import Judgement, Table, unwanted
from bot.ranking.nearest import alike, likeness
from bot.ranking.profile import verdict
from bot.ranking.rules import Readable, matching
from bot.ranking.shelf import Shelf
from bot.ranking.vocabulary import Floats
from bot.services.encoding import Encoding
from bot.services.finding import PaperFinder
from bot.services.handling import Handler
from bot.services.readers import AT_ONCE, Known, Readers
from bot.services.spaces import SpaceKeeper

DAYS = 7
"""Candidates come from so many of the newest days that have papers."""
ACTIVE = timedelta(days=60)
"""Whoever reacted or asked in a channel this recently is picked for there."""
COMPANY = 100
"""Most people whose reactions are weighed for one list."""
SIMILAR = 20
"""Papers that ``similar`` lists in all."""
LIKES_NAMED = 100
"""The most recent likes among which the nearest is named."""


class Picking:
    """Loads what is known, lets ``bot.ranking`` judge, and tells it in cards."""

    def __init__(
        self,
        papers: Papers,
        interests: InterestBook,
        feedback: FeedbackLog,
        memberships: Memberships,
        readers: Readers,
        spaces: SpaceKeeper,
        finder: PaperFinder,
        clock: Clock,
        encoding: Encoding,
        switches: Switches,
    ) -> None:
        self._papers = papers
        self._interests = interests
        self._feedback = feedback
        self._memberships = memberships
        self._readers = readers
        self._spaces = spaces
        self._finder = finder
        self._clock = clock
        self._encoding = encoding
        self._switches = switches
        self._shelf: Shelf | None = None
        self._filling = asyncio.Lock()

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"picks": self._picks, "why": self._why, "similar": self._similar}

    async def for_member(self, member: Member, limit: int, candidates: Sequence[Paper] | None = None) -> Sequence[Pick]:
        """The best for one person, from ``candidates`` or the newest stored days, without what they reacted to.

        With nothing known of them: the newest day's best by upvotes and breadth.
        """
        space = await self._spaces.current()
        known = await self._readers.of(member, space)
        papers = await self._recent() if candidates is None else candidates
        fresh: Sequence[Paper] = [paper for paper in papers if not known.opinions.keys() & {paper.id, *paper.aliases}]
        if candidates is None and not known.reader.known:
            fresh = _newest_day(fresh, limit)
        table = await self._table(space, fresh, member.tenant, member)
        kept = table.without(unwanted(table.readable, known.reader.interests))
        return await self._named(Judgement(kept, known.reader).picks(limit), known, space)

    async def why(self, member: Member, paper_id: PaperId) -> Pick:
        """One paper with the parts of its score for this person. Raises ``NotFound``."""
        paper = (await self._papers.get([paper_id])).get(paper_id)
        if paper is None:
            raise NotFound("I don't know that paper.")
        space = await self._spaces.current()
        known = await self._readers.of(member, space)
        newest = await self._papers.latest_day()
        table = replace(await self._table(space, [paper], member.tenant, member), newest=newest)
        return (await self._named([Judgement(table, known.reader).pick(0)], known, space))[0]

    async def for_channel(
        self,
        channel: Channel,
        *,
        count: int,
        topics: Sequence[str] = (),
        categories: Sequence[str] = (),
        minimum: float | None = None,
        exclude: Collection[PaperId] = (),
        candidates: Sequence[Paper],
    ) -> Sequence[Pick]:
        """A selection in which each active member finds something, from ``candidates`` without ``exclude``.

        ``topics`` count as followed by the channel, ``categories`` let only those through, ``minimum`` leaves out what
        scores lower. Only members of the channel's own tenant count.
        """
        space = await self._spaces.current()
        stated = (await self._interests.of(channel)).all
        interests = (*stated, *(Interest(kind=InterestKind.TOPIC, value=topic) for topic in topics))
        only = [Interest(kind=InterestKind.CATEGORY, value=category) for category in categories]
        possible = [paper for paper in candidates if not {paper.id, *paper.aliases} & set(exclude)]
        table = await self._table(space, possible, channel.tenant)
        refused = unwanted(table.readable, interests)
        outside = [bool(only) and not matching(paper, only) for paper in table.readable]
        table = table.without([muted or out for muted, out in zip(refused, outside, strict=True)])
        members = await self._readers.of_many(await self._active(channel), space)
        voice = self._readers.stated(interests, space)
        judged = ChannelJudgement(table, voice, [(known.reader, known.opinions) for known in members.values()])
        return judged.picks(count, minimum)

    async def similar(self, paper_id: PaperId, limit: int) -> Sequence[Hit]:
        """Papers most like one, best first, among the newest and those the feature space was fitted on."""
        paper = (await self._papers.get([paper_id])).get(paper_id)
        if paper is None:
            raise NotFound("I don't know that paper.")
        space = await self._spaces.current()
        recent = await self._recent()
        rows, _ = await self._taken(space, [paper, *recent])
        others = rows.take(range(1, len(rows)))
        found = alike(space, rows.take([0]), others, [each.id for each in recent], limit + 1)
        papers = await self._papers.get([each for each, _ in found])
        hits = [Hit(paper=papers[each], score=score) for each, score in found if each in papers]
        return [hit for hit in hits if hit.paper.id != paper.id][:limit]

    async def _picks(self, request: Request) -> Answer:
        count = HOW_MANY.of(request.command, 5)
        picks = await self.for_member(request.member, count)
        space = await self._spaces.current()
        known = await self._readers.of(request.member, space)
        vague = self._readers.vague(known.reader.interests, space)
        return Answer(card=cards.picks_card(picks, known=known.reader.known, vague=vague), shareable=bool(picks))

    async def _why(self, request: Request) -> Answer:
        paper = await self._finder.find(PAPER.given(request.command))
        pick = await self.why(request.member, paper.id)
        opinion = (await self._feedback.opinions(request.member)).get(paper.id)
        mutes = [each for each in (await self._interests.of(request.member)).mutes if Readable(paper).matches(each)]
        return Answer(card=cards.why_card(pick, opinion, mutes))

    async def _similar(self, request: Request) -> Answer:
        paper = await self._finder.find(PAPER.given(request.command))
        hits = await self.similar(paper.id, SIMILAR)
        first = (request.command.page - 1) * PAGE
        return list_answer(
            request.command,
            [hit.paper for hit in hits[first : first + PAGE]],
            title=f"Like “{paper.title}”",
            opinions=await self._feedback.opinions(request.member),
            total=len(hits),
        )

    async def _recent(self) -> Sequence[Paper]:
        """The papers of the newest stored days; where no paper has a day, the newest papers."""
        last = first = await self._papers.latest_day()
        if last is None or first is None:
            return await self._papers.sample(DAYS * 50)
        for _ in range(DAYS - 1):
            earlier = await self._papers.latest_day(first - timedelta(days=1))
            first = earlier or first
        return await self._papers.between(first, last)

    async def _active(self, channel: Channel) -> list[Member]:
        seen = await self._memberships.of(channel, self._clock.now() - ACTIVE)
        return [member for member in seen if member.tenant == channel.tenant]

    async def _table(
        self, space: FeatureSpace, papers: Sequence[Paper], tenant: Tenant, member: Member | None = None
    ) -> Table:
        rows, readable = await self._taken(space, papers)
        return Table(
            space=space,
            papers=papers,
            rows=rows,
            readable=readable,
            newest=max((paper.day for paper in papers if paper.day), default=None),
            likers=await self._likers(papers, space, tenant, member),
            switches=self._switches,
        )

    async def _taken(self, space: FeatureSpace, papers: Sequence[Paper]) -> tuple[Rows, list[Readable]]:
        """From the shelf, which one thread fills at a time; many papers off the event loop."""
        async with self._filling:
            take = self._shelf_of(space).take
            embeddings = await self._encoding.of([paper.id for paper in papers]) if space.embedded else NONE
            return (
                await asyncio.to_thread(take, papers, embeddings) if len(papers) > AT_ONCE else take(papers, embeddings)
            )

    async def _likers(
        self, papers: Sequence[Paper], space: FeatureSpace, tenant: Tenant, member: Member | None
    ) -> Mapping[PaperId, list[Floats]]:
        """The tastes of those in the tenant, other than the member, who like or saved each paper."""
        about = await self._feedback.about(tenant, [paper.id for paper in papers])
        glad = [(each, opinion.paper) for each, opinion in about if each != member and verdict(opinion)]
        people = list(dict.fromkeys(each for each, _ in glad))[:COMPANY]
        readers = await self._readers.of_many(people, space) if people else {}
        tastes: dict[PaperId, list[Floats]] = {}
        for each, paper in glad:
            if each in readers and len(readers[each].reader.taste):
                tastes.setdefault(paper, []).append(readers[each].reader.taste)
        return tastes

    async def _named(self, picks: Sequence[Pick], known: Known, space: FeatureSpace) -> list[Pick]:
        """The picks with the nearest liked paper named, among the most recent likes."""
        likes = [opinion for opinion in known.opinions.values() if verdict(opinion)]
        latest = sorted(likes, key=lambda opinion: (opinion.at, opinion.paper), reverse=True)[:LIKES_NAMED]
        liked = list((await self._papers.get([opinion.paper for opinion in latest])).values())
        if not liked or not picks:
            return list(picks)
        rows, _ = await self._taken(space, [*(pick.paper for pick in picks), *liked])
        shown, known_rows = rows.take(range(len(picks))), rows.take(range(len(picks), len(rows)))
        near = likeness(shown, known_rows).argmax(axis=1)
        return [
            replace(pick, reasons=tuple(nearest_titles(pick.reasons, liked[place].title)))
            for pick, place in zip(picks, near.tolist(), strict=True)
        ]

    def _shelf_of(self, space: FeatureSpace) -> Shelf:
        if self._shelf is None or self._shelf.space is not space:
            self._shelf = Shelf(space)
        return self._shelf


def _newest_day(papers: Sequence[Paper], enough: int) -> Sequence[Paper]:
    """The newest day's papers where there are enough."""
    newest = max((paper.day for paper in papers if paper.day), default=None)
    today = [paper for paper in papers if paper.day == newest]
    return today if len(today) >= enough else papers
