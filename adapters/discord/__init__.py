"""Paperboy in Discord. Importing this package needs no extra; running it needs the extra ``discord``."""

from collections.abc import Sequence
from importlib.util import find_spec

from bot.errors import ConfigurationError
from bot.model import Finding
from bot.ports.chat import ChatAdapter
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.settings import Settings


def create(settings: Settings, store: Store, clock: Clock) -> ChatAdapter:
    """Make the adapter without connecting."""
    _require_extra()
    from adapters.discord.adapter import DiscordAdapter

    return DiscordAdapter(settings, store.key_value, clock)


async def check(settings: Settings) -> Sequence[Finding]:
    """What ``paperboy doctor`` says of Discord."""
    _require_extra()
    from adapters.discord import admin

    return await admin.check(settings)


async def invitation(settings: Settings) -> str:
    """The link that adds Paperboy to a server, with the least permissions (``paperboy discord invite``)."""
    _require_extra()
    from adapters.discord import admin

    return await admin.invitation(settings)


async def sync(settings: Settings, store: Store, guild: int | None = None) -> str:
    """Send the slash commands to Discord now (``paperboy discord sync``); return a sentence saying so.

    With ``guild``, to that one server only, where they show at once: for trying out.
    """
    _require_extra()
    from adapters.discord import admin

    return await admin.sync(settings, store.key_value, guild)


def _require_extra() -> None:
    if find_spec("discord") is None:
        raise ConfigurationError("Discord needs the extra 'discord': pip install 'paperboy-bot[discord]'.")
