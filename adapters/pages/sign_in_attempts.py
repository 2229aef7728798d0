"""Sign-ins that are away at a platform, and what one must bring back: no other browser can end it, and nobody twice.

The cookie names the browser, the state its one attempt; both together are kept, as a digest, for one use within ten
minutes. Nonce and verifier are made of both too, so that nothing else is kept, and tabs don't disturb each other.
"""

from datetime import timedelta
from hashlib import sha256
from hmac import new
from secrets import token_urlsafe

from adapters.pages.guests import Guests
from adapters.pages.visits import Visit
from bot.ports.installations import Installations
from bot.ports.platform_sign_in import SignInAttempt
from bot.ports.time import Clock

LASTS = timedelta(minutes=10)
TOKEN_BYTES = 32
MAX_STATE_LENGTH = 100
"""Characters of a cookie or state that could be ours."""
RATE, BURST = 0.5, 50
"""Sign-ins a second that one address may begin, and at once: each is a row."""


class SignInAttempts:
    """Begins attempts, and ends each once."""

    def __init__(self, states: Installations, clock: Clock, site: str) -> None:
        self._states = states
        self._clock = clock
        self._site = site.rstrip("/")
        self._guests = Guests(clock, RATE, BURST)

    async def begin(self, platform: str, visit: Visit) -> tuple[SignInAttempt, tuple[str, str]] | None:
        """A new attempt, and the header that ties it to the browser; None where this address begins too many."""
        if not self._guests.may_ask(visit.remote):
            return None
        browser = self._browser(visit) or token_urlsafe(TOKEN_BYTES)
        attempt = self._attempt(platform, browser, token_urlsafe(TOKEN_BYTES))
        await self._states.begin(_mark(platform, browser, attempt.state), self._clock.now() + LASTS)
        return attempt, self._put(browser)

    async def end(self, platform: str, visit: Visit) -> SignInAttempt | None:
        """The attempt that this browser began and has not ended; None for any other."""
        browser, state = self._browser(visit), visit.query.get("state", "")
        if not browser or not state or len(state) > MAX_STATE_LENGTH:
            return None
        if not await self._states.finish(_mark(platform, browser, state), self._clock.now()):
            return None
        return self._attempt(platform, browser, state)

    def _attempt(self, platform: str, browser: str, state: str) -> SignInAttempt:
        return SignInAttempt(
            state=state,
            nonce=_derived("nonce", browser, state),
            verifier=_derived("verifier", browser, state),
            back=f"{self._site}/in/from/{platform}",
        )

    @property
    def _https(self) -> bool:
        return self._site.startswith("https:")

    @property
    def _name(self) -> str:
        return "__Host-paperboy-in" if self._https else "paperboy-in"

    def _browser(self, visit: Visit) -> str:
        value = visit.cookies.get(self._name, "")
        return value if len(value) <= MAX_STATE_LENGTH else ""

    def _put(self, browser: str) -> tuple[str, str]:
        """Lax: the browser comes back from another site, and by GET."""
        secure, seconds = "; Secure" if self._https else "", int(LASTS.total_seconds())
        return "Set-Cookie", f"{self._name}={browser}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def _mark(platform: str, browser: str, state: str) -> str:
    return _derived(f"state of {platform}", browser, state)


def _derived(what: str, browser: str, state: str) -> str:
    return new(browser.encode(), f"{what} {state}".encode(), sha256).hexdigest()
