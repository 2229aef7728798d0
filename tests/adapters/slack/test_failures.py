"""Every way a post can fail has one meaning."""

from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import sentinel

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError

from adapters.slack.emoji import bare_emoji
from adapters.slack.failures import InstallationRefused, outcome
from bot.errors import ChannelGone, Refused, TryLater, Unknown


def answered(status: int, data: object, **headers: str) -> SlackApiError:
    return SlackApiError("no", SimpleNamespace(status_code=status, data=data, headers=headers))


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (answered(200, {"ok": False, "error": "is_archived"}), ChannelGone),
        (answered(200, {"ok": False, "error": "not_in_channel"}), ChannelGone),
        (answered(200, {"ok": False, "error": "token_revoked"}), ChannelGone),
        (answered(200, {"ok": False, "error": "invalid_auth"}), InstallationRefused),
        (answered(200, {"ok": False, "error": "org_login_required"}), InstallationRefused),
        (answered(200, {"ok": False, "error": "invalid_blocks"}), Refused),
        (answered(200, {"ok": False, "error": "thread_not_found"}), Refused),
        (answered(200, {"ok": False, "error": "a_word_of_tomorrow"}), Refused),
        (answered(404, "not here"), Refused),
        (answered(200, {"ok": False, "error": "internal_error"}), Unknown),
        (answered(503, "upstream"), Unknown),
        (SlackApiError("no json", SimpleNamespace(status=200, headers={})), Unknown),
        (TimeoutError(), Unknown),
        (aiohttp.ServerDisconnectedError(), Unknown),
        (ConnectionResetError(), Unknown),
        (SlackRequestError("bad"), Refused),
        (aiohttp.ClientConnectorError(sentinel.key, OSError()), TryLater),
    ],
)
def test_an_error_has_one_meaning(error: Exception, meaning: type[Exception]) -> None:
    assert type(outcome(error)) is meaning


def test_a_rate_limit_says_how_long() -> None:
    later = outcome(answered(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "17"}))
    assert isinstance(later, TryLater)
    assert later.wait == timedelta(seconds=17)


@pytest.mark.parametrize(
    "error",
    [
        answered(429, {"ok": False, "error": "ratelimited"}),
        answered(200, {"ok": False, "error": "message_limit_exceeded"}, **{"Retry-After": "soon"}),
        aiohttp.ClientConnectorError(sentinel.key, OSError()),
    ],
)
def test_where_no_time_is_said_it_is_half_a_minute(error: Exception) -> None:
    later = outcome(error)
    assert isinstance(later, TryLater)
    assert later.wait == timedelta(seconds=30)


@pytest.mark.parametrize(
    ("name", "emoji"),
    [
        ("+1", "👍"),
        ("+1::skin-tone-3", "👍"),
        ("heart", "❤"),
        ("bookmark", "🔖"),
        ("pushpin", "📌"),
        ("fire", "🔥"),
        ("our-own-parrot", ""),
    ],
)
def test_names_of_emoji_are_read(name: str, emoji: str) -> None:
    assert bare_emoji(name) == emoji
