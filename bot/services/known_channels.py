"""What chat platforms ask about one channel, answered by those who know."""

from bot.services.channel_managers import ChannelManagers
from bot.services.delivery_failures import DeliveryFailures
from bot.services.subscription_commands import SubscriptionCommands


class KnownChannels:
    """Who may manage a channel, what its form shows, that it is gone, and that Paperboy is back in a tenant."""

    def __init__(
        self, managers: ChannelManagers, subscriptions: SubscriptionCommands, failures: DeliveryFailures
    ) -> None:
        self.can_manage = managers.can_manage
        self.form_values = subscriptions.form_values
        self.resume_after_removal = subscriptions.resume_after_removal
        self.channel_gone = failures.channel_gone
