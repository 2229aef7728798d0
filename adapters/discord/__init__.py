"""Paperboy in Discord. Importing this package needs no extra; running it needs the extra ``discord``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.addresses import is_loopback
from bot.model import Finding
from bot.platforms import Configuration, require_extra
from bot.ports.chat import AdapterContext, ChatAdapter
from bot.ports.setting_up import SetUp

if TYPE_CHECKING:
    import click

    from adapters.discord.settings import DiscordSettings


def settings_class() -> type["DiscordSettings"]:
    """The class of Discord's settings."""
    from adapters.discord.settings import DiscordSettings

    return DiscordSettings


def create(context: AdapterContext["DiscordSettings"]) -> ChatAdapter:
    """Make the adapter without connecting."""
    require_library()
    from adapters.discord.adapter import DiscordAdapter

    return DiscordAdapter(context.settings, context.state, context.replicas, context.clock)


async def check(settings: "DiscordSettings") -> Sequence[Finding]:
    """What ``paperboy doctor`` says of Discord."""
    require_library()
    from adapters.discord import admin

    return await admin.check(settings)


def warnings(settings: "DiscordSettings", configuration: Configuration) -> Sequence[str]:
    """Whether others can read what signing in to the web page sends."""
    from adapters.discord import wording

    address = urlsplit(configuration.core.public_url)
    plain = address.scheme == "http" and not is_loopback(address.hostname or "")
    signs_in = bool(settings.discord_client_id) and settings.discord_client_secret is not None
    return (wording.SIGN_IN_UNENCRYPTED,) if signs_in and plain else ()


def set_up() -> SetUp:
    """Discord's part of ``paperboy init``."""
    require_library()
    from adapters.discord.set_up import DiscordSetUp

    return DiscordSetUp()


def shell_commands() -> "click.Group":
    """``paperboy discord invite`` and ``paperboy discord sync``."""
    from adapters.discord.shell import discord

    return discord


def require_library() -> None:
    """Raise ``ConfigurationError`` naming the extra unless discord.py is installed."""
    require_extra("Discord", "discord", "discord")
