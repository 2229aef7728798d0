"""Setting daily picks up, changing, pausing and ending them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.cards import problems, refusals
from bot.cards import subscriptions as cards
from bot.commands.arguments import (
    BAR,
    CATEGORIES,
    COUNT,
    DAYS,
    EMPTY,
    FORMAT,
    RECAP,
    TIME,
    TOPICS,
    UNTIL,
    ZONE,
)
from bot.commands.forms import changed_by_others
from bot.errors import BadQuery, NotFound, NotKnown
from bot.model import (
    Active,
    Answer,
    Bar,
    Channel,
    Command,
    DigestFormat,
    Paused,
    Request,
    Schedule,
    Stopped,
    Subscription,
    Tenant,
    mail_tenant,
)
from bot.ports.channels import Channels
from bot.ports.outbox import Outbox
from bot.ports.subscriptions import Subscriptions
from bot.ports.time import Clock
from bot.schedule import local_day
from bot.services.channel_managers import ChannelManagers
from bot.services.digest_decider import subscription_id
from bot.services.handling import Handler
from bot.services.next_slot import due_after, with_next_slot
from bot.zones import known_zone


class SubscriptionCommands:
    """The commands about daily picks. ``changed`` is called whenever a next slot may have moved."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        outbox: Outbox,
        channels: Channels,
        managers: ChannelManagers,
        changed: Callable[[], None],
        zone: str,
        clock: Clock,
    ) -> None:
        self._subscriptions = subscriptions
        self._outbox = outbox
        self._channels = channels
        self._managers = managers
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
        }

    async def form_values(self, request: Request) -> dict[str, str]:
        """The settings of the request's channel as they are, else what ``subscribe`` alone would set."""
        standing = await self._subscriptions.of(request.channel) if request.channel else None
        return cards.form_values(standing or proposed(request, self._zone, self._clock.now()))

    async def resume_after_removal(self, tenant: Tenant) -> Sequence[Subscription]:
        """Let go on what stopped when Paperboy was removed; return all that is set up in the tenant."""
        now = self._clock.now()

        def decide(standing: Subscription | None, newest: datetime | None) -> Subscription | None:
            if standing is None or standing.status != Stopped(cards.REMOVED):
                return standing
            return with_next_slot(_revived(standing, now), standing, newest, now)

        found = await self._subscriptions.of_tenant(tenant)
        mailed = await self._subscriptions.of_tenant(mail_tenant(tenant))
        now_standing = [await self._subscriptions.change(subscription.channel, decide) for subscription in found]
        for subscription in mailed:
            await self._subscriptions.change(subscription.channel, decide)
        self._changed()
        return [subscription for subscription in now_standing if subscription]

    async def channel_back(self, channel: Channel) -> None:
        """See ``Core.channel_back``."""
        now = self._clock.now()

        def decide(standing: Subscription | None, newest: datetime | None) -> Subscription | None:
            if standing is None or not isinstance(standing.status, Stopped):
                return standing
            return with_next_slot(_revived(standing, now), standing, newest, now)

        await self._subscriptions.change(channel, decide)
        self._changed()

    async def channel_moved(self, old: Channel, new: Channel) -> None:
        """See ``Core.channel_moved``."""
        await self._channels.move(old, new)
        await self._subscriptions.change(new, lambda there, _: there and replace(there, id=subscription_id(new)))
        self._changed()

    async def _subscribe(self, request: Request) -> Answer:
        await self._managers.require(request)
        channel, now = channel_of(request), self._clock.now()
        before: list[Subscription | None] = []

        def decide(standing: Subscription | None, newest: datetime | None) -> Subscription:
            before[:] = [standing]
            base = _revived(standing, now) if standing else proposed(request, self._zone, self._clock.now())
            changed = with_arguments(base, request.command if standing else _with_all_it_showed(request.command))
            if changed.format is DigestFormat.THREADED and not (request.threads or request.direct):
                raise BadQuery(cards.NO_THREADS)
            if request.direct and (typed := TOPICS.of(request.command, ())):
                raise BadQuery(cards.TOPICS_OF_CHANNELS.format(topic=typed[0]))
            owned = replace(changed, owner=changed.owner or request.member)
            return with_next_slot(_named(owned, request), standing, newest, now)

        subscription = await self._subscriptions.change(channel, decide)
        self._changed()
        others = changed_by_others(request.command, cards.form_values(before[0])) if before[0] else {}
        return cards.subscribed(existing(subscription), before[0], others)

    async def _unsubscribe(self, request: Request) -> Answer:
        await self._managers.require(request)
        channel = channel_of(request)
        before = await self._subscriptions.of(channel)
        await self._subscriptions.change(channel, lambda *_: None)
        await self._outbox.drop(channel, cards.UNSUBSCRIBED)  # of an earlier try too, that was cut off before this
        existing(before)
        return cards.unsubscribed()

    async def _pause(self, request: Request) -> Answer:
        await self._managers.require(request)
        now = self._clock.now()

        def decide(standing: Subscription | None, newest: datetime | None) -> Subscription:
            until = _pause_end(request.command, existing(standing), now)
            held = replace(_named(existing(standing), request), status=Paused(until))
            return replace(held, next_due=due_after(held, now, newest))

        subscription = await self._subscriptions.change(channel_of(request), decide)
        self._changed()
        return cards.paused(existing(subscription))

    async def _resume(self, request: Request) -> Answer:
        await self._managers.require(request)
        now = self._clock.now()
        before: list[Subscription] = []

        def decide(standing: Subscription | None, newest: datetime | None) -> Subscription:
            before[:] = [existing(standing)]
            return with_next_slot(_revived(_named(before[0], request), now), standing, newest, now)

        subscription = await self._subscriptions.change(channel_of(request), decide)
        self._changed()
        return cards.resumed(existing(subscription), before[0])


