"""Signing in to the web page: by a private link that chat gives, used up by a press on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from bot.cards.web import LINK_IS_OLD, PAGE_IS_OFF, link_answer, saves_hidden, saves_shown, too_many_links
from bot.commands.arguments import SHOWN
from bot.errors import NotFound, TooMuch
from bot.model import Answer, Member, Request, WebSession
from bot.pacing import next_turn
from bot.ports.known_people import KnownPeople
from bot.ports.shown_saves import ShownSaves
from bot.ports.time import Clock
from bot.ports.web_sessions import WebSessions
from bot.services.handling import Handler
from bot.text import visible_line

TOKEN_BYTES = 32
HOUR = 3600.0
"""Seconds."""
LINK_LASTS = timedelta(minutes=10)
LINKS = 5
"""Links that one member may ask for at once, and in an hour."""
SESSION_LASTS = timedelta(days=30)
"""From the last use on."""
NOTED_EVERY = timedelta(hours=1)
"""How exactly the last use is known: a page must not cost a write."""
LONGEST_BROWSER = 120
LONGEST_NAME = 80
SIGN_IN_PATH = "/in/"


class SignIn:
    """Gives links, and lets in whoever presses the button behind one. Of tokens only digests are kept."""

    def __init__(self, sessions: WebSessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock
        self._asked: dict[Member, float] = {}

    async def link_for(self, member: Member) -> str:
        """A new token for a link, good for ten minutes and for one use. Raises ``TooMuch``."""
        self._count(member)
        token = token_urlsafe(TOKEN_BYTES)
        await self._sessions.offer(member, mark_of(token), self._clock.now() + LINK_LASTS)
        return token

    async def waiting(self, token: str) -> Member:
        """Whom a link would sign in; nothing is used up. Raises ``NotFound``."""
        member = await self._sessions.offered(mark_of(token), self._clock.now())
        if member is None:
            raise NotFound(LINK_IS_OLD)
        return member

    async def enter(self, token: str, browser: str) -> str:
        """Use a link up; return the token of the session. Raises ``NotFound``."""
        member = await self.waiting(token)
        key, session = self._new(member, browser)
        if not await self._sessions.begin(mark_of(token), session):
            raise NotFound(LINK_IS_OLD)
        return key

    async def enter_without_link(self, member: Member, browser: str) -> str:
        """Sign in somebody who is known already; return the token of the session."""
        key, session = self._new(member, browser)
        await self._sessions.start(session)
        return key

    async def who(self, token: str) -> WebSession | None:
        """The session of a token; being asked for, it lasts longer."""
        now = self._clock.now()
        session = await self._sessions.of(mark_of(token), now) if token else None
        if session and now - session.used > NOTED_EVERY:
            await self._sessions.prolong(session.mark, now, now + SESSION_LASTS)
        return session

    async def sessions(self, member: Member) -> Sequence[WebSession]:
        """Where a member is signed in, last used first."""
        return await self._sessions.all_of(member, self._clock.now())

    async def leave(self, member: Member, mark: str = "") -> int:
        """End one session of a member, or all; return how many that were."""
        return await self._sessions.end(member, mark)

    def _count(self, member: Member) -> None:
        now = self._clock.monotonic()
        self._asked = {one: until for one, until in self._asked.items() if until > now}
        wait, self._asked[member] = next_turn(self._asked.get(member, 0.0), now, HOUR / LINKS, LINKS)
        if wait > 0:
            self._asked[member] -= HOUR / LINKS
            raise TooMuch(too_many_links(LINKS))

    def _new(self, member: Member, browser: str) -> tuple[str, WebSession]:
        key, now = token_urlsafe(TOKEN_BYTES), self._clock.now()
        session = WebSession(
            member=member,
            mark=mark_of(key),
            made=now,
            used=now,
            expires=now + SESSION_LASTS,
            browser=browser[:LONGEST_BROWSER],
        )
        return key, session


@dataclass(frozen=True, slots=True)
class WebCommands:
    """Answers /papers web. ``address`` is the page's; '' where there is none."""

    sign_in: SignIn
    address: str
    people: KnownPeople
    shown: ShownSaves

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"web": self._web}

    async def _web(self, request: Request) -> Answer:
        if not self.address:
            raise NotFound(PAGE_IS_OFF)
        if name := visible_line(request.name)[:LONGEST_NAME]:
            await self.people.keep_name(request.member, name, request.at)
        match SHOWN.of(request.command, None):
            case "show-saves":
                await self.shown.show(request.member, request.at)
                return saves_shown(name or (await self.people.names([request.member])).get(request.member, ""))
            case "hide-saves":
                return saves_hidden(was_shown=await self.shown.hide(request.member))
        token = await self.sign_in.link_for(request.member)
        return link_answer(f"{self.address.rstrip('/')}{SIGN_IN_PATH}{token}")


def mark_of(token: str) -> str:
    """What is kept of a token: its SHA-256, from which it can't be guessed, since it is 32 random bytes."""
    return sha256(token.encode()).hexdigest()
