"""Lists of papers for feed readers, made of what is stored."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from operator import attrgetter
from urllib.parse import urlencode
from uuid import uuid4

from bot.cards import archive
from bot.cards import feeds as words
from bot.cards.searching import notes_of
from bot.commands.arguments import QUERY
from bot.errors import NotFound
from bot.model import (
    Channel,
    FeedEntry,
    Interest,
    InterestKind,
    Member,
    Paper,
    PaperFeed,
    Sort,
)
from bot.model.searching import TRENDING, trending_days
from bot.ports.digest_archive import DigestArchive
from bot.ports.feed_addresses import FeedAddresses
from bot.ports.key_value import KeyValue
from bot.ports.library import Library, OwnLists
from bot.ports.time import Clock
from bot.search.language import render_query
from bot.services.interest_reach import InterestReach
from bot.services.sign_in import mark_of

ENTRIES = 50
"""How many a feed has at least, where there are as many."""
MAX_ENTRIES_TODAY = 300
"""And at most: the feed of the day holds whole days, since a reader must not miss half of one."""
WINDOW_DAYS = 30
DIGESTS = 30
"""Digests of each of one's own daily picks that the feed goes back to."""
AUTHORITY = "feeds:authority"
BEGUN = "feeds:begun"
"""When a feed was asked for first; kept, so that feeds of an empty store have a time that stands still."""


class PaperFeeds:
    """See ``bot.ports.feeds.Feeds``."""

    def __init__(
        self,
        library: Library,
        own: OwnLists,
        reach: InterestReach,
        archive: DigestArchive,
        addresses: FeedAddresses,
        facts: KeyValue,
        clock: Clock,
    ) -> None:
        self._library = library
        self._own = own
        self._reach = reach
        self._archive = archive
        self._addresses = addresses
        self._facts = facts
        self._clock = clock

    async def today(self) -> PaperFeed:
        papers: list[Paper] = []
        day = last = await self._library.newest_day()
        while day and last and len(papers) < ENTRIES and last - day < timedelta(days=WINDOW_DAYS):
            found = await self._library.between(day, day, limit=MAX_ENTRIES_TODAY - len(papers))
            papers += found.papers
            day = found.before
        return await self._of_papers("today", words.TODAY, "/", papers)

    async def trending(self, period: str) -> PaperFeed:
        if period not in TRENDING:
            raise NotFound("")
        last = await self._library.newest_day()
        papers: Sequence[Paper] = ()
        if last:
            papers = (await self._library.between(*trending_days(period, last), limit=ENTRIES)).papers
        return await self._of_papers(f"trending/{period}", words.TRENDING[period], f"/trending/{period}", papers)

    async def search(self, text: str) -> PaperFeed:
        QUERY.kind.read(text)  # raises what chat asks back: an emoji alone is no search, and would find everything
        asked = await self._library.search(text, limit=1)
        query = asked.query
        newest = query if query.sort is not Sort.RELEVANCE else replace(query, sort=Sort.NEW)
        found = await self._library.search(render_query(newest), limit=ENTRIES)
        papers = [hit.paper for hit in found.hits]
        note = words.search_note(notes_of(asked), found=bool(papers))
        return await self._of_papers(f"search/{text}", words.search_title(text), _search_page(text), papers, note)

    async def topic(self, topic: str) -> PaperFeed:
        papers = (await self._reach.of(Interest(kind=InterestKind.TOPIC, value=topic))).papers[:ENTRIES]
        note = "" if papers else words.nothing_about(topic)
        return await self._of_papers(f"topic/{topic}", words.topic_title(topic), _search_page(topic), papers, note)

    async def owner(self, token: str) -> Member | None:
        return await self._addresses.owner(mark_of(token))

    async def picks(self, member: Member) -> PaperFeed:
        private = [each for each in await self._own.subscriptions(member) if each.direct]
        digests = [digest for each in private for digest in await self._archive.digests(each.channel, DIGESTS)]
        entries = await self._archive.entries(digests)
        return await self._of_member(member, "picks", words.PICKS, entries, words.NOTHING_PICKED)

    async def digests(self, channel: Channel, page: str) -> PaperFeed:
        entries = await self._archive.entries(await self._archive.digests(channel, DIGESTS))
        return PaperFeed(
            key=f"channel/{mark_of(str(channel))[:16]}",
            entries_key="digest",
            authority=await self._fact(AUTHORITY, uuid4().hex),
            as_of=await self._as_of(),
            title=archive.DIGESTS,
            page=page,
            note="" if entries else archive.NOTHING_YET,
            entries=_newest_first(entries)[:ENTRIES],
        )

    async def saved(self, member: Member) -> PaperFeed:
        saved = await self._own.saved(member, limit=ENTRIES)
        entries = [FeedEntry(key=paper.id, paper=paper, published=opinion.at) for opinion, paper in saved.lines]
        return await self._of_member(member, "saved", words.SAVED, entries, words.NOTHING_SAVED)

    async def topics(self, member: Member) -> Sequence[Interest]:
        return await self._own.topics(member)

    async def _of_papers(self, key: str, title: str, page: str, papers: Sequence[Paper], note: str = "") -> PaperFeed:
        as_of = await self._as_of()
        entries = [FeedEntry(key=paper.id, paper=paper, published=_since(paper, as_of)) for paper in papers]
        return PaperFeed(
            key=key,
            authority=await self._fact(AUTHORITY, uuid4().hex),
            as_of=as_of,
            title=title,
            page=page,
            note=note,
            entries=_newest_first(entries),
        )

    async def _of_member(
        self, member: Member, name: str, title: str, entries: Sequence[FeedEntry], nothing: str
    ) -> PaperFeed:
        whose = mark_of(f"{member.tenant.platform}/{member.tenant.id}/{member.id}")[:16]
        return PaperFeed(
            key=f"{name}/{whose}",
            authority=await self._fact(AUTHORITY, uuid4().hex),
            as_of=await self._as_of(),
            title=title,
            page="/me" if name == "picks" else "/me/saved",
            note="" if entries else nothing,
            entries=_newest_first(entries)[:ENTRIES],
        )

    async def _as_of(self) -> datetime:
        """The start of the newest day with papers; before there is any, when a feed was asked for first."""
        if newest := await self._library.newest_day():
            return datetime.combine(newest, time(), UTC)
        return datetime.fromisoformat(await self._fact(BEGUN, self._clock.now().isoformat()))

    async def _fact(self, name: str, first: str) -> str:
        """What is remembered under a name for good; ``first`` where nothing is yet."""
        known = await self._facts.get(name)
        if known is None:
            await self._facts.put(name, first)
            known = await self._facts.get(name)
        return known or first


def _search_page(text: str) -> str:
    """The path of the page that shows a search to people."""
    return f"/search?{urlencode({'q': text})}"


def _since(paper: Paper, otherwise: datetime) -> datetime:
    """When a paper came in: when it was first stored, else the start of its day."""
    if paper.first_seen:
        return paper.first_seen
    return datetime.combine(paper.day, time(), UTC) if paper.day else otherwise


def _newest_first(entries: Sequence[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Those of one moment stay in their order."""
    return tuple(sorted(entries, key=attrgetter("published"), reverse=True))
