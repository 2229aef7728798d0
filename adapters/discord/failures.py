"""What an error of Discord means for one attempt to post. Pure."""

from datetime import timedelta

import aiohttp
import discord

from bot.errors import ChannelGone, DeliveryError, Refused, TryLater, Unknown

GONE = {
    10003: "the channel no longer exists",
    10004: "the server no longer exists, or Paperboy was removed from it",
    10013: "this person no longer exists",
    50001: "Paperboy can't see the channel",
    50007: "this person takes no direct messages from Paperboy",
    50008: "this channel takes no messages",
    50013: "Paperboy lacks the permission to post",
    50278: "this person takes no direct messages from Paperboy",
    160005: "the thread is locked",
}
"""Error codes of Discord that won't go away by waiting: somebody has to change something there."""

BUSY = {
    20016: timedelta(minutes=1),
    20028: timedelta(minutes=1),
    40004: timedelta(minutes=10),
}
"""Slow mode, the channel's write limit, and sending switched off for a while."""

NO_ACCESS = frozenset({50001, 50013})

WRONG_KIND = 50024
TOO_MANY_THREADS = frozenset({30033, 160006})

NO_THREAD = NO_ACCESS | TOO_MANY_THREADS | {WRONG_KIND}
"""A thread can't be made or written to, though the channel may be."""

THREAD_GONE = frozenset({10003, 10008, 50083, 160005})
"""Somebody deleted or locked it, so the details are not wanted elsewhere either."""

THREAD_EXISTS = 160004
UNKNOWN_CHANNEL = 10003

SOON = timedelta(seconds=20)
_BANNED = timedelta(minutes=10)


def outcome(error: Exception) -> DeliveryError:
    """The one of the four outcomes that ``error`` means.

    5xx, a lost connection, a time limit, or an answer that can't be read: it may have been carried out.
    """
    match error:
        case DeliveryError():
            return error
        case discord.RateLimited():
            return TryLater("Discord asks to wait", timedelta(seconds=error.retry_after))
        case discord.DiscordServerError():
            return Unknown(f"Discord answered {error.status}")
        case discord.HTTPException():
            return _answered(error)
        case aiohttp.ClientConnectorError():
            return TryLater("Discord can't be reached", SOON)
        case _:
            return Unknown(f"the answer was lost ({type(error).__name__})")


def _answered(error: discord.HTTPException) -> DeliveryError:
    """Discord said no: certainly not posted."""
    if error.code in GONE:
        return ChannelGone(GONE[error.code])
    if error.code in BUSY:
        return TryLater("the channel is busy", BUSY[error.code])
    if error.status == 429:
        return TryLater("Discord asks to wait", _retry_after(error))
    if error.status == 401:
        return TryLater("Discord no longer accepts the token", _BANNED)
    return Refused(f"Discord refuses the message ({error.status}, code {error.code})")


def _retry_after(error: discord.HTTPException) -> timedelta:
    """A 429 that the library gave up on: as long as the header says, else as Cloudflare's bans last."""
    value = error.response.headers.get("Retry-After", "")
    return timedelta(seconds=float(value)) if value.replace(".", "", 1).isdigit() else _BANNED
