"""Setting daily picks up, changing, pausing and looking at them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.cards import subscriptions as cards
from bot.commands.arguments import (
    CATEGORIES,
    COUNT,
    DAYS,
    EMPTY,
    FORMAT,
    MINIMUM,
    RECAP,
    TIME,
    TOPICS,
    UNTIL,
    ZONE,
)
from bot.errors import BadQuery, NotFound
from bot.model import (
    Active,
    Answer,
    Channel,
    Command,
    DigestFormat,
    Paused,
    Request,
    Schedule,
    Stopped,
    Subscription,
    Tenant,
)
from bot.ports.digests import Digests
from bot.ports.outbox import Outbox
from bot.ports.papers import Papers
from bot.ports.subscriptions import Subscriptions
from bot.ports.time import Clock
from bot.schedule import local_day, next_due
from bot.services.delivery_failures import DeliveryFailures
from bot.services.digest_decider import subscription_id
from bot.services.digests import DigestWriter
from bot.services.handling import Handler, require_manager
from bot.zones import parse_zone

REPORTS = 5
"""Slots that ``status`` looks back on."""


class SubscriptionCommands:
    """The commands about daily picks. ``changed`` is called whenever a next slot may have moved."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        digests: Digests,
        outbox: Outbox,
        papers: Papers,
        writer: DigestWriter,
        failures: DeliveryFailures,
        changed: Callable[[], None],
        zone: str,
        clock: Clock,
    ) -> None:
        self._subscriptions = subscriptions
        self._digests = digests
        self._outbox = outbox
        self._papers = papers
        self._writer = writer
        self._failures = failures
        self._changed = changed
        self._zone = zone
        self._clock = clock

    @property
    def handlers(self) -> dict[str, Handler]:
        return {
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
            "pause": self._pause,
            "resume": self._resume,
            "settings": self._settings,
            "preview": self._preview,
            "status": self._status,
        }

    async def form_values(self, request: Request) -> dict[str, str]:
        """The settings of the request's channel as they are, else what ``subscribe`` alone would set."""
        standing = await self._subscriptions.of(request.channel) if request.channel else None
        return cards.form_values(standing or self._proposed(request))

    async def channel_gone(self, channel: Channel, why: str) -> None:
        await self._failures.channel_gone(channel, why)

    async def stop_tenant(self, tenant: Tenant, why: str) -> None:
        await self._failures.stop_tenant(tenant, why)

    async def _subscribe(self, request: Request) -> Answer:
        require_manager(request)
        channel, now = _channel(request), self._clock.now()
        before: list[Subscription | None] = []

        def decide(standing: Subscription | None, newest: datetime | None) -> Subscription:
            before[:] = [standing]
            base = _revived(standing, now) if standing else self._proposed(request)
            changed = with_arguments(base, request.command)
            return _scheduled(replace(changed, owner=changed.owner or request.member), standing, newest, now)

        subscription = await self._subscriptions.change(channel, decide)
        self._changed()
        return cards.subscribed(_there(subscription), new=before == [None])

    async def _unsubscribe(self, request: Request) -> Answer:
        require_manager(request)
        channel = _channel(request)
        _there(await self._subscriptions.of(channel))
        await self._subscriptions.change(channel, lambda *_: None)
        await self._outbox.drop(channel, "Unsubscribed.")
        return cards.unsubscribed()

    async def _pause(self, request: Request) -> Answer:
        require_manager(request)
        now = self._clock.now()

        def decide(standing: Subscription | None, newest: datetime | None) -> Subscription:
            until = _pause_end(request.command, _there(standing), now)
            held = replace(_there(standing), status=Paused(until))
            return replace(held, next_due=due_after(held, now, newest))

        subscription = await self._subscriptions.change(_channel(request), decide)
        self._changed()
        return cards.paused(_there(subscription))

    async def _resume(self, request: Request) -> Answer:
        require_manager(request)
        now = self._clock.now()

        def decide(standing: Subscription | None, newest: datetime | None) -> Subscription:
            return _scheduled(_revived(_there(standing), now), standing, newest, now)

        subscription = await self._subscriptions.change(_channel(request), decide)
        self._changed()
        return cards.resumed(_there(subscription))

    async def _settings(self, request: Request) -> Answer:
        return cards.settings(_there(await self._subscriptions.of(_channel(request))))

    async def _preview(self, request: Request) -> Answer:
        require_manager(request)
        standing = await self._subscriptions.of(_channel(request)) or self._proposed(request)
        due = standing.next_due or next_due(standing.schedule, self._clock.now())
        draft = await self._writer.preview(replace(standing, next_due=due))
        return cards.preview(replace(standing, next_due=due), draft.cards, draft.digest.note)

    async def _status(self, request: Request) -> Answer:
        channel = _channel(request)
        subscription = await self._subscriptions.of(channel)
        reports = await self._digests.reports(channel, REPORTS)
        zone = (subscription or self._proposed(request)).schedule.zone
        return cards.status(subscription, reports, await self._papers.source_states(), zone, self._clock.now())

    def _proposed(self, request: Request) -> Subscription:
        """What ``subscribe`` without any argument sets up. A private conversation has no use for threads."""
        channel = request.channel or Channel(request.member.tenant, "")
        return Subscription(
            id=subscription_id(channel),
            channel=channel,
            owner=request.member,
            direct=request.direct,
            schedule=Schedule(zone=_known_zone(request.zone) or self._zone),
            format=DigestFormat.COMPACT if request.direct else DigestFormat.THREADED,
            created=self._clock.now(),
        )


