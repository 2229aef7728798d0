"""When posting to a channel can't go on: pause, keep everything, tell whoever set it up, once."""

from dataclasses import replace
from datetime import datetime

import structlog

from bot.cards import subscriptions as cards
from bot.model import Active, Card, Channel, Stopped, Subscription, Tenant, mail_tenant
from bot.ports.outbox import Outbox
from bot.ports.subscriptions import Subscriptions
from bot.services.notices import Notices

log = structlog.get_logger()


class DeliveryFailures:
    """Takes channels out of service, and tells whoever set them up."""

    def __init__(self, subscriptions: Subscriptions, outbox: Outbox, notices: Notices) -> None:
        self._subscriptions = subscriptions
        self._outbox = outbox
        self._notices = notices

    async def channel_gone(self, channel: Channel, why: str) -> None:
        """Stop the channel's subscription and tell its owner; nothing happens a second time, or to what is paused."""
        standing = await self._broken(channel, why)
        if standing is not None:
            log.warning("channel.gone", channel=str(channel), why=why)
            await self._tell_owner(standing, cards.channel_gone(channel, why))

    async def stop_tenant(self, tenant: Tenant, why: str) -> None:
        """Stop everything of a tenant but what somebody paused; nobody is told, since nobody there can be."""
        for one in (tenant, mail_tenant(tenant)):
            for subscription in await self._subscriptions.of_tenant(one):
                if subscription.status == Active():
                    await self._broken(subscription.channel, why)

    async def gave_up(self, channel: Channel, why: str) -> None:
        """Tell the owner that a message was given up; the next slot goes on as usual."""
        standing = await self._subscriptions.of(channel)
        if standing is not None:
            await self._tell_owner(standing, cards.gave_up(channel, why))

    async def _broken(self, channel: Channel, why: str) -> Subscription | None:
        """Stop the channel's subscription and give up what is on its way; return it if it went until now, else None."""
        broken: list[Subscription] = []

        def decide(standing: Subscription | None, _: datetime | None) -> Subscription | None:
            broken.clear()
            if standing is None or standing.status != Active():  # what somebody paused stays so when it comes back
                return standing
            broken.append(standing)
            return replace(standing, status=Stopped(why), next_due=None)

        # In this order: cut off in between, it is begun anew, and the owner is told all the same.
        await self._outbox.drop(channel, why)
        await self._subscriptions.change(channel, decide)
        return broken[0] if broken else None

    async def _tell_owner(self, subscription: Subscription, card: Card) -> None:
        if subscription.owner is not None:
            await self._notices.tell(subscription.owner, card)
