"""Search: the same language as in chat, its filters as a form, and suggestions while somebody types."""

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from adapters.pages import wording
from adapters.pages.day_pages import page_number
from adapters.pages.drawing import Drawing
from adapters.pages.filters import FIELDS, MAX_QUERY_LENGTH, FilterForm, form_of, line_of_form
from adapters.pages.marked_papers import views_for
from adapters.pages.responses import page, redirect, text
from adapters.pages.routing import PageRoute
from adapters.pages.visits import Visit
from bot.cards.search_advice import advice_on, ways_to_loosen
from bot.cards.searching import notes_of, place_in
from bot.commands.arguments import QUERY
from bot.errors import BadQuery, Unclear
from bot.model import Member, SearchPage, Tenant
from bot.ports.chat import Core
from bot.ports.http import HttpResponse
from bot.ports.library import Library, OwnLists
from bot.text import visible_line

FOUND = 20
"""Papers on one page of hits."""
SUGGESTED = 8
_PLAIN = re.compile(r"\w+(?:[ -]\w+)*")
"""A search that may be a topic: words alone."""
STRANGER = Member(Tenant("web", "public"), "")
"""Who asks for suggestions without being signed in."""


class SearchPages:
    """Draws what is found."""

    def __init__(self, library: Library, core: Core, own: OwnLists, drawing: Drawing) -> None:
        self._library = library
        self._core = core
        self._own = own
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        return (
            PageRoute(path="/search", handler=self._search, for_readers=True),
            PageRoute(path="/suggest", handler=self._suggest),
        )

    async def _search(self, visit: Visit) -> HttpResponse:
        if any(name in visit.query for name in FIELDS):  # the form was sent: on to the address that can be shared
            return redirect(search_path(line_of_form(visit.query)))
        typed = visible_line(visit.query.get("q", ""))
        asked = typed[:MAX_QUERY_LENGTH]
        back = _asked_back(asked)
        if back is not None:
            return page(self._drawing.draw("search", visit, asked=asked, found=None, form=FilterForm(), **back))
        start = (page_number(visit) - 1) * FOUND
        found = await self._library.search(asked, limit=FOUND, offset=start, ask=visit.session is not None)
        newest = None if found.hits else await self._library.newest_day()
        if not found.hits and newest is None:
            why = await self._library.why_none()
            return page(self._drawing.draw("message", visit, title=wording.NO_PAPERS_YET, text=why))
        papers = await views_for(visit, self._own, [hit.paper for hit in found.hits])
        advice = advice_on(found, newest) if newest and not start else ""
        shown = _shown(found, asked, start) | {"cut": wording.CUT if typed != asked else ""}
        return page(self._drawing.draw("search", visit, asked=asked, papers=papers, advice=advice, **shown))

    async def _suggest(self, visit: Visit) -> HttpResponse:
        typed = visible_line(visit.query.get("q", ""))[:MAX_QUERY_LENGTH]
        choices = await self._core.complete(STRANGER, "search", "query", typed)
        return text(json.dumps([choice.value for choice in choices[:SUGGESTED]]), "application/json")


def search_path(line: str, number: int = 1) -> str:
    """The address of a search."""
    return f"/search?{urlencode({'q': line, **({'page': number} if number > 1 else {})})}"


def _asked_back(asked: str) -> Mapping[str, object] | None:
    """What chat too asks in place of searching, and what may be meant; None where there is something to search for."""
    choices: Sequence[tuple[str, str]] = ()
    try:
        if asked:
            QUERY.kind.read(asked)
            return None
        problem = ""
    except BadQuery as error:
        problem = str(error)
        choices = error.choices if isinstance(error, Unclear) else ()
    return {"problem": problem, "looser": [(label, search_path(value)) for label, value in choices]}


def _shown(found: SearchPage, asked: str, start: int) -> dict[str, object]:
    query, number = found.query, start // FOUND + 1
    on = start + len(found.hits) < found.total
    return {
        "found": found,
        "place_in": place_in(found),
        "notes": notes_of(found),
        "meant": (found.suggestion, search_path(found.suggestion)) if found.suggestion else None,
        "looser": [(way.label, search_path(way.value)) for way in ways_to_loosen(found)],
        "literal": search_path(query.literal) if query.literal else "",
        "form": form_of(query),
        "topic": asked
        if _PLAIN.fullmatch(asked) and form_of(query) == FilterForm(words=asked) and not query.paper
        else "",
        "start": start,
        "here": search_path(asked, number),
        "back": search_path(asked, number - 1 if found.hits else 1) if number > 1 else "",
        "more": search_path(asked, number + 1) if on and found.hits else "",
        "end": wording.only_the_first(found.total) if found.more_than and not on else "",
    }
