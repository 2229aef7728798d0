"""bioRxiv and medRxiv, which one API serves: every posting of the chosen categories, read by the days of posting."""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import reduce
from urllib.parse import quote

from bot.categories import BIORXIV, MEDRXIV, preprint_category
from bot.errors import ConfigurationError, SourceBroken
from bot.identity import is_preprint_doi, short
from bot.model import Batch, Paper, PaperId, SourceState
from bot.ports.leases import Leases
from bot.ports.time import Clock
from bot.same_work import merge
from bot.settings import Settings
from bot.sources.calendars import DAY, days_between, weekdays
from bot.sources.http import PoliteClient, RateLimiter, checked_base
from bot.sources.preprints_parser import Posting, PreprintPage, parse_preprints

SERVERS = {"biorxiv": "bioRxiv", "medrxiv": "medRxiv"}
"""How people write the names of the servers."""
FIRST_READING = timedelta(days=7)
REREAD = timedelta(days=2)
"""Postings of a day go on appearing for a while after it."""
SPAN = timedelta(days=6)
"""Days that are asked for at once; a week of all categories is some 1,500 postings."""
AGAIN = timedelta(hours=3)
MOST_PAGES = 500


def rate_limiter(clock: Clock, leases: Leases) -> RateLimiter:
    """No limit is documented; clients keep to one request a second, and both servers have one operator."""
    return RateLimiter("openRxiv", clock, leases, every=timedelta(seconds=1), silence=timedelta(minutes=5))


def create(name: str, wanted: str, settings: Settings, clock: Clock, leases: Leases) -> "PreprintSource":
    """``wanted`` are categories joined by plus signs (``neuroscience+cell_biology``), or ``all``."""
    named = [part for part in wanted.split("+") if part.strip()]
    categories = [preprint_category(part) for part in named]
    known = {"biorxiv": BIORXIV, "medrxiv": MEDRXIV}[name]
    if not named or (wanted.strip() != "all" and not set(categories) <= set(known)):
        raise ConfigurationError(
            f"PAPERBOY_SOURCES: name the categories of {SERVERS[name]} as in {name}:{known[-1].replace(' ', '_')}, or "
            f"{name}:all, not {wanted[:40]!r}. It has: {', '.join(known)}."
        )
    client = PoliteClient(rate_limiter(clock, leases), clock, settings.contact)
    return PreprintSource(name, client, settings.biorxiv_base, [each for each in categories if each], clock)


def of_all(name: str, settings: Settings, clock: Clock, leases: Leases) -> "PreprintSource":
    """A source that is asked for single preprints of any category."""
    return PreprintSource(
        name, PoliteClient(rate_limiter(clock, leases), clock, settings.contact), settings.biorxiv_base, (), clock
    )


class PreprintSource:
    """The cursor is the last day read. No categories means all of them."""

    def __init__(self, name: str, client: PoliteClient, base: str, categories: Sequence[str], clock: Clock) -> None:
        self.name = name
        self._client = client
        self._base = checked_base(base, "PAPERBOY_BIORXIV_BASE")
        self._categories = tuple(categories)
        self._clock = clock

    async def fetch(self, cursor: str | None, *, since: date | None = None) -> AsyncIterator[Batch]:
        today = self._clock.now().date()
        reached = _cursor_day(cursor)
        first = since or min(reached or today - FIRST_READING, today) - REREAD
        while first <= today:
            last = min(first + SPAN, today)
            async for batch in self._span(first, last, max(reached or first, first), today):
                yield batch
            first = last + DAY

    async def paper(self, paper_id: PaperId) -> Paper | None:
        """The work of a preprint's DOI, in its last version; None for other ids, and where the server has none."""
        if not is_preprint_doi(paper_id) or _server_of(paper_id) != self.name:
            return None
        page = await self._page(f"{quote(short(paper_id))}/na", {})
        return reduce(merge, (posting.paper for posting in page.postings)) if page.postings else None

    async def find(self, text: str, limit: int) -> Sequence[Paper]:
        """The API has no search."""
        return ()

    def expected_days(self, first: date, last: date) -> Sequence[date]:
        return weekdays(first, last)

    def next_due(self, state: SourceState, now: datetime) -> datetime | None:
        if state.retry_at is not None:
            return state.retry_at
        return state.read_at + AGAIN if state.read_at else now

    async def _span(self, first: date, last: date, reached: date, today: date) -> AsyncIterator[Batch]:
        """A batch a day, oldest first."""
        days: dict[date, list[Posting]] = defaultdict(list)
        skipped = 0
        for category in self._categories or ("",):
            postings, unread = await self._interval(first, last, category)
            skipped += unread
            for posting in postings:
                days[min(max(posting.day, first), last)].append(posting)
        silent = last == today and len(weekdays(first, today - DAY)) > 1 and not days
        for day in days_between(first, last):
            batch = replace(_batch(days[day], max(day, reached)), day=day, whole=day < today)
            if day == last:
                quiet = f"nothing was posted from {first} to {last}" if silent else ""
                batch = replace(batch, skipped=skipped, quiet=quiet)
            yield batch

    async def _interval(self, first: date, last: date, category: str) -> tuple[list[Posting], int]:
        """All postings, and how many records were unreadable.

        Pages are of no certain size, and totals are too high at times: the next page begins after the records that
        came, and an empty one is the end. An unknown category is ignored there, so each posting's own is looked at.
        """
        found: list[Posting] = []
        start = skipped = 0
        for _ in range(MOST_PAGES):
            asked = {"category": category.replace(" ", "_")} if category else {}
            page = await self._page(f"{first}/{last}/{start}/json", asked)
            if not page.listed:
                return found, skipped
            found += [posting for posting in page.postings if posting.category.startswith(category)]
            skipped += page.listed - len(page.postings)
            start += page.listed
        raise SourceBroken(f"{SERVERS[self.name]} listed more than {MOST_PAGES} pages for {first} to {last}.")

    async def _page(self, path: str, asked: Mapping[str, str]) -> PreprintPage:
        body = await self._client.get(f"{self._base}/details/{self.name}/{path}", asked, kind="json")
        if body is None:
            raise SourceBroken(f"{SERVERS[self.name]} no longer answers at /details.")
        return parse_preprints(body, SERVERS[self.name])


def _batch(postings: Sequence[Posting], cursor: date) -> Batch:
    """First versions are news, with what came of them on the same day; later ones are updates of what is known."""
    fresh: dict[PaperId, Paper] = {}
    later: list[Paper] = []
    for paper in sorted((posting.paper for posting in postings), key=lambda paper: paper.version):
        if paper.version == 1 or paper.id in fresh:
            fresh[paper.id] = merge(fresh[paper.id], paper) if paper.id in fresh else paper
        else:
            later.append(paper)
    return Batch(papers=tuple(fresh.values()), updates=tuple(later), cursor=cursor.isoformat(), listed=len(postings))


def _server_of(paper_id: PaperId) -> str:
    """The number at the end of a DOI has eight digits at medRxiv and six at bioRxiv: nothing else tells them apart."""
    return "medrxiv" if re.search(r"(?<!\d)\d{8}$", paper_id) else "biorxiv"


def _cursor_day(cursor: str | None) -> date | None:
    try:
        return date.fromisoformat(cursor) if cursor else None
    except ValueError:
        return None
