"""When picks are due, what was picked for a slot, and each message on its way."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from bot.model.cards import Card, MessageRef
from bot.model.people import Channel, Member
from bot.model.picks import Pick


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Which channel gets picks, when, how many, in which format. One per channel.

    ``owner`` set it up and is told when it breaks. ``direct``: the channel is a private conversation with ``owner``.
    ``next_due`` is the next slot (aware UTC) or None while paused for good.
    ``paused_until`` is the first local day on which it posts again; ``broken`` says why posting stopped, or ''.
    """

    id: str
    channel: Channel
    owner: Member
    direct: bool = False
    schedule: Schedule = field(default_factory=Schedule)
    count: int = 5
    format: DigestFormat = DigestFormat.THREADED
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    minimum_score: float | None = None
    post_empty: bool = False
    recap: bool = False
    paused: bool = False
    paused_until: date | None = None
    broken: str = ""
    next_due: datetime | None = None
    created: datetime | None = None


class DigestKind(StrEnum):
    DAILY = "daily"
    CATCH_UP = "catch_up"
    EMPTY = "empty"
    RECAP = "recap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The picks of one slot. ``id`` is subscription + slot, so it cannot be made twice. ``note`` says why it is empty."""

    id: str
    subscription: str
    channel: Channel
    slot: datetime
    kind: DigestKind = DigestKind.DAILY
    picks: tuple[Pick, ...] = ()
    note: str = ""


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message of a digest on its way to one channel.

    ``key`` is stable over retries and restarts and unique among all deliveries (at most 25 characters of [a-z0-9],
    so that it fits a Discord nonce). Part 0 is posted to the channel; a part with ``in_thread`` goes into the
    thread of part 0, whose reference is then ``thread``. ``paper`` is set when the message means that one paper.
    ``papers`` are all papers it shows, in order.
    """

    key: str
    digest: str
    channel: Channel
    part: int
    card: Card
    paper: str = ""
    papers: tuple[str, ...] = ()
    in_thread: bool = False
    thread: MessageRef | None = None
    state: DeliveryState = DeliveryState.PENDING
    attempt: int = 0
    due: datetime | None = None
    started: datetime | None = None
    sent: MessageRef | None = None
    why: str = ""
