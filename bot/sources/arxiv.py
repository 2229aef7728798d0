"""arXiv: the daily feed of each category first, the query API for the days in between and for single papers."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import structlog

from bot.errors import ConfigurationError, SourceBroken, SourceDown, SourceError
from bot.identity import is_arxiv, short
from bot.model import Batch, FetchOutcome, Paper, PaperId, SourceState
from bot.ports.leases import Leases
from bot.ports.time import Clock
from bot.same_work import merge
from bot.settings import Settings
from bot.sources.arxiv_changes import ArxivChanges, ChangePage
from bot.sources.arxiv_cursor import ArxivCursor, newest_number
from bot.sources.arxiv_parser import Announced, ApiPage, Feed, parse_api_page, parse_feed
from bot.sources.calendars import DAY, EASTERN, announcements, feed_rebuilt
from bot.sources.http import PoliteClient, RateLimiter, checked_base
from bot.text import words

NAME = "arxiv"
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.(?:[A-Z]{2}|[a-z]+(?:-[a-z]+)*))?")
AFTER_REBUILD = timedelta(minutes=10)
AGAIN = timedelta(hours=1)
FIRST_READING = 2
"""How many announcement days before today's feed a first reading asks the query API for."""
MODERATION = timedelta(days=4)
"""Papers wait up to so long between submission and announcement."""
OVERLAP = timedelta(days=1)
"""A record that changes while the list is read may be skipped, and announcements were seen to come in part."""
SLICE = 500
MOST_RESULTS = 30_000
RUSH_ENDS = 1
"""Between 00:00 and 01:00 UTC, just after the announcement, arXiv refuses most requests."""


log = structlog.get_logger()


def rate_limiter(clock: Clock, leases: Leases) -> RateLimiter:
    """One request every three seconds over one connection, jointly for feeds and API (arXiv's terms of use).

    After "rate exceeded" it was seen to recover when left alone for ten minutes.
    """
    return RateLimiter("arXiv", clock, leases, every=timedelta(seconds=3), silence=timedelta(minutes=10))


def create(name: str, wanted: str, settings: Settings, clock: Clock, leases: Leases) -> "ArxivSource":
    """``wanted`` are categories joined by plus signs. Raises ``ConfigurationError`` for what can't be one."""
    names = tuple(dict.fromkeys(part.strip() for part in wanted.split("+") if part.strip()))
    if not names or not all(_CATEGORY.fullmatch(each) for each in names):
        example = "arxiv:cs.CL+cs.LG"
        raise ConfigurationError(f"PAPERBOY_SOURCES: name arXiv's categories as in {example}, not {wanted[:40]!r}.")
    limiter = rate_limiter(clock, leases)
    client = PoliteClient(limiter, clock, settings.contact)
    changes = ArxivChanges(limiter, settings.arxiv_oai_base, settings.contact, clock)
    return ArxivSource(client, settings.arxiv_rss_base, settings.arxiv_api_base, changes, names, clock)


