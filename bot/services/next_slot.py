"""When a subscription posts next: decided from values alone."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.model import Active, Paused, Stopped, Subscription
from bot.schedule import local_day, next_due

DAY = timedelta(days=1)


def due_after(subscription: Subscription, now: datetime, newest: datetime | None) -> datetime | None:
    """The next slot: not on a local day that had its post (``newest``), whatever the schedule was then."""
    status, schedule = subscription.status, subscription.schedule
    if isinstance(status, Stopped) or status == Paused(None):
        return None
    back = status.until if isinstance(status, Paused) else None
    # A post of the future was made while the clock was wrong; it keeps no day from its post.
    days = [back, local_day(schedule, newest) + DAY if newest and newest <= now else None]
    return next_due(schedule, now, from_day=max(filter(None, days), default=None))


def is_too_far(subscription: Subscription, now: datetime) -> bool:
    """Whether the next slot lies so far away that a clock must have been wrong when it was set."""
    # After a post of today the next comes tomorrow, which may be another local day once more in another zone.
    furthest = due_after(subscription, now + 2 * DAY, None)
    return subscription.next_due is not None and furthest is not None and subscription.next_due > furthest


def brought_back(subscription: Subscription, now: datetime, newest: datetime | None) -> Subscription:
    """The subscription with the next slot that the schedule means, if the one it has is too far away."""
    if not is_too_far(subscription, now):
        return subscription
    seen_to = min(subscription.seen_to, now) if subscription.seen_to else None
    return replace(subscription, next_due=due_after(subscription, now, newest), seen_to=seen_to)


def with_next_slot(
    changed: Subscription, standing: Subscription | None, newest: datetime | None, now: datetime
) -> Subscription:
    """``changed`` with its next slot: that of ``standing`` if it is due already, or means the same schedule."""
    unmoved = standing and standing.next_due and standing.schedule == changed.schedule
    if standing and unmoved and standing.status == Active():
        return brought_back(replace(changed, next_due=standing.next_due), now, newest)
    return replace(changed, next_due=due_after(changed, now, newest))
