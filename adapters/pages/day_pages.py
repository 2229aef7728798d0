"""The papers of a day, week or month, and what is trending."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from adapters.pages import wording
from adapters.pages.drawing import Drawing
from adapters.pages.last_visits import COOKIE, LastVisit, this_visit
from adapters.pages.marked_papers import views_for
from adapters.pages.paper_views import PaperView
from adapters.pages.responses import page, redirect
from adapters.pages.routing import PageRoute
from adapters.pages.visits import Visit
from bot.cards.pages import day_heading, how_many, month_heading, month_of, new_since, none_in, week_heading, week_of
from bot.cards.papers import day_text
from bot.cards.searching import trending_title
from bot.errors import NotFound
from bot.model import DatedPapers
from bot.model.searching import trending_days
from bot.ports.http import HttpResponse
from bot.ports.library import Library, OwnLists
from bot.ports.time import Clock

A_DAY, SEVERAL_DAYS = 90, 80
"""Papers on one page: nearly every day of Hugging Face; fewer where each has its date. Both are 60 kB with buttons."""
MOST_PAGES = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One of the lists by date: its address, its heading, and the names of its neighbours."""

    name: str
    path: str
    heading: str
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarUnit:
    """Days, weeks or months: the first and last day of the one around a day, its address, and what to call it."""

    name: str
    around: Callable[[date], tuple[date, date]]
    path: Callable[[date], str]
    heading: Callable[[date, date], str]
    short: Callable[[date, date], str]


DAY = CalendarUnit(
    name="day",
    around=lambda day: (day, day),
    path=lambda first: f"/day/{first}",
    heading=lambda first, _: day_heading(first),
    short=lambda first, _: day_text(first),
)
WEEK = CalendarUnit(
    name="week", around=week_of, path=lambda first: f"/week/{first}", heading=week_heading, short=week_heading
)
MONTH = CalendarUnit(
    name="month",
    around=month_of,
    path=lambda first: f"/month/{first:%Y-%m}",
    heading=lambda first, _: month_heading(first),
    short=lambda first, _: month_heading(first),
)


