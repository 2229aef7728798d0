"""Paperboy in Slack. Importing this package needs no extra; running it needs the extra ``slack``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.model import Finding
from bot.platforms import Configuration, require_extra
from bot.ports.chat import AdapterContext, ChatAdapter
from bot.ports.setting_up import SetUp

if TYPE_CHECKING:
    import click

    from adapters.slack.settings import SlackSettings

LIBRARIES = ("slack_bolt", "slack_sdk", "aiohttp", "cryptography")


def settings_class() -> type["SlackSettings"]:
    """The class of Slack's settings."""
    from adapters.slack.settings import SlackSettings

    return SlackSettings


def create(context: AdapterContext["SlackSettings"]) -> ChatAdapter:
    """Make the adapter without connecting; raises ``ConfigurationError`` when a setting is missing."""
    require_extra("Slack", "slack", *LIBRARIES)
    from adapters.slack.adapter import Slack

    return Slack(
        context.settings,
        context.installations,
        context.known_people,
        context.replicas,
        context.clock,
        context.public_url,
        context.secret_key,
    )


async def check(settings: "SlackSettings") -> Sequence[Finding]:
    """What ``paperboy doctor`` says of Slack."""
    require_extra("Slack", "slack", *LIBRARIES)
    from adapters.slack.doctor import findings

    return await findings(settings)


def warnings(settings: "SlackSettings", configuration: Configuration) -> Sequence[str]:
    """Whether Slack sends people back who sign in to the web page."""
    from adapters.slack import wording

    plain = configuration.core.public_url.startswith("http:")
    return (wording.SIGN_IN_NEEDS_HTTPS,) if settings.slack_sign_in and plain else ()


def set_up() -> SetUp:
    """Slack's part of ``paperboy init``."""
    require_extra("Slack", "slack", *LIBRARIES)
    from adapters.slack.set_up import SlackSetUp

    return SlackSetUp()


def shell_commands() -> "click.Group":
    """``paperboy slack manifest``."""
    from adapters.slack.shell import slack

    return slack
