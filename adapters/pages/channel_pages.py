"""A channel's picks behind its private address: the newest, and those of each day before."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.pages import wording
from adapters.pages.day_pages import page_number, read_day
from adapters.pages.drawing import Drawing
from adapters.pages.marked_papers import views_for
from adapters.pages.paper_views import PaperView
from adapters.pages.responses import page
from adapters.pages.routing import Access, PageRoute
from adapters.pages.visits import Visit
from bot.cards import archive as words
from bot.cards.pages import day_heading
from bot.errors import NotFound
from bot.model import DigestDay
from bot.ports.digest_archive import DigestArchive
from bot.ports.http import HttpResponse
from bot.ports.library import OwnLists
from bot.services.archive_commands import archive_path

LISTED = 30
"""Days on one page of the list of days."""
GOES_BACK = 400
"""Digests: a year and a half of working days."""
NEWEST_DAYS = 12
"""Digests that are read for the newest page, which most visits are for: of all, reading takes some 30 ms."""


class ChannelPages:
    """Draws a channel's days for whoever has its address; nobody needs to sign in there."""

    def __init__(self, archive: DigestArchive, own: OwnLists, drawing: Drawing) -> None:
        self._archive = archive
        self._own = own
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        paths = {"": self._newest, "/days": self._listed, "/{date}": self._of_day}
        return [
            PageRoute(path=f"/channel/{{token}}{path}", handler=handler, access=Access.ADDRESSED)
            for path, handler in paths.items()
        ]

    async def _newest(self, visit: Visit) -> HttpResponse:
        days = await self._days(visit, NEWEST_DAYS)
        if days is None:
            return self._gone(visit)
        if not days:
            return self._message(visit, words.DIGESTS, words.NOTHING_YET)
        return await self._day(visit, days, 0)

    async def _of_day(self, visit: Visit) -> HttpResponse:
        days, asked = await self._days(visit), read_day(visit.parts["date"])
        if days is None:
            return self._gone(visit)
        place = next((place for place, each in enumerate(days) if each.day == asked), None)
        if place is None:
            raise NotFound(words.NO_SUCH_DAY)
        return await self._day(visit, days, place)

    async def _day(self, visit: Visit, days: Sequence[DigestDay], place: int) -> HttpResponse:
        day, path = days[place], archive_path(visit.parts["token"])
        before, after = days[place + 1 :][:1], days[max(0, place - 1) : place]
        return self._drawn(
            "day",
            visit,
            heading=day_heading(day.day),
            line=words.day_line(day),
            notes=words.day_notes(day),
            papers=await self._papers(visit, day),
            before=_link(path, before[0]) if before else None,
            after=_link(path, after[0]) if after else None,
        )

    async def _listed(self, visit: Visit) -> HttpResponse:
        days = await self._days(visit)
        if days is None:
            return self._gone(visit)
        path, number = archive_path(visit.parts["token"]), page_number(visit)
        shown = days[(number - 1) * LISTED : number * LISTED]
        lines = [(*_link(path, each), words.day_line(each), await self._titles(each)) for each in shown]
        return self._drawn(
            "days",
            visit,
            lines=lines,
            back=f"{path}/days?page={number - 1}" if number > 1 else "",
            more=f"{path}/days?page={number + 1}" if len(days) > number * LISTED else "",
        )

    async def _days(self, visit: Visit, limit: int = GOES_BACK) -> Sequence[DigestDay] | None:
        """The days of the address's channel; None where the address has ended."""
        channel = await self._archive.channel(visit.parts["token"])
        return None if channel is None else await self._archive.days(channel, limit)

    async def _papers(self, visit: Visit, day: DigestDay) -> Sequence[PaperView]:
        entries = await self._archive.entries(day.digests)
        views = await views_for(visit, self._own, [entry.paper for entry in entries])
        return [replace(view, reason=entry.reason) for view, entry in zip(views, entries, strict=True)]

    async def _titles(self, day: DigestDay) -> Sequence[str]:
        return [entry.paper.title for entry in await self._archive.entries(day.digests)]

    def _gone(self, visit: Visit) -> HttpResponse:
        return self._message(visit, wording.NOT_FOUND, words.GONE, status=410)

    def _message(self, visit: Visit, title: str, text: str, *, status: int = 200) -> HttpResponse:
        return page(self._drawing.draw("message", visit, title=title, text=text), status=status, secret=True)

    def _drawn(self, template: str, visit: Visit, **values: object) -> HttpResponse:
        path = archive_path(visit.parts["token"])
        return page(self._drawing.draw(f"channel/{template}", visit, path=path, **values), secret=True)


def _link(path: str, day: DigestDay) -> tuple[str, str]:
    """The address of a day, and what to call it."""
    return f"{path}/{day.day}", words.short_day(day)
