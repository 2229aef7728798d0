"""What chat platforms ask and tell about channels and tenants, answered by those who know."""

from bot.services.channel_managers import ChannelManagers
from bot.services.delivery_failures import DeliveryFailures
from bot.services.retention import Retention
from bot.services.subscription_commands import SubscriptionCommands


class KnownPlaces:
    """Who may manage a channel, what its form shows, and which channels and tenants come and go."""

    def __init__(
        self,
        managers: ChannelManagers,
        subscriptions: SubscriptionCommands,
        failures: DeliveryFailures,
        retention: Retention,
    ) -> None:
        self.can_manage = managers.can_manage
        self.form_values = subscriptions.form_values
        self.resume_after_removal = subscriptions.resume_after_removal
        self.channel_gone = failures.channel_gone
        self.channel_back = subscriptions.channel_back
        self.channel_moved = subscriptions.channel_moved
        self.tenant_joined = retention.joined
        self.tenant_left = retention.left
