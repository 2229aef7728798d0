"""Who uses Paperboy, what they stated, and how they reacted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.identity import PaperId

CONSOLE = "console"
"""The platform of the person at this machine."""


@dataclass(frozen=True, slots=True, order=True)
class Tenant:
    """A server, a workspace, or one person's private space: the boundary of data."""

    platform: str
    id: str

    @property
    def on_this_machine(self) -> bool:
        """Whether it is that of the person at this machine, whom no chat knows."""
        return self.platform == CONSOLE

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True, order=True)
class Channel:
    """A place to post inside a tenant; the id means something to its platform only."""

    tenant: Tenant
    id: str

    def __str__(self) -> str:
        return f"{self.tenant}/{self.id}"


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A person inside a tenant; the same person in another tenant is another member."""

    tenant: Tenant
    id: str

    def __str__(self) -> str:
        return f"{self.tenant}/@{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """What a platform last said of somebody, at the time ``at``; it may be otherwise by now.

    ``is_admin`` is None where it did not say. ``zone`` is an IANA zone, ``conversation`` the id of the private
    conversation with us; both '' where not known. ``name`` is kept for who asked for something that shows it.
    """

    is_admin: bool | None = None
    is_bot: bool = False
    zone: str = ""
    conversation: str = ""
    name: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """Somebody signed in to the web page, with one browser. ``mark`` is the digest of the token that proves it."""

    member: Member
    mark: str
    made: datetime
    used: datetime
    expires: datetime
    browser: str = ""


Owner = Channel | Member
"""Who can state interests."""


class InterestKind(StrEnum):
    """What an interest or mute names. The values are the prefixes people type (``org:openai``)."""

    TOPIC = "topic"
    KEYWORD = "keyword"
    AUTHOR = "author"
    ORGANISATION = "org"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One stated interest, or one mute. ``group`` is what it is filed under (``follow retrieval as work``), or None."""

    kind: InterestKind
    value: str
    muted: bool = False
    group: str | None = None
    since: datetime | None = None

    def __str__(self) -> str:
        return self.value if self.kind is InterestKind.TOPIC else f"{self.kind}:{self.value}"

    @property
    def key(self) -> tuple[InterestKind, str]:
        """What an owner states once: a second with the same key, or a mute of it, takes the place of the first."""
        return self.kind, self.value.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedInterest:
    """An interest or mute as it was until ``at``."""

    interest: Interest
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Interests:
    """All that one owner stated, in the order of stating."""

    all: tuple[Interest, ...] = ()

    @property
    def follows(self) -> tuple[Interest, ...]:
        return tuple(i for i in self.all if not i.muted)

    @property
    def mutes(self) -> tuple[Interest, ...]:
        return tuple(i for i in self.all if i.muted)


class Signal(StrEnum):
    """What a reaction says."""

    LIKE = "like"
    DISLIKE = "dislike"
    SAVE = "save"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One line of the append-only log: a signal given, or taken back (``retracted``).

    Like and dislike are one opinion: the last one standing per member and paper counts, and a retraction takes its own
    signal back as if it had never been given. Saving is apart, so a like never empties a reading list
    (``bot.model.opinions`` folds the lines).
    ``emoji`` is the one by which it was said: an emoji that is taken off takes back only what it said itself, and a
    retraction without one takes back all. It is '' and not None without one, being part of what a line is told by.
    ``event`` is the platform's own id of the click or reaction; a second line with the same event changes nothing.
    It is None where there is none, and so is ``channel``, where it happened.
    """

    member: Member
    paper: PaperId
    signal: Signal
    at: datetime
    retracted: bool = False
    channel: Channel | None = None
    event: str | None = None
    emoji: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the log says now about one member and one paper. ``liked`` is None without an opinion."""

    paper: PaperId
    liked: bool | None = None
    saved: bool = False
    at: datetime

    def holds(self, signal: Signal) -> bool:
        """Whether this is what the signal says."""
        return self.saved if signal is Signal.SAVE else self.liked is (signal is Signal.LIKE)
