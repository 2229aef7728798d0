"""What each error of Discord means for a post."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from adapters.discord.failures import outcome
from bot.errors import ChannelGone, DeliveryError, Refused, TryLater, Unknown


def http(kind: type[discord.HTTPException], status: int, code: int = 0, **headers: str) -> discord.HTTPException:
    response: Any = SimpleNamespace(status=status, reason="", headers=headers)
    return kind(response, {"code": code, "message": "no"})


CONNECTION: Any = SimpleNamespace(host="discord.com", port=443, ssl=True, is_ssl=True)

CASES = [
    (http(discord.NotFound, 404, 10003), ChannelGone),
    (http(discord.NotFound, 404, 10004), ChannelGone),
    (http(discord.NotFound, 404, 10013), ChannelGone),
    (http(discord.HTTPException, 400, 50008), ChannelGone),
    (http(discord.HTTPException, 400, 160005), ChannelGone),
    (http(discord.HTTPException, 400, 40004), TryLater),
    (http(discord.Forbidden, 403, 50001), ChannelGone),
    (http(discord.Forbidden, 403, 50013), ChannelGone),
    (http(discord.Forbidden, 403, 50007), ChannelGone),
    (http(discord.Forbidden, 403, 50278), ChannelGone),
    (http(discord.HTTPException, 400, 50035), Refused),
    (http(discord.HTTPException, 400, 50006), Refused),
    (http(discord.HTTPException, 413, 40005), Refused),
    (http(discord.HTTPException, 400, 20016), TryLater),
    (http(discord.HTTPException, 429, 20028), TryLater),
    (http(discord.HTTPException, 401), TryLater),
    (discord.RateLimited(42.0), TryLater),
    (http(discord.DiscordServerError, 503), Unknown),
    (http(discord.DiscordServerError, 500), Unknown),
    (TimeoutError(), Unknown),
    (aiohttp.ServerDisconnectedError(), Unknown),
    (ConnectionResetError(104, "reset"), Unknown),
    (aiohttp.ClientConnectorError(CONNECTION, OSError(111, "refused")), TryLater),
    (ValueError("an answer that is no JSON"), Unknown),
]


@pytest.mark.parametrize(("error", "meaning"), CASES, ids=[f"{e!r:.60}" for e, _ in CASES])
def test_each_error_has_one_meaning(error: Exception, meaning: type[DeliveryError]) -> None:
    assert type(outcome(error)) is meaning


def test_waits_are_as_long_as_discord_says() -> None:
    assert outcome(discord.RateLimited(42.0)).wait == timedelta(seconds=42)  # type: ignore[attr-defined]
    banned = http(discord.HTTPException, 429, **{"Retry-After": "90"})
    assert outcome(banned).wait == timedelta(seconds=90)  # type: ignore[attr-defined]
    unsaid = http(discord.HTTPException, 429)
    assert outcome(unsaid).wait == timedelta(minutes=10), "as long as Cloudflare's bans"  # type: ignore[attr-defined]


def test_an_outcome_stays_what_it_is() -> None:
    refused = Refused("no")
    assert outcome(refused) is refused


@pytest.mark.parametrize(("code", "minutes"), [(20016, 1), (20028, 1), (40004, 10)])
def test_a_busy_channel_is_left_alone_for_minutes(code: int, minutes: int) -> None:
    assert outcome(http(discord.HTTPException, 400, code)).wait == timedelta(minutes=minutes)  # type: ignore[attr-defined]


def test_what_cannot_be_reached_is_tried_again_in_twenty_seconds() -> None:
    unreachable = aiohttp.ClientConnectorError(CONNECTION, OSError(111, "refused"))
    assert outcome(unreachable).wait == timedelta(seconds=20)  # type: ignore[attr-defined]
