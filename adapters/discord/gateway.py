"""The line to Discord: where it goes, how fast it is used, and what must not break it.

Three habits of discord.py are mended here, and only here: its waits before reconnecting grow to a quarter of an hour,
it does not wait at all after a connection that was dropped at once, and an event that it cannot parse ends the client.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.settings import DiscordSettings
from bot.addresses import is_loopback
from bot.errors import ConfigurationError
from bot.pacing import Backoff, Pace
from bot.ports.time import Clock

MOST_REQUESTS = 40.0
"""Requests a second of one bot. Discord allows 50, and bans an address after 10,000 refusals in ten minutes."""

LONGEST_RECONNECT = 30.0
"""Seconds between two attempts to connect again."""

CONNECT_SECONDS = 60.0
"""How long discord.py lets one attempt to connect take."""

_EXEMPT = ("/interactions/", "/webhooks/")
"""What answers people does not count for Discord's limit over all routes."""

_NOT_NEEDED = (
    "channels",
    "threads",
    "emojis",
    "stickers",
    "voice_states",
    "presences",
    "stage_instances",
    "guild_scheduled_events",
    "soundboard_sounds",
)
"""Parts of a server without which Paperboy gets along."""

Parse = Callable[[Any], None]

log = structlog.get_logger()


def prepare(settings: DiscordSettings) -> None:
    """Send the library where settings say. Before any client exists.

    Both addresses are needed: after an invalid session the library falls back to its default gateway.
    """
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it warns that it can't speak
    _refuse_insecure("PAPERBOY_DISCORD_API_BASE", settings.discord_api_base, "https")
    Route.BASE = settings.discord_api_base.rstrip("/")
    if settings.discord_gateway_url:
        _refuse_insecure("PAPERBOY_DISCORD_GATEWAY_URL", settings.discord_gateway_url, "wss")
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)


def shorten_reconnects(clock: Clock) -> None:
    """Have the library wait as ``ReconnectWaits`` says. Before any client exists."""
    discord.shard.ExponentialBackoff = partial(ReconnectWaits, clock)  # type: ignore[attr-defined, assignment]  # not exported there, and of another class: no setting waits so


class ReconnectWaits:
    """Waits between attempts to reconnect a shard: at most 30 s, and short again after a success.

    The library never says that an attempt succeeded, but if more time went by than an attempt may take, one did.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waits = Backoff(LONGEST_RECONNECT)
        self._next_by = 0.0

    def delay(self) -> float:
        """Seconds to wait before the next attempt."""
        now = self._clock.monotonic()
        if now > self._next_by:
            self._waits.reset()
        wait = self._waits.next()
        self._next_by = now + wait + CONNECT_SECONDS
        return wait


def paced(requests: Pace, connections: Pace) -> aiohttp.TraceConfig:
    """Let every request of a client wait for its turn, except those that answer people, who wait themselves."""

    async def wait(_: aiohttp.ClientSession, __: SimpleNamespace, begun: aiohttp.TraceRequestStartParams) -> None:
        if begun.url.scheme in ("ws", "wss"):
            await connections.turn()
        elif not any(part in begun.url.path for part in _EXEMPT):
            await requests.turn()

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(wait)
    return trace


def careful_parsers(may: Callable[[], bool], parsers: Mapping[str, Parse]) -> dict[str, Parse]:
    """The parsers of discord.py, made to drop what is another's to answer, and to skip what they cannot read."""
    return survive_unreadable_events(parsing_while_connected(may, parsers))


def parsing_while_connected(may: Callable[[], bool], parsers: Mapping[str, Parse]) -> dict[str, Parse]:
    """The parsers, made to drop what comes once another process may have the connection: it is told the same.

    A process that was stopped for a minute finds in its socket what the other has answered meanwhile.
    """
    return {event: partial(_parse_if, may, parse) for event, parse in parsers.items()}


def _parse_if(may: Callable[[], bool], parse: Parse, data: Any) -> None:
    if may():
        parse(data)


def survive_unreadable_events(parsers: Mapping[str, Parse]) -> dict[str, Parse]:
    """The parsers of discord.py, made to skip what they cannot read instead of ending the client.

    An event that can be understood in part is: a server without its channels, a press or command without what is
    told of its channel.
    """
    return {event: _surviving(event, parse) for event, parse in parsers.items()}


def _surviving(event: str, parse: Parse) -> Parse:
    def parse_what_can_be_read(data: Any) -> None:
        try:
            parse(data)
        except Exception as error:  # the boundary of one event: what comes after it counts
            log.warning("discord.event_unreadable", event_type=event, error=f"{type(error).__name__}: {error}")
            with suppress(Exception):
                if (rest := _readable_part(event, data)) is not None:
                    parse(rest)

    return parse_what_can_be_read


def _readable_part(event: str, data: Any) -> dict[str, Any] | None:
    match event:
        case "GUILD_CREATE":
            return {**data, **{name: [] for name in _NOT_NEEDED if name in data}}
        case "INTERACTION_CREATE" if "guild_id" in data and "channel" in data:
            plain = {"id": data["channel"]["id"], "type": discord.ChannelType.text.value, "name": "", "position": 0}
            return {**data, "channel": plain}
        case _:
            return None


def _refuse_insecure(setting: str, address: str, scheme: str) -> None:
    url = yarl.URL(address)
    if url.scheme != scheme and not is_loopback(url.host or ""):
        raise ConfigurationError(f"{setting} must begin with {scheme}:// so that nobody can read along.")
