"""Daily Papers of Hugging Face, read day by day; for long stretches by week and month."""

import calendar
import re
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import quote

from bot.errors import SourceBroken
from bot.identity import short
from bot.model import Batch, Paper, PaperId, SourceState
from bot.ports.leases import Leases
from bot.ports.time import Clock
from bot.settings import Settings
from bot.sources.calendars import DAY, weekdays
from bot.sources.http import PoliteClient, RateLimiter, checked_base
from bot.sources.huggingface_parser import Listing, parse_listing, parse_paper

NAME = "huggingface"
FIRST_READING = timedelta(days=13)
REREAD = timedelta(days=4)
"""Upvotes and comments mostly come within days, so the days before the cursor are read again each time."""
AHEAD = timedelta(days=3)
PAGE = 100
MOST_PAGES = 100
LONGEST_QUERY = 250
QUIET_DAYS = 2
"""After so many weekdays without any paper the listing looks stale."""


def rate_limiter(clock: Clock, leases: Leases) -> RateLimiter:
    """500 anonymous requests in five minutes are allowed (Hub documentation, rate limits); this stays well below."""
    return RateLimiter("Hugging Face", clock, leases, every=timedelta(seconds=0.7), silence=timedelta(minutes=1))


def create(name: str, wanted: str, settings: Settings, clock: Clock, leases: Leases) -> "HuggingFaceSource":
    """There is nothing to choose from."""
    client = PoliteClient(rate_limiter(clock, leases), clock, settings.contact)
    return HuggingFaceSource(client, settings.huggingface_base, clock)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days that one listing covers, and how to ask for it."""

    first: date
    last: date
    asked: Mapping[str, str]


class HuggingFaceSource:
    """The cursor is the newest day that listed papers."""

    name = NAME

    def __init__(self, client: PoliteClient, base: str, clock: Clock) -> None:
        self._client = client
        self._base = checked_base(base, "PAPERBOY_HUGGINGFACE_BASE")
        self._clock = clock

    async def fetch(self, cursor: str | None, *, since: date | None = None) -> AsyncIterator[Batch]:
        newest = await self._newest()
        reached, today = _cursor_day(cursor), self._clock.now().date()
        first = since or (reached - REREAD if reached else newest - FIRST_READING)
        suspicion = self._stale(newest, today)
        for span in spans(first, today if today - newest <= AHEAD else newest):
            async for day, listing in self._days(span, newest):
                reached = max(day, reached or day)
                yield Batch(
                    papers=listing.papers,
                    cursor=reached.isoformat(),
                    day=day,
                    listed=listing.listed,
                    skipped=listing.skipped,
                    whole=day < today,
                    suspicion=suspicion,
                )

    async def paper(self, paper_id: PaperId) -> Paper | None:
        """Only works of arXiv's newer scheme are there; None for others and for those it doesn't know."""
        if not re.fullmatch(r"arxiv:[0-9.]+", paper_id):
            return None
        body = await self._client.get(f"{self._base}/api/papers/{quote(short(paper_id))}", {}, kind="json")
        return parse_paper(body) if body is not None else None

    async def find(self, text: str, limit: int) -> Sequence[Paper]:
        asked = {"q": text.strip()[:LONGEST_QUERY], "limit": str(limit)}
        return (await self._page("/api/papers/search", asked)).papers if asked["q"] else ()

    def expected_days(self, first: date, last: date) -> Sequence[date]:
        return weekdays(first, last)

    def next_due(self, state: SourceState, now: datetime) -> datetime | None:
        """Half-hourly on weekdays, since a day fills up while it lasts; less often on weekends."""
        if state.retry_at is not None:
            return state.retry_at
        wait = timedelta(minutes=30) if now.weekday() < 5 else timedelta(hours=3)
        return state.read_at + wait if state.read_at else now

    async def _newest(self) -> date:
        """The newest day that the undated listing names: it may lag behind the clock."""
        listing = await self._page("/api/daily_papers", {"limit": str(PAGE)})
        latest = self._clock.now().date() + AHEAD
        days = [paper.featured for paper in listing.papers if paper.featured and paper.featured <= latest]
        if not days:
            raise SourceBroken("Hugging Face listed no daily papers at all.")
        return max(days)

    def _stale(self, newest: date, today: date) -> str:
        missing = self.expected_days(newest + DAY, today - DAY)
        return f"nothing has been listed since {newest}" if len(missing) >= QUIET_DAYS else ""

    async def _days(self, span: Span, newest: date) -> AsyncIterator[tuple[date, Listing]]:
        """The days of a span that listed something or should have, oldest first."""
        listing = await self._listing(span)
        days: dict[date, list[Paper]] = {day: [] for day in weekdays(span.first, min(span.last, newest))}
        for paper in listing.papers:
            day = _day_in(span, paper)
            days.setdefault(day, []).append(replace(paper, featured=day))
        for day, papers in sorted(days.items()):
            yield day, Listing(papers=tuple(papers), skipped=listing.skipped if day == span.last else 0)

    async def _listing(self, span: Span) -> Listing:
        """All pages of a span. A page that is short, or repeats what came before, is the last."""
        papers: dict[PaperId, Paper] = {}
        skipped = 0
        for page in range(MOST_PAGES):
            asked = {**span.asked, "limit": str(PAGE), "p": str(page)}
            listing = await self._page("/api/daily_papers", asked)
            fresh = {paper.id: paper for paper in listing.papers if paper.id not in papers}
            papers |= fresh
            skipped += listing.skipped
            if listing.listed < PAGE or not fresh:
                break
        else:
            raise SourceBroken(f"Hugging Face listed more than {MOST_PAGES} pages for {span.first} to {span.last}.")
        _check_span(span, papers.values())
        return Listing(papers=tuple(papers.values()), skipped=skipped)

    async def _page(self, path: str, asked: Mapping[str, str]) -> Listing:
        body = await self._client.get(f"{self._base}{path}", asked, kind="json")
        if body is None:
            raise SourceBroken(f"Hugging Face no longer answers at {path}.")
        return parse_listing(body)


def spans(first: date, last: date) -> Iterator[Span]:
    """Cover the days from first to last by whole months, whole weeks and single days, as few as it takes."""
    while first <= last:
        span = next(each for each in (_month(first), _week(first), _day(first)) if each and each.last <= last)
        yield span
        first = span.last + DAY


def _month(first: date) -> Span | None:
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return Span(first, last, {"month": f"{first:%Y-%m}"}) if first.day == 1 else None


def _week(first: date) -> Span | None:
    year, week, weekday = first.isocalendar()
    return Span(first, first + 6 * DAY, {"week": f"{year}-W{week:02}"}) if weekday == 1 else None


def _day(first: date) -> Span:
    return Span(first, first, {"date": first.isoformat()})


def _day_in(span: Span, paper: Paper) -> date:
    """The day a paper is listed for. Of a single day that is the day asked for, whatever else the paper says."""
    return min(max(paper.featured or span.last, span.first), span.last)


def _check_span(span: Span, papers: Collection[Paper]) -> None:
    """The API silently ignores what it doesn't know: an answer about other days must not pass as this span's."""
    near = span.first - AHEAD, span.last + AHEAD
    elsewhere = [paper for paper in papers if paper.featured and not near[0] <= paper.featured <= near[1]]
    if len(elsewhere) * 2 > len(papers):
        raise SourceBroken(f"Asked for {span.first} to {span.last}, Hugging Face answered with other days.")


def _cursor_day(cursor: str | None) -> date | None:
    try:
        return date.fromisoformat(cursor) if cursor else None
    except ValueError:
        return None