def _with_all_it_showed(command: Command) -> Command:
    """A form that was open while the picks were ended sets them up as it showed them."""
    return replace(command, arguments=(*command.arguments, *((name, value) for name, value in command.left if value)))


def proposed(request: Request, zone: str, now: datetime) -> Subscription:
    """What ``subscribe`` without any argument sets up. Private conversations have no use for threads."""
    channel = request.channel or Channel(request.member.tenant, "")
    return Subscription(
        id=subscription_id(channel),
        channel=channel,
        owner=request.member,
        direct=request.direct,
        schedule=Schedule(zone=known_zone(request.zone) or zone),
        format=DigestFormat.COMPACT if request.direct or not request.threads else DigestFormat.THREADED,
        created=now,
    )


def with_arguments(subscription: Subscription, command: Command) -> Subscription:
    """The subscription with what was typed; what was not typed stays. Raises ``BadQuery``."""
    schedule = subscription.schedule
    bar = BAR.of(command, subscription.bar)
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
        bar=Bar(bar) if bar else None,
        post_empty=EMPTY.of(command, subscription.post_empty),
        recap=RECAP.of(command, subscription.recap),
    )


def _named(subscription: Subscription, request: Request) -> Subscription:
    """The subscription with the channel's name as it is now, where the platform says it."""
    return replace(subscription, channel_name=request.channel_name or subscription.channel_name)


def _revived(standing: Subscription, now: datetime) -> Subscription:
    """The subscription, active again; what came in meanwhile is not caught up on, but for the last day."""
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
        raise BadQuery(problems.not_in_the_future(until.isoformat()))
    return until


def channel_of(request: Request) -> Channel:
    """The channel that a request speaks of.

    Raises ``BadQuery`` where nothing can be posted, ``NotKnown`` while the platform does not say.
    """
    if not request.place_known:
        raise NotKnown(refusals.place_unknown(request.member.tenant.platform))
    if request.channel is None:
        raise BadQuery(cards.NO_CHANNEL)
    return request.channel


def existing(standing: Subscription | None) -> Subscription:
    """The subscription that is there; raises ``NotFound`` where none is."""
    if standing is None:
        raise NotFound(cards.NOT_SUBSCRIBED)
    return standing