def with_arguments(subscription: Subscription, command: Command) -> Subscription:
    """The subscription with what was typed; what was not typed stays. Raises ``BadQuery``."""
    schedule = subscription.schedule
    minimum = MINIMUM.of(command, subscription.minimum_score)
    return replace(
        subscription,
        schedule=Schedule(
            days=DAYS.of(command, schedule.days),
            at=TIME.of(command, schedule.at),
            zone=ZONE.of(command, schedule.zone),
        ),
        count=COUNT.of(command, subscription.count),
        format=DigestFormat(FORMAT.of(command, subscription.format)),
        topics=TOPICS.of(command, subscription.topics),
        categories=CATEGORIES.of(command, subscription.categories),
        minimum_score=minimum,
        post_empty=EMPTY.of(command, subscription.post_empty),
        recap=RECAP.of(command, subscription.recap),
    )


def due_after(subscription: Subscription, now: datetime, newest: datetime | None) -> datetime | None:
    """The next slot: not on a local day that had its post (``newest``), whatever the schedule was then."""
    status, schedule = subscription.status, subscription.schedule
    if isinstance(status, Stopped) or status == Paused(None):
        return None
    back = status.until if isinstance(status, Paused) else None
    days = [back, local_day(schedule, newest) + timedelta(days=1) if newest else None]
    return next_due(schedule, now, from_day=max(filter(None, days), default=None))


def _scheduled(
    changed: Subscription, standing: Subscription | None, newest: datetime | None, now: datetime
) -> Subscription:
    """With its next slot; one that is due already, or stays as it was, is not moved."""
    unmoved = standing and standing.next_due and standing.schedule == changed.schedule
    due = standing.next_due if standing and unmoved and standing.status == Active() else due_after(changed, now, newest)
    return replace(changed, next_due=due)


def _revived(standing: Subscription, now: datetime) -> Subscription:
    """No longer paused or stopped. What came in meanwhile is not caught up on, but for the last day."""
    if standing.status == Active():
        return standing
    seen_to = max(standing.seen_to, now - timedelta(days=1)) if standing.seen_to else None
    return replace(standing, status=Active(), seen_to=seen_to)


def _pause_end(command: Command, standing: Subscription, now: datetime) -> date | None:
    named = UNTIL.of(command, None)
    if named is None:
        return None
    today = local_day(standing.schedule, now)
    until = named(today)
    if until <= today:
        raise BadQuery(
            f"{until.isoformat()} is not in the future. Name the first day on which picks should come again."
        )
    return until


def _channel(request: Request) -> Channel:
    if request.channel is None:
        raise BadQuery(cards.NO_CHANNEL)
    return request.channel


def _there(standing: Subscription | None) -> Subscription:
    if standing is None:
        raise NotFound(cards.NOT_SUBSCRIBED)
    return standing


def _known_zone(zone: str) -> str:
    try:
        return parse_zone(zone) if zone else ""
    except BadQuery:
        return ""
