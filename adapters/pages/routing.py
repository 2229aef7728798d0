"""Addresses of pages and who may see them; every request passes here before a handler gets it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from http import HTTPStatus

import structlog

from adapters.pages import wording
from adapters.pages.drawing import Drawing, keys_of, theme_of
from adapters.pages.guests import Guests
from adapters.pages.kept_answers import KeptAnswers
from adapters.pages.origins import from_this_site
from adapters.pages.responses import MESSAGE_COOKIE, answer_to_script, never_kept, page, redirect
from adapters.pages.sessions import SessionCookie
from adapters.pages.settings import Mode
from adapters.pages.visits import Visit, local_address, typed_into, visit_of
from bot.errors import NotFound, UserError
from bot.ports.http import REFUSED, HttpRequest, HttpResponse, Route
from bot.ports.library import SignsIn

log = structlog.get_logger()


class Access(Enum):
    """Whom an address is for."""

    ANYBODY = auto()
    READERS = auto()
    """Everybody where papers are public, else people who are signed in."""
    MEMBERS = auto()
    ADDRESSED = auto()
    """Whoever has a channel's private address, where the page is for teams; nobody elsewhere."""


PageHandler = Callable[[Visit], Awaitable[HttpResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRoute:
    """One address, the handler of its page, and whom it is for."""

    path: str
    handler: PageHandler
    method: str = "GET"
    access: Access = Access.READERS
    for_readers: bool = False
    """Whether it shows papers: those who are not signed in are all shown the same, which is kept for a moment."""


class Gate:
    """Lets requests through to handlers, and draws a page for those that it refuses or that go wrong."""

    def __init__(
        self,
        drawing: Drawing,
        guests: Guests,
        kept: KeptAnswers,
        sign_in: SignsIn,
        public_url: str,
        mode: Mode,
    ) -> None:
        self._drawing = drawing
        self._kept = kept
        self._guests = guests
        self._sign_in = sign_in
        self._cookie = SessionCookie(public_url.startswith("https:"))
        self._public_url = public_url
        self._open_to_all = {Access.ANYBODY}
        self._open_to_all |= {Access.READERS} if mode.papers_are_public else set()
        self._open_to_all |= {Access.ADDRESSED} if mode.shares_channels else set()
        self._open = False

    def open(self) -> None:
        """Answer from now on; before, visitors are asked to come again."""
        self._open = True

    def routes(self, pages: Sequence[PageRoute]) -> Sequence[Route]:
        """The pages as the HTTP door takes them, and an answer to every other address."""
        refused = PageRoute(path="", handler=self._not_served, method=REFUSED, access=Access.ANYBODY)
        return [Route(method=each.method, path=each.path, answer=self._guarded(each)) for each in (*pages, refused)]

    def _guarded(self, route: PageRoute) -> Callable[[HttpRequest], Awaitable[HttpResponse]]:
        async def answer(request: HttpRequest) -> HttpResponse:
            visit = visit_of(request)
            if route.method == "POST":  # what is drawn in answer to a form has no address of its own
                visit = replace(visit, here=local_address(visit.form.get("back", "/")))
            try:
                visit = replace(visit, session=await self._sign_in.who(self._cookie.key_in(visit)))
                return self._refused(route, visit) or _said_once(visit, await self._handled(route, visit))
            except NotFound as error:
                return self._message(visit, 404, wording.NOT_FOUND, str(error) or wording.NO_SUCH_PAGE)
            except UserError as error:
                return self._message(visit, 400, wording.CANNOT, str(error))
            except Exception:  # the boundary of one request: a page in place of the door's bare line
                log.exception("page.failed", route=route.path)
                return self._message(visit, 500, wording.WENT_WRONG, wording.IN_THE_LOG)

        return answer

    async def _handled(self, route: PageRoute, visit: Visit) -> HttpResponse:
        """The answer of the handler; of a list or paper only that it is as before, where a stranger's browser has it.

        One's own marks on papers change on other pages too, and are nobody's business after signing out.
        """
        if route.for_readers and visit.session:
            return never_kept(await route.handler(visit))
        if not route.for_readers or MESSAGE_COOKIE in visit.cookies:
            return await route.handler(visit)
        known = visit.headers.get("If-None-Match", "")
        looks = " ".join((visit.here, theme_of(visit), keys_of(visit)))
        return await self._kept.answer(looks, known, lambda: route.handler(visit))

    def _refused(self, route: PageRoute, visit: Visit) -> HttpResponse | None:
        if not self._open:
            return self._message(visit, 503, wording.NOT_YET, wording.COME_AGAIN, ("Retry-After", "5"))
        if not self._guests.may_ask(visit.remote):
            lost = typed_into(visit.form)
            return self._message(visit, 429, wording.TOO_FAST, wording.SLOW_DOWN, ("Retry-After", "2"), lost=lost)
        if route.method == "POST" and not from_this_site(visit.headers, self._public_url):
            return self._message(visit, 403, wording.NOT_FROM_HERE, wording.OPEN_THE_PAGE)
        if visit.refused and route.method != REFUSED:
            return self._too_odd(visit)
        if route.access in self._open_to_all:
            return None
        if route.access is Access.ADDRESSED:
            return self._message(visit, 404, wording.NOT_FOUND, wording.NO_SUCH_PAGE)
        if visit.session is None:
            way = wording.LOAD_ANEW if visit.by_script else self._drawing.way_in
            if route.method == "POST":
                return self._message(
                    visit, 403, wording.NOT_SIGNED_IN, f"{wording.SESSION_ENDED} {way}", lost=typed_into(visit.form)
                )
            return self._message(visit, 403, wording.FOR_MEMBERS, f"{wording.FOR_WHOM} {way}")
        return None

    async def _not_served(self, visit: Visit) -> HttpResponse:
        """What the door refuses, as a page that leads back to the first one."""
        if visit.refused == HTTPStatus.NOT_FOUND:
            return self._unknown(visit)
        return self._too_odd(visit)

    def _too_odd(self, visit: Visit) -> HttpResponse:
        title, text = wording.REFUSED.get(visit.refused, (wording.CANNOT, wording.ODD_REQUEST))
        return self._message(replace(visit, here="/"), visit.refused, title, text)

    def _unknown(self, visit: Visit) -> HttpResponse:
        """No page; but a slash at the end, which people type and other programs add, leads to the page without it."""
        short = visit.here.replace(visit.path, visit.path.rstrip("/"), 1)
        if visit.path != "/" and visit.path.endswith("/") and local_address(short) == short:
            return redirect(short)
        return self._message(visit, 404, wording.NOT_FOUND, wording.NO_SUCH_PAGE)

    def _message(
        self,
        visit: Visit,
        status: int,
        title: str,
        text: str,
        *headers: tuple[str, str],
        lost: Sequence[str] = (),
    ) -> HttpResponse:
        if visit.by_script:
            return replace(answer_to_script(self._drawing.typed(text, visit)), status=status, headers=headers)
        body = self._drawing.draw("message", visit, title=title, text=text, lost=lost)
        return page(body, status=status, headers=headers)


def _said_once(visit: Visit, answer: HttpResponse) -> HttpResponse:
    """The answer, which lets the browser forget what its page has said by now."""
    if MESSAGE_COOKIE not in visit.cookies or answer.content_type != "text/html":
        return answer
    forget = ("Set-Cookie", f"{MESSAGE_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    return replace(answer, headers=(*answer.headers, forget))
