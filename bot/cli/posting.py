"""``paperboy digest``: what an operator can look at and set off by hand."""

from collections.abc import Callable

import click

from bot.app import App
from bot.errors import BadQuery, NotFound
from bot.model import Card, Channel, Stopped, Subscription, Tenant
from bot.schedule import moment_text, schedule_text


async def list_subscriptions(app: App) -> None:
    """Every channel with daily picks, as the other two commands want it named."""
    subscriptions = await app.store.subscriptions.all()
    for subscription in subscriptions:
        click.echo(f"{subscription.channel}  {_when(subscription)}")
    if not subscriptions:
        click.echo("No channel has daily picks yet; /papers subscribe in a channel sets them up.")


async def show_next(app: App, name: str, show: Callable[[Card], None]) -> None:
    """Show what the channel's next post would be; nothing is posted or stored."""
    subscription = await _subscription(app, name)
    for card in (await app.writer.preview(subscription)).cards:
        show(card)


async def post_now(app: App, name: str) -> None:
    """Make a digest outside of the schedule and hand it to the running Paperboy."""
    subscription = await _subscription(app, name)
    draft = await app.writer.make_now(subscription.channel)
    if draft is None:  # it ended since
        raise _none_in(name)
    made = len(draft.deliveries)
    if not made:
        click.echo("There is nothing to post.")
        return
    messages, them = ("1 message is", "it") if made == 1 else (f"{made} messages are", "them")
    click.echo(f"{messages} on {'its' if made == 1 else 'their'} way; a running Paperboy posts {them} within a minute.")


async def _subscription(app: App, name: str) -> Subscription:
    subscription = await app.store.subscriptions.of(_channel(name))
    if subscription is None:
        raise _none_in(name)
    return subscription


def _none_in(name: str) -> NotFound:
    return NotFound(f"{name} has no daily picks; “paperboy digest” lists the channels that have.")


def _channel(name: str) -> Channel:
    """Read ``discord:123/456`` as ``str(Channel)`` writes it."""
    platform, colon, rest = name.partition(":")
    tenant, slash, channel = rest.rpartition("/")
    if not (colon and slash and platform and tenant and channel):
        raise BadQuery(f"“{name}” names no channel; “paperboy digest” lists them, such as discord:123/456.")
    return Channel(Tenant(platform, tenant), channel)


def _when(subscription: Subscription) -> str:
    if isinstance(subscription.status, Stopped):
        return f"stopped: {subscription.status.why}"
    if subscription.next_due is None:
        return "paused"
    return (
        f"{schedule_text(subscription.schedule)}, next {moment_text(subscription.next_due, subscription.schedule.zone)}"
    )
