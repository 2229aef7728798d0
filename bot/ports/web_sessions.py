"""Who is signed in to the web page: links that are offered once, and the sessions that they begin."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Member, WebSession


class WebSessions(Protocol):
    """Tokens are never kept: links and sessions are known by a digest of theirs, their mark."""

    async def offer(self, member: Member, mark: str, expires: datetime) -> None:
        """Keep a link for a member, in place of the last one."""
        ...

    async def offered(self, mark: str, now: datetime) -> Member | None:
        """Whom a link is for; None for one that was used, is too old, or never was."""
        ...

    async def begin(self, link: str, session: WebSession) -> bool:
        """Use a link up and begin its member's session; False, and nothing changed, where it is no more.

        ``session.made`` is the time that counts. However many ask at once, one of them gets True.
        """
        ...

    async def start(self, session: WebSession) -> None:
        """Begin a session without a link: its member sits at this machine, or a platform proved who it is."""
        ...

    async def of(self, mark: str, now: datetime) -> WebSession | None:
        """The session with this mark, unless it has ended."""
        ...

    async def prolong(self, mark: str, used: datetime, expires: datetime) -> None:
        """Note that a session was used, and let it end later."""
        ...

    async def all_of(self, member: Member, now: datetime) -> Sequence[WebSession]:
        """The member's sessions, last used first."""
        ...

    async def end(self, member: Member, mark: str = "") -> int:
        """End one session of a member, or all without ``mark``; return how many that were."""
        ...

    async def expire(self, now: datetime) -> None:
        """Remove links and sessions that are too old."""
        ...
