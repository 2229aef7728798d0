"""What pages are drawn from: papers by day and by search, what is one's own, and who is signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, runtime_checkable

from bot.model import (
    DatedPapers,
    Hit,
    Interest,
    MarkedPapers,
    Member,
    Opinion,
    Paper,
    PaperId,
    PaperInTeam,
    SearchPage,
    Subscription,
    WebSession,
)
from bot.ports.chat import Core, Spelling
from bot.ports.digest_archive import DigestArchive
from bot.ports.feeds import Feeds
from bot.ports.forms import DrawsForms
from bot.ports.mailboxes import MailForVisitors
from bot.ports.platform_sign_in import PlatformSignIn


class Library(Protocol):
    """Reads what is stored. With ``ask`` the sources are asked for what is not: never on behalf of strangers."""

    async def newest_day(self) -> date | None:
        """The newest day that has papers."""
        ...

    async def whose_papers(self) -> str:
        """Where the papers come from, while that is not what somebody expects; '' when all is as usual."""
        ...

    async def why_none(self) -> str:
        """Why there are no papers at all: they are being read, or that fails."""
        ...

    async def between(self, first: date, last: date, *, limit: int, offset: int = 0) -> DatedPapers: ...

    async def search(self, text: str, *, limit: int, offset: int = 0, ask: bool = False) -> SearchPage: ...

    async def paper(self, name: str, *, ask: bool = False) -> Paper:
        """The paper of an id or link. Raises ``NotFound``."""
        ...

    async def papers(self, ids: Sequence[PaperId]) -> Mapping[PaperId, Paper]:
        """The papers of these ids; unknown ones are left out."""
        ...

    async def similar(self, paper: PaperId, limit: int) -> Sequence[Hit]:
        """Papers most like one, best first. Raises ``NotFound``."""
        ...


class OwnLists(Protocol):
    """What one person may see of their own; another's is never asked for."""

    async def opinions(self, member: Member, papers: Sequence[PaperId] | None = None) -> Mapping[PaperId, Opinion]:
        """What counts now, about all papers or these."""
        ...

    async def history(self, member: Member, *, limit: int, offset: int = 0) -> MarkedPapers:
        """What the member thinks of papers, newest first; what was saved among it."""
        ...

    async def saved(self, member: Member, *, limit: int, offset: int = 0) -> MarkedPapers:
        """The member's reading list, what was saved last first."""
        ...

    async def interests(self, member: Member) -> Sequence[tuple[Interest, int | None]]:
        """What the member stated, and how many papers of the last month each names; None where not counted."""
        ...

    async def topics(self, member: Member) -> Sequence[Interest]:
        """The topics that the member follows."""
        ...

    async def joined_accounts(self, member: Member) -> Sequence[Member]:
        """The member's accounts elsewhere that share one profile with this one."""
        ...

    async def subscriptions(self, member: Member) -> Sequence[Subscription]:
        """The daily picks that the member set up, and those of channels in which the member is active."""
        ...


class SignsIn(Protocol):
    """Lets people in to the page. Tokens are secrets: they stand in no log."""

    async def link_for(self, member: Member) -> str:
        """A new token for a link, good for ten minutes and for one use. Raises ``TooMuch``."""
        ...

    async def waiting(self, token: str) -> Member:
        """Whom a link would sign in; nothing is used up. Raises ``NotFound``."""
        ...

    async def enter(self, token: str, browser: str) -> str:
        """Use a link up; return the token of the session. Raises ``NotFound``."""
        ...

    async def enter_without_link(self, member: Member, browser: str) -> str:
        """Sign in somebody who is known already; return the token of the session."""
        ...

    async def who(self, token: str) -> WebSession | None:
        """The session of a token; None where there is none."""
        ...

    async def sessions(self, member: Member) -> Sequence[WebSession]:
        """Where a member is signed in, last used first."""
        ...

    async def leave(self, member: Member, mark: str = "") -> int:
        """End one session of a member, or all without ``mark``; return how many that were."""
        ...


class Team(Protocol):
    """What members of one tenant show each other; nothing of it leaves the tenant."""

    async def names(self, members: Sequence[Member]) -> Mapping[Member, str]:
        """What these members are called; those of whom no name is kept are left out."""
        ...

    async def shows_saves(self, member: Member) -> bool:
        """Whether the member's team sees what they save."""
        ...

    async def about(self, member: Member, paper: Paper) -> PaperInTeam:
        """Who else saved a paper, of those who show it, and where it was posted, as far as the member was active there.

        Whether somebody may read a channel only the platform knows; whoever wrote or reacted there may.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageServices:
    """All that pages are drawn from."""

    core: Core
    library: Library
    own: OwnLists
    team: Team
    sign_in: SignsIn
    feeds: Feeds
    archive: DigestArchive
    platform_sign_ins: Sequence[PlatformSignIn] = ()
    """The chats that can prove whose account it is, where settings ask for it."""
    by_mail: MailForVisitors | None = None
    """None where no mail is set up."""
    spellings: Mapping[str, Spelling] = field(default_factory=dict)
    """The chats that run, from which links to sign in come, and how each spells commands."""


@runtime_checkable
class ShowsPapers(DrawsForms, Protocol):
    """A platform that shows papers in a form of its own, beside the answers of the core."""

    @property
    def shares_channels(self) -> bool:
        """Whether a channel's picks are shown to whoever has its private address."""
        ...

    def show(self, services: PageServices) -> None:
        """Draw from ``services``; called once, before ``run``."""
        ...
