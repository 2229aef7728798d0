"""What is to become of a slot that is due: decided from values alone."""

from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from bot.cards import digests as cards
from bot.cards.sources import looks_wrong
from bot.model import (
    Channel,
    Delivery,
    Digest,
    DigestKind,
    DigestPick,
    FetchOutcome,
    Paper,
    Paused,
    Pick,
    Selection,
    SourceState,
    Subscription,
)
from bot.schedule import DAY, ends_week, last_due, next_due
from bot.zones import zone_of

KEY_LENGTH = 25
"""Characters of a delivery's key: 125 bits, short enough for platforms that take a key with a post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One run of a subscription: the moment it is for, and what kind of digest that makes.

    ``next_due`` is when the subscription is due again; ``ends_week``: a local week ends with it, so a recap is due.
    """

    at: datetime
    kind: DigestKind
    next_due: datetime
    ends_week: bool = False


def slot_of(subscription: Subscription, now: datetime, grace: timedelta, *, after_missed: bool) -> Slot:
    """The slot to make now: the newest that is due, missed if older than ``grace``; older ones are condensed into it.

    ``after_missed``: the slot before was missed, so this one catches up.
    """
    first = subscription.next_due or now
    slot = max(first, last_due(subscription.schedule, now))
    following = next_due(subscription.schedule, now)
    if now - slot > grace:
        kind = DigestKind.MISSED
    else:
        kind = DigestKind.CATCH_UP if after_missed or slot > first else DigestKind.DAILY
    return Slot(at=slot, kind=kind, next_due=following, ends_week=ends_week(subscription.schedule, first, following))


def reads_from(subscription: Subscription, now: datetime) -> datetime | None:
    """Return the time after which papers must have come in; of a pause only the last day counts. None: no bound."""
    seen_to, status = subscription.seen_to, subscription.status
    back = status.until if isinstance(status, Paused) else None
    if seen_to is None or back is None:
        return seen_to and min(seen_to, now)
    returned = datetime.combine(back, time(0), tzinfo=zone_of(subscription.schedule.zone)).astimezone(UTC)
    return max(seen_to, min(returned, now) - DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a digest is decided from. ``announced``: the sources' calendars expected papers since the last digest."""

    candidates: Sequence[Paper] = ()
    selection: Selection = field(default_factory=Selection)
    sources: Sequence[SourceState] = ()
    announced: bool = True
    recap: Sequence[tuple[Paper, int, int]] = ()
    """Papers of the week with how many liked and how many saved them, best first."""

    @property
    def picks(self) -> Sequence[Pick]:
        """What is posted and counted."""
        return self.selection.posted


def decide(subscription: Subscription, slot: Slot, inputs: Inputs, now: datetime) -> Digest:
    """The digest of a slot: its picks, or the honest reason why there are none."""
    kind = slot.kind if inputs.picks or slot.kind is DigestKind.MISSED else DigestKind.EMPTY
    return Digest(
        id=f"{subscription.id}/{slot.at:%Y%m%dT%H%M%SZ}",
        subscription=subscription.id,
        channel=subscription.channel,
        slot=slot.at,
        made=now,
        kind=kind,
        picks=tuple(map(DigestPick.of, inputs.picks)),
        note=_note(subscription, kind, inputs),
    )


def _note(subscription: Subscription, kind: DigestKind, inputs: Inputs) -> str | None:
    zone = subscription.schedule.zone
    if kind is DigestKind.MISSED:
        return cards.TOO_LATE
    down = [state for state in inputs.sources if state.failing_since]
    if down:
        return cards.sources_down(down, zone)
    if kind is not DigestKind.EMPTY:
        return None
    if inputs.candidates and subscription.trending:
        return cards.no_votes(len(inputs.candidates))
    if inputs.candidates:
        return cards.nothing_fits(len(inputs.candidates), inputs.selection.nearly)
    if not inputs.announced:
        return cards.NO_ANNOUNCEMENTS
    odd = [state for state in inputs.sources if state.outcome is FetchOutcome.SUSPICIOUS]
    return looks_wrong(odd) if odd else cards.NOTHING_NEW


def most_upvoted(papers: Sequence[Paper], count: int) -> Selection:
    """What is trending among papers: at most ``count``, most upvotes first; what nobody voted for is not."""
    voted = sorted((paper for paper in papers if paper.upvotes), key=lambda paper: (-paper.upvotes, paper.id))
    return Selection(popular=tuple(Pick(paper=paper, score=0.0) for paper in voted[:count]), known=False)


def deliveries_of(subscription: Subscription, digest: Digest, inputs: Inputs) -> list[Delivery]:
    """The messages of a digest, in order. Silent: an empty day where that is not to be posted, and a missed slot."""
    messages: list[cards.DigestPart] = []
    if digest.papers:
        messages += cards.digest_parts(subscription, digest, inputs.selection)
    elif digest.kind is DigestKind.EMPTY and subscription.post_empty:
        messages.append(cards.empty_part(subscription, digest))
    if inputs.recap:
        messages.append(cards.recap_part(inputs.recap))
    return [_delivery(digest, part, message) for part, message in enumerate(messages)]


def _delivery(digest: Digest, part: int, message: cards.DigestPart) -> Delivery:
    return Delivery(
        key=short_hash(f"{digest.id}/{part}", KEY_LENGTH),
        digest=digest.id,
        channel=digest.channel,
        part=part,
        card=message.card,
        papers=message.papers,
        in_thread=message.in_thread,
    )


def subscription_id(channel: Channel) -> str:
    """The one id a channel's subscription ever has, so that a slot is made once even over unsubscribing."""
    return short_hash(str(channel), 16)


def short_hash(text: str, length: int) -> str:
    return b32encode(sha256(text.encode()).digest()).decode().casefold()[:length]
