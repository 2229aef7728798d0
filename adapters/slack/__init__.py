"""Paperboy in Slack. Nothing here needs the extra ``slack`` until it is used."""

from collections.abc import Sequence

from bot.errors import ConfigurationError
from bot.model import Finding
from bot.ports.chat import ChatAdapter
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.settings import Settings

LIBRARIES = ("slack_bolt", "slack_sdk", "aiohttp", "cryptography")


def create(settings: Settings, store: Store, clock: Clock) -> ChatAdapter:
    """The adapter, not yet connected; raises ``ConfigurationError`` when the extra or a setting is missing."""
    try:
        from adapters.slack.adapter import Slack
    except ModuleNotFoundError as error:
        raise _explained(error) from error
    return Slack(settings, store, clock)


async def check(settings: Settings) -> Sequence[Finding]:
    """What ``paperboy doctor`` says of Slack."""
    try:
        from adapters.slack.doctor import findings
    except ModuleNotFoundError as error:
        raise _explained(error) from error
    return await findings(settings)


def manifest(settings: Settings) -> str:
    """The app manifest to paste into Slack, as JSON."""
    from adapters.slack.manifest import manifest_text

    return manifest_text(
        socket_mode=settings.slack_mode == "socket",
        public_url=settings.public_url,
        redirect=bool(settings.slack_client_id),
    )


def _explained(error: ModuleNotFoundError) -> Exception:
    """The missing extra, when that is what is missing."""
    if (error.name or "").partition(".")[0] in LIBRARIES:
        return ConfigurationError("Slack needs the extra 'slack': pip install 'paperboy-bot[slack]'.")
    return error