class DayPages:
    """Draws lists of papers by date."""

    def __init__(self, library: Library, own: OwnLists, drawing: Drawing, clock: Clock) -> None:
        self._library = library
        self._own = own
        self._drawing = drawing
        self._clock = clock

    @property
    def routes(self) -> Sequence[PageRoute]:
        return (
            PageRoute(path="/", handler=self._newest, for_readers=True),
            PageRoute(path="/day", handler=self._chosen),
            PageRoute(path="/day/{date}", handler=self._day, for_readers=True),
            PageRoute(path="/week", handler=self._week, for_readers=True),
            PageRoute(path="/week/{date}", handler=self._week, for_readers=True),
            PageRoute(path="/month", handler=self._month, for_readers=True),
            PageRoute(path="/month/{date}", handler=self._month, for_readers=True),
            PageRoute(path="/trending", handler=self._trending, for_readers=True),
            PageRoute(path="/trending/{period:day|week|month}", handler=self._trending, for_readers=True),
        )

    async def _newest(self, visit: Visit) -> HttpResponse:
        newest = await self._library.newest_day()
        if newest is None:
            why = await self._library.why_none()
            return page(self._drawing.draw("message", visit, title=wording.NO_PAPERS_YET, text=why))
        return await self._of(DAY, visit, newest)

    async def _chosen(self, visit: Visit) -> HttpResponse:
        """The day that was chosen in the form, under its own address."""
        return redirect(DAY.path(read_day(visit.query.get("date", ""))))

    async def _day(self, visit: Visit) -> HttpResponse:
        return await self._of(DAY, visit, read_day(visit.parts["date"]))

    async def _week(self, visit: Visit) -> HttpResponse:
        return await self._of(WEEK, visit, await self._asked_day(visit))

    async def _month(self, visit: Visit) -> HttpResponse:
        return await self._of(MONTH, visit, await self._asked_day(visit))

    async def _of(self, unit: CalendarUnit, visit: Visit, day: date) -> HttpResponse:
        """The unit that a day lies in, with those before and after it that have papers."""
        first, last = unit.around(day)
        found, start = await self._found(visit, first, last, A_DAY if unit is DAY else SEVERAL_DAYS)
        period = Period(
            name=unit.name,
            path=unit.path(first),
            heading=unit.heading(first, last),
            before=_link(unit, found.before),
            after=_link(unit, found.after),
        )
        return await self._drawn(visit, period, found, start)

    async def _trending(self, visit: Visit) -> HttpResponse:
        name = visit.parts.get("period", "week")
        last = await self._newest_day()
        first, last = trending_days(name, last)
        found, start = await self._found(visit, first, last, SEVERAL_DAYS)
        period = Period(name="trending", path=f"/trending/{name}", heading=trending_title(name))
        return await self._drawn(visit, period, found, start)

    async def _found(self, visit: Visit, first: date, last: date, most: int) -> tuple[DatedPapers, int]:
        """The papers of the page that was asked for, and the place of the first, from 0."""
        start = (page_number(visit) - 1) * most
        return await self._library.between(first, last, limit=most, offset=start), start

    async def _drawn(self, visit: Visit, period: Period, found: DatedPapers, start: int) -> HttpResponse:
        newest = await self._newest_day()
        number = page_number(visit)
        last = self._last_visit(visit, found) if period.name == "day" and found.last == newest else None
        papers = _marked_new(await views_for(visit, self._own, found.papers), found, last)
        body = self._drawing.draw(
            "dated",
            visit,
            period=period,
            day=found.last if period.name == "day" else min(found.last, newest),
            papers=papers,
            news=new_since(sum(map(last.is_new, found.papers)), len(found.papers)) if last else "",
            whose=await self._library.whose_papers() if found.last >= newest else "",
            count=how_many(found, start) if found.papers else none_in(found, newest, start),
            start=start,
            back=(f"{period.path}?page={number - 1}" if found.papers else period.path) if number > 1 else "",
            more=f"{period.path}?page={number + 1}" if found.more and number < MOST_PAGES else "",
        )
        return page(body, status=200 if found.papers else 404, headers=[last.remembered] if last else ())

    def _last_visit(self, visit: Visit, found: DatedPapers) -> LastVisit | None:
        """Since when papers are new to who is signed in; None for strangers, of whom nothing is remembered."""
        return this_visit(visit.cookies.get(COOKIE, ""), found.papers, self._clock.now()) if visit.member else None

    async def _asked_day(self, visit: Visit) -> date:
        asked = visit.parts.get("date", "")
        return read_day(asked if len(asked) > len("2026-08") else f"{asked}-01") if asked else await self._newest_day()

    async def _newest_day(self) -> date:
        newest = await self._library.newest_day()
        if newest is None:
            raise NotFound(await self._library.why_none())
        return newest


def _link(unit: CalendarUnit, day: date | None) -> tuple[str, str] | None:
    """The address of the unit around a day, and what to call it there."""
    if day is None:
        return None
    first, last = unit.around(day)
    return unit.path(first), unit.short(first, last)


def _marked_new(views: Sequence[PaperView], found: DatedPapers, last: LastVisit | None) -> Sequence[PaperView]:
    """The views, those marked that are new to the reader; a mark on every one of them would tell nothing."""
    new = [last is not None and last.is_new(paper) for paper in found.papers]
    return (
        views if all(new) or not any(new) else [replace(view, new=each) for view, each in zip(views, new, strict=True)]
    )


def page_number(visit: Visit, most: int = MOST_PAGES) -> int:
    """Which page of a list was asked for, from 1."""
    asked = visit.query.get("page", "1")
    return max(1, min(int(asked[:10]), most)) if asked.isascii() and asked.isdecimal() else 1


def read_day(text: str) -> date:
    """The day of an address. Raises ``NotFound``."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotFound(wording.NO_SUCH_DAY) from None
    if not 1900 <= day.year <= 2999:
        raise NotFound(wording.NO_SUCH_DAY)
    return day
