"""Paperboy by mail. Importing this package needs no extra; running it needs the extra ``email``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.model import Finding
from bot.platforms import require_extra
from bot.ports.chat import AdapterContext, ChatAdapter

if TYPE_CHECKING:
    import click

    from adapters.email.settings import EmailSettings

LIBRARIES = ("aiosmtplib", "aiohttp", "cryptography")


def settings_class() -> type["EmailSettings"]:
    """The class of the settings of mail."""
    from adapters.email.settings import EmailSettings

    return EmailSettings


def create(context: AdapterContext["EmailSettings"]) -> ChatAdapter:
    """Make the adapter without connecting; raises ``ConfigurationError`` when a setting is missing."""
    require_extra("Mail", "email", *LIBRARIES)
    from adapters.email.adapter import Mail

    return Mail(context)


async def check(settings: "EmailSettings") -> Sequence[Finding]:
    """What ``paperboy doctor`` says of mail."""
    require_extra("Mail", "email", *LIBRARIES)
    from adapters.email.doctor import findings
    from bot.platforms import load_configuration

    return await findings(settings, load_configuration().core)


def shell_commands() -> "click.Group":
    """``paperboy email test`` and ``paperboy email bounce``."""
    from adapters.email.shell import email

    return email
