"""Signing in and out: a link is opened by GET, as scanners do too, and used up by the button on its page alone."""

from collections.abc import Sequence

from adapters.pages import wording
from adapters.pages.drawing import Drawing
from adapters.pages.origins import asked_by_loopback_name
from adapters.pages.responses import message_header, page, redirect
from adapters.pages.routing import Access, PageRoute
from adapters.pages.sessions import SessionCookie
from adapters.pages.visits import Visit, local_address
from bot.addresses import is_loopback
from bot.cards.web import LINK_IS_OLD, who_text
from bot.errors import NotAllowed, NotFound
from bot.model import Member
from bot.ports.http import HttpResponse
from bot.ports.library import SignsIn, Team

AT_HOME = "/me"


class SignInPages:
    """Lets people in by their links, and whoever sits at this machine by a press. ``local`` is None elsewhere."""

    def __init__(
        self, sign_in: SignsIn, team: Team, cookie: SessionCookie, local: Member | None, drawing: Drawing
    ) -> None:
        self._sign_in = sign_in
        self._team = team
        self._cookie = cookie
        self._local = local
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        return (
            PageRoute(path="/in/{token}", handler=self._asked, access=Access.ANYBODY),
            PageRoute(path="/in/{token}", handler=self._entered, method="POST", access=Access.ANYBODY),
            PageRoute(path="/in", handler=self._entered_here, method="POST", access=Access.ANYBODY),
            PageRoute(path="/out", handler=self._left, method="POST", access=Access.MEMBERS),
        )

    async def _asked(self, visit: Visit) -> HttpResponse:
        """Show who would be signed in: against a link of somebody else's that was slipped to a person."""
        try:
            member = await self._sign_in.waiting(visit.parts["token"])
        except NotFound:
            return _home_already(visit)
        who = who_text(member, (await self._team.names([member])).get(member, ""))
        body = self._drawing.draw("sign_in", visit, who=who, token=visit.parts["token"])
        return page(body, secret=True)

    async def _entered(self, visit: Visit) -> HttpResponse:
        try:
            key = await self._sign_in.enter(visit.parts["token"], browser_of(visit))
        except NotFound:
            return _home_already(visit)
        return redirect(AT_HOME, self._cookie.put(key))

    async def _entered_here(self, visit: Visit) -> HttpResponse:
        if self._local is None or not is_loopback(visit.remote) or not asked_by_loopback_name(visit.headers):
            raise NotAllowed(wording.NOT_FROM_THIS_MACHINE)
        key = await self._sign_in.enter_without_link(self._local, browser_of(visit))
        return redirect(
            local_address(visit.form.get("back", AT_HOME)),
            self._cookie.put(key),
            message_header(wording.signed_in_as(self._local.id)),
        )

    async def _left(self, visit: Visit) -> HttpResponse:
        """End this session, the one with the given mark, or all."""
        session = visit.signed_in
        mark = visit.form.get("mark", session.mark)
        await self._sign_in.leave(session.member, "" if mark == "all" else mark or session.mark)
        if mark == "all":
            return redirect("/", message_header(wording.SIGNED_OUT_EVERYWHERE), self._cookie.gone)
        if mark == session.mark:
            return redirect("/", message_header(wording.SIGNED_OUT), self._cookie.gone)
        return redirect("/me/privacy", message_header(wording.SIGNED_OUT_THERE))


def _home_already(visit: Visit) -> HttpResponse:
    """Where a link that lets nobody in any more leads who is in: it was pressed twice. Raises ``NotFound`` else."""
    if visit.session is None:
        raise NotFound(LINK_IS_OLD)
    return redirect(AT_HOME, message_header(wording.IN_ALREADY))


def browser_of(visit: Visit) -> str:
    """Which browser on which system, in two words: enough to know one's own sessions apart."""
    agent = visit.headers.get("User-Agent", "")
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " on ".join(filter(None, (browser, system)))


_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Mac OS X", "macOS"), ("Linux", "Linux")),
)
