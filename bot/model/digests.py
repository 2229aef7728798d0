"""When picks are due, what was picked for a slot, and each message on its way."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from enum import StrEnum

from bot.identity import PaperId
from bot.model.cards import Card, MessageRef
from bot.model.people import Channel, Member
from bot.model.picks import Bar, Pick, Reason


class DigestFormat(StrEnum):
    THREADED = "threaded"
    COMPACT = "compact"
    CARDS = "cards"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Local wall-clock times: ``days`` are ISO weekdays (1 = Monday), ``at`` local time, ``zone`` an IANA name."""

    days: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    at: time = time(9)
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Active:
    """It posts at every slot."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Somebody paused it: ``until`` the first local day on which it posts again, or until it is resumed (None)."""

    until: date | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """Posting failed for good; ``why`` is a sentence. It goes on when somebody resumes it."""

    why: str


Status = Active | Paused | Stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Which channel gets picks, when, how many, in which format. One per channel.

    ``owner`` set it up and is told when posting stops; None where nobody is left to tell. ``direct``: the channel is a
    private conversation with ``owner``. ``next_due`` is the next slot (aware UTC), or None while nothing is due.
    ``seen_to``: papers first seen up to then have had their chance here.
    ``bar`` is how likely a paper must be wanted to be picked; None: as the installation has it.
    ``trending``: not picks but what has most upvotes of what is new. ``channel_name`` is what the platform called the
    channel when something was last set up there, '' where it did not say.
    """

    id: str
    channel: Channel
    owner: Member | None
    direct: bool = False
    schedule: Schedule = field(default_factory=Schedule)
    count: int = 5
    format: DigestFormat = DigestFormat.THREADED
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    bar: Bar | None = None
    post_empty: bool = False
    recap: bool = False
    trending: bool = False
    channel_name: str = ""
    status: Status = Active()
    next_due: datetime | None = None
    seen_to: datetime | None = None
    created: datetime | None = None

    @property
    def weekly(self) -> bool:
        """Whether it comes on one day a week."""
        return len(self.schedule.days) == 1


class DigestKind(StrEnum):
    """What came of a slot. MISSED: Paperboy came too late for it; its papers are caught up on at the next slot."""

    DAILY = "daily"
    CATCH_UP = "catch_up"
    EMPTY = "empty"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPick:
    """A pick as it is kept with its digest: see ``Pick``, but the paper by its id then."""

    paper: PaperId
    score: float = 0.0
    relevance: float = 0.0
    matched: bool = False
    reasons: tuple[Reason, ...] = ()
    explored: bool = False
    followed: bool = False
    members: int = 0
    group: str | None = None

    @classmethod
    def of(cls, pick: Pick) -> "DigestPick":
        """What is kept of a pick."""
        kept = {field.name: getattr(pick, field.name) for field in fields(cls) if field.name != "paper"}
        return cls(paper=pick.paper.id, **kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The picks of one slot. ``id`` is subscription + slot, so it cannot be made twice.

    ``picks`` are in order; ``note`` says why there are none, or what should be known about them;
    ``made`` is when it was decided.
    """

    id: str
    subscription: str
    channel: Channel
    slot: datetime
    made: datetime
    kind: DigestKind = DigestKind.DAILY
    picks: tuple[DigestPick, ...] = ()
    note: str | None = None

    @property
    def papers(self) -> tuple[PaperId, ...]:
        """The picked papers, in order."""
        return tuple(pick.paper for pick in self.picks)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestDay:
    """What was posted to a channel on one of its local days: mostly one digest; newest slot first."""

    day: date
    digests: tuple[Digest, ...]


class DeliveryState(StrEnum):
    """``pending`` → ``sending`` → ``sent``; or ``failed`` (will be tried again), or ``dead`` (never will)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to post, counted from 1.

    ``unsure``: an earlier attempt may have been posted, so look for it before posting; ``started`` is then when the
    first such attempt began, else when this one did.
    """

    number: int
    started: datetime
    unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message of a digest on its way to one channel.

    ``key`` is stable over retries and restarts and unique among all deliveries (at most 25 characters of
    [a-z0-9]). Part 0 is posted to the channel; a part with ``in_thread`` goes into the
    thread of part 0, whose reference is then ``thread``.
    ``papers`` are all papers it shows, in order. ``attempt`` is the one in hand, or the last; None before the first.
    ``why`` is what went wrong with it.
    """

    key: str
    digest: str
    channel: Channel
    part: int
    card: Card
    papers: tuple[PaperId, ...] = ()
    in_thread: bool = False
    thread: MessageRef | None = None
    state: DeliveryState = DeliveryState.PENDING
    attempt: Attempt | None = None
    due: datetime | None = None
    sent: MessageRef | None = None
    why: str | None = None

    @property
    def attempts(self) -> int:
        """How many attempts were begun."""
        return self.attempt.number if self.attempt else 0

    @property
    def unsure(self) -> bool:
        """Whether it may have been posted by an earlier attempt."""
        return self.attempt is not None and self.attempt.unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestReport:
    """How a digest fared: messages posted, still on their way, and given up; ``why`` is the last trouble, if any.

    ``posted``: when the first of the messages that arrived was on its way; None while none has. ``listed`` are the
    papers that the first message shows, in order: an overview has some below its picks.
    """

    digest: Digest
    sent: int = 0
    waiting: int = 0
    dead: int = 0
    why: str | None = None
    posted: datetime | None = None
    listed: tuple[PaperId, ...] = ()