class ArxivSource:
    """The cursor is an ``ArxivCursor``."""

    name = NAME

    def __init__(
        self,
        client: PoliteClient,
        rss_base: str,
        api_base: str,
        changes: ArxivChanges,
        categories: Sequence[str],
        clock: Clock,
    ) -> None:
        self._client = client
        self._rss_base = checked_base(rss_base, "PAPERBOY_ARXIV_RSS_BASE")
        self._api_base = checked_base(api_base, "PAPERBOY_ARXIV_API_BASE")
        self._changes = changes
        self._categories = tuple(categories)
        self._clock = clock

    async def fetch(self, cursor: str | None, *, since: date | None = None) -> AsyncIterator[Batch]:
        mark = ArxivCursor.of(cursor)
        feeds, notes = await self._feeds()
        missed = _missed(feeds, mark, since)
        behind = _unread(feeds, mark) | {each: min(day, mark.behind.get(each, day)) for each, day in missed.items()}
        if missed:
            async for batch in self._made_up_for(missed, behind, mark):
                yield replace(batch, cursor=str(mark))
        empty = {category: note for category, feed in feeds.items() if (note := self._empty(category, feed))}
        again = {category: note for category, feed in feeds.items() if (note := _again(category, feed, mark))}
        trusted = {category: feed for category, feed in feeds.items() if category not in empty | again}
        notes += [*again.values(), *self._late(trusted)]
        suspicion, quiet = "; ".join(notes), "; ".join(empty.values())
        yield replace(_batch(feeds), cursor=str(mark.after(trusted, behind)), suspicion=suspicion, quiet=quiet)
        if behind and not missed:  # it shrinks as changes are read, so that each cursor says what is still to be read
            async for batch in self._changed(behind, mark):
                yield replace(batch, cursor=str(mark.after(trusted, behind)), suspicion=suspicion, quiet=quiet)
            yield Batch(papers=(), cursor=str(mark.after(trusted, behind)), suspicion=suspicion, quiet=quiet)

    async def paper(self, paper_id: PaperId) -> Paper | None:
        if not is_arxiv(paper_id):
            return None
        page = await self._query({"id_list": short(paper_id), "max_results": "1"})
        return page.papers[0] if page.papers else None

    async def find(self, text: str, limit: int) -> Sequence[Paper]:
        asked = " AND ".join(f"all:{word}" for word in words(text)[:20])
        return (await self._query({"search_query": asked, "max_results": str(limit)})).papers if asked else ()

    def expected_days(self, first: date, last: date) -> Sequence[date]:
        return announcements(first, last)

    def next_due(self, state: SourceState, now: datetime) -> datetime | None:
        """Ten minutes after the next feed is built; hourly while the last one looks wrong."""
        if state.retry_at is not None:
            return _calm(state.retry_at)
        if state.read_at is None:
            return _calm(now)
        if state.outcome is FetchOutcome.SUSPICIOUS:
            return _calm(state.read_at + AGAIN)
        read_on = (state.read_at - AFTER_REBUILD).astimezone(EASTERN).date()
        coming = announcements(read_on + DAY, read_on + 14 * DAY)[0]
        return _calm(feed_rebuilt(coming).astimezone(UTC) + AFTER_REBUILD)

    async def _feeds(self) -> tuple[dict[str, Feed], list[str]]:
        """The feeds that could be read, and what was wrong with the others. Raises if none could."""
        feeds: dict[str, Feed] = {}
        errors: list[SourceError] = []
        for category in self._categories:
            try:
                feeds[category] = await self._feed(category)
            except SourceError as error:
                errors.append(error)
        if not feeds:
            raise errors[0]
        return feeds, [str(error) for error in errors]

    async def _feed(self, category: str) -> Feed:
        body = await self._client.get(f"{self._rss_base}/rss/{category}", {}, kind="xml")
        if body is None:
            raise SourceBroken(f"arXiv has no feed of {category}.")
        return parse_feed(body, category)

    def _empty(self, category: str, feed: Feed) -> str:
        """That a feed is empty where the calendar expects papers: a holiday, or a feed that isn't built yet. It is not
        counted as read."""
        return f"{category}: the feed of {feed.day} is empty" if not feed.items and feed.day == self._due() else ""

    def _late(self, feeds: Mapping[str, Feed]) -> list[str]:
        late = {category: feed.day for category, feed in feeds.items() if feed.day < self._due()}
        return [f"{category}: the feed is still that of {day}" for category, day in late.items()]

    def _due(self) -> date:
        """The day of the feed that should stand now."""
        today = (self._clock.now() - AFTER_REBUILD).astimezone(EASTERN).date()
        return announcements(today - 14 * DAY, today)[-1]

    async def _made_up_for(
        self, missed: Mapping[str, date], behind: dict[str, date], mark: ArxivCursor
    ) -> AsyncIterator[Batch]:
        """What was announced while nobody read: by its changes, else by what was submitted shortly before.

        A category of which no change is listed, though papers were announced, is asked for both ways, and another day.
        """
        for category, day in list(behind.items()):
            alone, some = {category: day}, category not in missed
            async for batch in self._changed(alone, mark):
                some = True
                yield batch
            if some and not alone:
                del behind[category]
        if left := {category: day for category, day in missed.items() if category in behind}:
            async for page in self._submitted(left):
                yield Batch(papers=page.papers, cursor="", listed=page.listed, skipped=page.listed - len(page.papers))

    async def _changed(self, behind: dict[str, date], mark: ArxivCursor) -> AsyncIterator[Batch]:
        """All changes to categories since those days, withdrawals among them, which the feeds don't tell.

        A category that was read leaves ``behind``; what can't be read now is read with the next feed.
        """
        for category, first in list(behind.items()):
            try:
                async for page in self._changes.since(category, first - OVERLAP):
                    if page.listed:
                        yield _batch_of(page, first, mark.top(category))
            except SourceError as error:
                log.warning("source.changes_unread", source=NAME, category=category, why=str(error))
            else:
                del behind[category]

    async def _submitted(self, missed: Mapping[str, date]) -> AsyncIterator[ApiPage]:
        """Everything submitted to the categories that can have been announced since the earliest day, oldest first."""
        first = min(missed.values()) - MODERATION
        categories = " OR ".join(f"cat:{category}" for category in missed)
        window = f"submittedDate:[{first:%Y%m%d}0000 TO {self._clock.now() + DAY:%Y%m%d}0000]"
        asked = {"search_query": f"({categories}) AND {window}", "sortBy": "submittedDate", "sortOrder": "ascending"}
        start = 0
        while start < MOST_RESULTS:
            page = await self._query({**asked, "start": str(start), "max_results": str(SLICE)})
            if page.listed == 0 and start < page.total:
                raise SourceDown(f"arXiv sent an empty slice at {start} of {page.total} papers.", AGAIN)
            yield page
            start += SLICE
            if start >= page.total:
                return

    async def _query(self, asked: Mapping[str, str]) -> ApiPage:
        body = await self._client.get(f"{self._api_base}/api/query", asked, kind="xml")
        if body is None:
            raise SourceBroken("arXiv no longer answers at /api/query.")
        return parse_api_page(body)


