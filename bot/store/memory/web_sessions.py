"""Links and sessions of the web page, in dictionaries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model import Member, Tenant, WebSession


class MemoryWebSessions:
    """See ``bot.ports.web_sessions.WebSessions``."""

    title = "signed in to the web page"

    def __init__(self) -> None:
        self._links: dict[str, tuple[Member, datetime]] = {}
        self._sessions: dict[str, WebSession] = {}

    async def offer(self, member: Member, mark: str, expires: datetime) -> None:
        self._links = {each: link for each, link in self._links.items() if link[0] != member}
        self._links[mark] = (member, expires)

    async def offered(self, mark: str, now: datetime) -> Member | None:
        member, expires = self._links.get(mark, (None, now))
        return member if expires > now else None

    async def begin(self, link: str, session: WebSession) -> bool:
        if await self.offered(link, session.made) != session.member:
            return False
        del self._links[link]
        await self.start(session)
        return True

    async def start(self, session: WebSession) -> None:
        self._sessions[session.mark] = session

    async def of(self, mark: str, now: datetime) -> WebSession | None:
        session = self._sessions.get(mark)
        return session if session and session.expires > now else None

    async def prolong(self, mark: str, used: datetime, expires: datetime) -> None:
        if mark in self._sessions:
            self._sessions[mark] = replace(self._sessions[mark], used=used, expires=expires)

    async def all_of(self, member: Member, now: datetime) -> Sequence[WebSession]:
        theirs = [each for each in self._sessions.values() if each.member == member and each.expires > now]
        return sorted(sorted(theirs, key=lambda each: each.mark), key=lambda each: each.used, reverse=True)

    async def end(self, member: Member, mark: str = "") -> int:
        return self._drop(lambda each: each.member == member and mark in ("", each.mark))

    async def expire(self, now: datetime) -> None:
        self._links = {mark: link for mark, link in self._links.items() if link[1] > now}
        self._sessions = {mark: each for mark, each in self._sessions.items() if each.expires > now}

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        theirs = [each for each in self._sessions.values() if each.member == member]
        return [
            {
                "made": each.made.isoformat(),
                "used": each.used.isoformat(),
                "expires": each.expires.isoformat(),
                "browser": each.browser,
            }
            for each in theirs
        ]

    def members(self) -> Iterable[Member]:
        return {*(member for member, _ in self._links.values()), *(each.member for each in self._sessions.values())}

    def forget_member(self, member: Member) -> int:
        links = [mark for mark, (whose, _) in self._links.items() if whose == member]
        for mark in links:
            del self._links[mark]
        return len(links) + self._drop(lambda each: each.member == member)

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum([self.forget_member(member) for member in list(self.members()) if member.tenant == tenant])

    def _drop(self, gone: Callable[[WebSession], bool]) -> int:
        marks = [mark for mark, each in self._sessions.items() if gone(each)]
        for mark in marks:
            del self._sessions[mark]
        return len(marks)
