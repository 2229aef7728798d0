"""The ways to sign in, and the way to a platform and back. Only a press begins one; only its own browser ends it."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import structlog

from adapters.pages import wording
from adapters.pages.drawing import Drawing
from adapters.pages.responses import SECRET, message_header, page, policy_with_forms_to, redirect
from adapters.pages.routing import Access, PageRoute
from adapters.pages.sessions import SessionCookie
from adapters.pages.sign_in_attempts import SignInAttempts
from adapters.pages.sign_in_pages import AT_HOME, browser_of
from adapters.pages.visits import Visit
from bot.addresses import is_loopback
from bot.errors import ConfigurationError, NotAllowed, NotFound, TooMuch, Unavailable
from bot.ports.http import HttpResponse
from bot.ports.library import SignsIn
from bot.ports.platform_sign_in import PlatformSignIn, ProvenAccount, SignInAttempt

WAYS = "/in"
LONGEST_CODE = 2048
MOST_PLACES = 25
"""Of servers that one person is asked to choose from."""

log = structlog.get_logger()


class PlatformSignInPages:
    """Signs people in by accounts of chat platforms, where settings ask for it. Failures lead back to the buttons."""

    def __init__(
        self,
        ways: Sequence[PlatformSignIn],
        attempts: SignInAttempts,
        sign_in: SignsIn,
        cookie: SessionCookie,
        drawing: Drawing,
    ) -> None:
        self._ways = {way.platform: way for way in ways}
        self._attempts = attempts
        self._sign_in = sign_in
        self._cookie = cookie
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        return (
            PageRoute(path=WAYS, handler=self._listed, access=Access.ANYBODY),
            PageRoute(path="/in/with/{platform}", handler=self._begun, method="POST", access=Access.ANYBODY),
            PageRoute(path="/in/from/{platform}", handler=self._back, access=Access.ANYBODY),
        )

    async def _listed(self, visit: Visit) -> HttpResponse:
        if visit.session:
            return redirect(AT_HOME)
        body = self._drawing.draw("ways_in", visit, ways=list(self._ways.values()))
        return page(body, headers=(("Content-Security-Policy", policy_with_forms_to(self._elsewhere())),))

    async def _begun(self, visit: Visit) -> HttpResponse:
        way = self._way(visit)
        begun = await self._attempts.begin(way.platform, visit)
        if begun is None:
            return _to_ways(wording.SLOW_DOWN)
        attempt, cookie = begun
        return HttpResponse(status=303, headers=(("Location", way.address(attempt)), *SECRET, cookie))

    async def _back(self, visit: Visit) -> HttpResponse:
        way = self._way(visit)
        attempt = await self._attempts.end(way.platform, visit)
        if attempt is None:
            return _to_ways(wording.SIGN_IN_OVER)
        if "error" in visit.query:
            return _to_ways(wording.declined(way.name))
        try:
            return await self._entered(way, attempt, visit)
        except NotAllowed:
            return _to_ways(wording.SIGN_IN_OVER)
        except TooMuch as error:
            return _to_ways(str(error))
        except Unavailable as error:
            log.warning("page.platform_sign_in_unavailable", platform=way.platform, why=str(error))
            return _to_ways(wording.no_answer(way.name))
        except ConfigurationError as error:
            log.warning("page.platform_sign_in_misconfigured", platform=way.platform, why=str(error))
            return _to_ways(wording.set_up_wrongly(way.name))

    async def _entered(self, way: PlatformSignIn, attempt: SignInAttempt, visit: Visit) -> HttpResponse:
        code = visit.query.get("code", "")
        if not code or len(code) > LONGEST_CODE:
            raise NotAllowed
        accounts = await way.accounts(attempt, code)
        if not accounts:
            return _to_ways(wording.not_served(way.name, way.team_word))
        if len(accounts) > 1:
            return await self._asked(way, accounts[:MOST_PLACES], visit)
        (account,) = accounts
        key = await self._sign_in.enter_without_link(account.member, browser_of(visit))
        log.info("page.signed_in", platform=way.platform)
        message = wording.signed_in_at(account.name or account.member.id, account.place)
        return redirect(AT_HOME, self._cookie.put(key), message_header(message))

    async def _asked(self, way: PlatformSignIn, accounts: Sequence[ProvenAccount], visit: Visit) -> HttpResponse:
        """Ask for the team: each has picks of its own. Each button is a link for its account, to be used up once."""
        links = [(each.place, await self._sign_in.link_for(each.member)) for each in accounts]
        body = self._drawing.draw("team_choice", visit, links=links, name=accounts[0].name, word=way.team_word)
        return page(body, secret=True)

    def _way(self, visit: Visit) -> PlatformSignIn:
        way = self._ways.get(visit.parts["platform"])
        if way is None:
            raise NotFound("")
        return way

    def _elsewhere(self) -> Sequence[str]:
        """Where a form's answer may lead: browsers hold redirects to it too, and Slack goes on to subdomains."""
        sites = [urlsplit(way.address(_NONE)) for way in self._ways.values()]
        wide = [f"{each.scheme}://*.{each.hostname}" for each in sites if not is_loopback(each.hostname or "")]
        return [*(f"{each.scheme}://{each.netloc}" for each in sites), *wide]


_NONE = SignInAttempt(state="", nonce="", verifier="", back="")


def _to_ways(words: str) -> HttpResponse:
    return redirect(WAYS, message_header(words))