def _batch_of(page: ChangePage, first: date, top: str) -> Batch:
    """News are works that never changed and whose number is of that month or later; all others are updates.

    Numbers are given with the announcement, so that a paper held for weeks has a new one; edits in bulk touch old ones.
    What has a higher number than ``top``, the newest that was read, is news though it was replaced since, and of the
    ``first`` day at the earliest, however long ago it was submitted.
    """
    numbered = [paper for paper in page.changes if _numbered_since(paper, first)]
    later = {paper.id for paper in numbered if top and short(paper.id) > top}
    fresh = [
        replace(paper, published=max(paper.published or first, first)) if paper.id in later else paper
        for paper in numbered
        if paper.version == 1 or paper.id in later
    ]
    ids = {paper.id for paper in fresh}
    updates = [paper for paper in page.changes if paper.id not in ids]
    skipped = page.listed - len(page.changes)
    return Batch(papers=tuple(fresh), updates=tuple(updates), cursor="", listed=page.listed, skipped=skipped)


def _unread(feeds: Mapping[str, Feed], mark: ArxivCursor) -> dict[str, date]:
    """Categories whose changes are to be read, and from which day on: with every new feed, and where that failed."""
    days = {category: mark.day(category) for category in feeds}
    new = {category: day for category, day in days.items() if day and day < feeds[category].day}
    return new | {category: day for category, day in mark.behind.items() if category in feeds}


def _numbered_since(paper: Paper, first: date) -> bool:
    return short(paper.id)[:4] >= f"{first:%y%m}" and "/" not in paper.id


def _again(category: str, feed: Feed, mark: ArxivCursor) -> str:
    """That a feed brings the papers of the one before, whatever its date line says. It is not counted as read.

    The same newest paper tells it: a lower number alone may be due to one record with a number far too high before.
    """
    before = mark.day(category)
    newest = newest_number(feed)
    if before and feed.day > before and newest and newest == mark.top(category):
        return f"{category}: the feed of {feed.day} brings the papers of {before} again"
    return ""


def _missed(feeds: Mapping[str, Feed], mark: ArxivCursor, since: date | None) -> dict[str, date]:
    """Categories with announcements between what was read and today's feed, and the first day to make up for."""
    first = {category: since or _resume(feed, mark.day(category)) for category, feed in feeds.items()}
    return {category: day for category, day in first.items() if announcements(day, feeds[category].day - DAY)}


def _resume(feed: Feed, read: date | None) -> date:
    return read + DAY if read else announcements(feed.day - 14 * DAY, feed.day - DAY)[-FIRST_READING]


def _batch(feeds: Mapping[str, Feed]) -> Batch:
    """One batch for the day over all categories: a paper listed in several comes once, as new if any calls it new."""
    fresh: dict[PaperId, Paper] = {}
    updates: dict[PaperId, Paper] = {}
    for item in (item for feed in feeds.values() for item in feed.items):
        kept = fresh if item.announced in (Announced.NEW, Announced.CROSS) else updates
        known = kept.get(item.paper.id)
        kept[item.paper.id] = merge(known, item.paper) if known else item.paper
    return Batch(
        papers=tuple(fresh.values()),
        updates=tuple(paper for paper_id, paper in updates.items() if paper_id not in fresh),
        cursor="",
        day=max(feed.day for feed in feeds.values()),
        listed=len(fresh) + len(updates),
        skipped=sum(feed.listed - len(feed.items) for feed in feeds.values()),
    )


def _calm(at: datetime) -> datetime:
    utc = at.astimezone(UTC)
    return utc.replace(hour=RUSH_ENDS, minute=0, second=0, microsecond=0) if utc.hour < RUSH_ENDS else utc
