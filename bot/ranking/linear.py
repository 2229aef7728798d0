"""The ranker behind the port: linear scores over terms and meaning, in one feature space at a time."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from bot.cards import refusals
from bot.errors import NotFound
from bot.model import (
    Bar,
    Channel,
    Hit,
    Interest,
    InterestKind,
    Learned,
    Member,
    Paper,
    PaperId,
    Pick,
    Selection,
    Tenant,
)
from bot.ports.memberships import Memberships
from bot.ports.papers import Papers
from bot.ports.time import Clock
from bot.ranking.candidates import Candidates
from bot.ranking.channel import ChannelRanking
from bot.ranking.explain import NAMED_FROM, Switches, nearest_titles, strongest_words
from bot.ranking.feature_spaces import FeatureSpaces
from bot.ranking.features import FeatureSpace
from bot.ranking.nearest import alike
from bot.ranking.profile import verdict
from bot.ranking.rank import Ranking, unwanted
from bot.ranking.relevance import BARS, topic_relevance
from bot.ranking.row_cache import PaperRows
from bot.ranking.term_index import Floats
from bot.ranking.user_models import COUNTED, KnownMember, UserModels

BACKGROUND_DAYS = 7
"""Candidates come from so many of the newest days that have papers."""
ACTIVE = timedelta(days=60)
"""Whoever reacted or asked in a channel this recently is picked for there."""
MOST_LIKERS = 100
"""Most people whose reactions are weighed for one list."""
LIKES_NAMED = 100
"""The most recent likes among which the nearest is named."""
WORDS_SHOWN = 10
"""Learned words of a profile."""


class LinearRanker:
    """Fetches what is known, ranks it with pure functions, and explains it. See ``bot.ports.ranking.Ranker``."""

    def __init__(
        self,
        papers: Papers,
        memberships: Memberships,
        spaces: FeatureSpaces,
        users: UserModels,
        rows: PaperRows,
        clock: Clock,
        switches: Switches,
    ) -> None:
        self._papers = papers
        self._memberships = memberships
        self._spaces = spaces
        self._users = users
        self._rows = rows
        self._clock = clock
        self._switches = switches

    async def for_member(
        self, member: Member, count: int, candidates: Sequence[Paper] | None = None, bar: Bar | None = None
    ) -> Selection:
        space = await self._spaces.current()
        known = await self._users.of(member, space)
        papers = await self._recent() if candidates is None else candidates
        seen = await self._users.reacted(member, known, papers)
        fresh: Sequence[Paper] = [paper for paper in papers if not seen & {paper.id, *paper.aliases}]
        if candidates is None and not known.user.known:
            fresh = _newest_day(fresh, count)
        prepared = await self._prepared(space, papers, member.tenant, member, fresh)
        kept = prepared.without(unwanted(prepared.batch, known.user.interests))
        selection = Ranking(kept, known.user).select(count, bar or self._switches.bar)
        return replace(
            selection,
            picks=tuple(await self._named(selection.picks, known, space)),
            nearly=tuple(await self._named(selection.nearly, known, space)),
        )

    async def for_channel(
        self,
        channel: Channel,
        *,
        count: int,
        topics: Sequence[str] = (),
        categories: Sequence[str] = (),
        bar: Bar | None = None,
        candidates: Sequence[Paper],
    ) -> Selection:
        space = await self._spaces.current()
        topical = [Interest(kind=InterestKind.TOPIC, value=topic) for topic in topics]
        prepared, own, active = await asyncio.gather(
            self._prepared(space, candidates, channel.tenant),
            self._users.of_channel(channel, topical, space),
            self._active(channel),
        )
        kept = prepared.without(unwanted(prepared.batch, own.interests))
        only = [Interest(kind=InterestKind.CATEGORY, value=category) for category in categories]
        if only:
            kept = kept.without(~np.logical_or.reduce([prepared.batch.named(each) for each in only]))
        members = await self._users.of_many(active, space)
        people = [(each.user, await self._users.reacted(who, each, candidates)) for who, each in members.items()]
        return ChannelRanking(kept, own, people, bar or self._switches.bar).select(count)

    async def explain(self, member: Member, paper: PaperId) -> Pick:
        found = await self._paper(paper)
        space = await self._spaces.current()
        known = await self._users.of(member, space)
        prepared = await self._prepared(space, [found], member.tenant, member)
        prepared = replace(prepared, newest=await self._papers.latest_day())
        others = await self._users.without(known, found.id, space)
        return (await self._named([Ranking(prepared, others).pick(prepared.places[0])], known, space))[0]

    async def similar(self, paper: PaperId, limit: int) -> Sequence[Hit]:
        found = await self._paper(paper)
        space = await self._spaces.current()
        recent = await self._recent()
        rows = await self._rows.rows(space, [found, *recent])
        others = rows.take(range(1, len(rows)))
        near = alike(space, rows.take([0]), others, [each.id for each in recent], limit + 1)
        papers = await self._papers.get([each for each, _ in near])
        hits = [Hit(paper=papers[each], score=score) for each, score in near if each in papers]
        return [hit for hit in hits if hit.paper.id != found.id][:limit]

    async def close_to(self, topic: str, papers: Sequence[Paper]) -> Sequence[Paper]:
        space = await self._spaces.current()
        batch, allowed = await self._rows.batch(space, papers)
        likely = topic_relevance(batch, self._users.topic(topic, space)) * (allowed & ~unwanted(batch, ()))
        ordered = np.argsort(-likely, kind="stable")
        return [batch.papers[place] for place in ordered if likely[place] >= BARS[self._switches.bar]]

    async def profile(self, member: Member) -> Learned:
        space = await self._spaces.current()
        known = await self._users.of(member, space)
        return Learned(
            known=known.user.known,
            words=tuple(strongest_words(space, known.profile, WORDS_SHOWN)),
            opinions=known.opinions,
            vague=tuple(self._users.vague(known.user.interests, space)),
            most=COUNTED if len(known.opinions) == COUNTED else None,
        )

    async def _paper(self, paper: PaperId) -> Paper:
        found = (await self._papers.get([paper])).get(paper)
        if found is None:
            raise NotFound(refusals.UNKNOWN_PAPER)
        return found

    async def _recent(self) -> Sequence[Paper]:
        """The papers of the newest stored days; where no paper has a day, the newest papers."""
        last = first = await self._papers.latest_day()
        if last is None or first is None:
            return await self._papers.sample(BACKGROUND_DAYS * 50)
        for _ in range(BACKGROUND_DAYS - 1):
            earlier = await self._papers.latest_day(first - timedelta(days=1))
            first = earlier or first
        return await self._papers.between(first, last)

    async def _active(self, channel: Channel) -> list[Member]:
        seen = await self._memberships.of(channel, self._clock.now() - ACTIVE)
        return [member for member in seen if member.tenant == channel.tenant]

    async def _prepared(
        self,
        space: FeatureSpace,
        papers: Sequence[Paper],
        tenant: Tenant,
        member: Member | None = None,
        chosen: Sequence[Paper] | None = None,
    ) -> Candidates:
        """Papers laid out, of which only the ``chosen`` are candidates: many people's lists are parts of one."""
        batch, allowed = await self._rows.batch(space, papers)
        if chosen is not None and len(chosen) < len(papers):
            papers, allowed = chosen, batch.holds(chosen)
        return Candidates(
            batch=batch,
            allowed=allowed,
            newest=max((paper.day for paper in papers if paper.day), default=None),
            likers=await self._likers(papers, space, tenant, member),
            switches=self._switches,
        )

    async def _likers(
        self, papers: Sequence[Paper], space: FeatureSpace, tenant: Tenant, member: Member | None
    ) -> Mapping[PaperId, list[Floats]]:
        """The tastes of those in the tenant, other than the member, who like or saved each paper."""
        return await self._users.likers(tenant, [paper.id for paper in papers], space, but=member, most=MOST_LIKERS)

    async def _named(self, picks: Sequence[Pick], known: KnownMember, space: FeatureSpace) -> list[Pick]:
        """The picks with the nearest in meaning of the most recent likes named, where one is near."""
        likes = [opinion for opinion in known.opinions.values() if verdict(opinion)] if picks else []
        latest = sorted(likes, key=lambda opinion: (opinion.at, opinion.paper), reverse=True)[:LIKES_NAMED]
        liked = list((await self._papers.get([opinion.paper for opinion in latest])).values())
        if not liked:
            return list(picks)
        rows = await self._rows.rows(space, [*(pick.paper for pick in picks), *liked])
        shown, known_rows = rows.take(range(len(picks))), rows.take(range(len(picks), len(rows)))
        alike = space.meanings(shown) @ space.meanings(known_rows).T
        for place, pick in enumerate(picks):
            alike[place, [paper.id == pick.paper.id for paper in liked]] = -1
        nearest, near = alike.argmax(axis=1).tolist(), alike.max(axis=1) >= NAMED_FROM
        return [
            replace(pick, reasons=tuple(nearest_titles(pick.reasons, liked[place].title if named else "")))
            for pick, place, named in zip(picks, nearest, near, strict=True)
        ]


def _newest_day(papers: Sequence[Paper], enough: int) -> Sequence[Paper]:
    """The newest day's papers where there are enough."""
    newest = max((paper.day for paper in papers if paper.day), default=None)
    today = [paper for paper in papers if paper.day == newest]
    return today if len(today) >= enough else papers
