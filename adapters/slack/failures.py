"""What Slack's answers mean for one attempt to post. Pure.

Facts: https://docs.slack.dev/reference/methods/chat.postMessage#errors. ``internal_error``, ``fatal_error`` and their
like say themselves that part of the work may have been done.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import ChannelGone, DeliveryError, Refused, TryLater, Unknown

UNREACHABLE_WAIT = timedelta(seconds=30)
DEFAULT_WAIT = timedelta(seconds=30)

LAYOUT_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch"})
"""A bug of ours: the same words without blocks may pass."""

_GONE = {
    "channel_not_found": "The channel is gone, or it is private and I am not in it.",
    "is_archived": "The channel is archived.",
    "not_in_channel": "I am not in the channel. Somebody there can type /invite @Paperboy.",
    "restricted_action": "Only some people may post there.",
    "restricted_action_read_only_channel": "The channel is read-only.",
    "no_permission": "I may not post there.",
    "missing_scope": "A permission of the app is missing; it has to be installed again.",
    "account_inactive": "Paperboy was removed from the workspace.",
    "token_revoked": "Paperboy was removed from the workspace.",
    "token_expired": "The installation has expired; the app has to be installed again.",
    "invalid_auth": "Slack does not accept the app's token.",
    "not_authed": "There is no token for this workspace.",
    "team_access_not_granted": "The workspace no longer grants access.",
    "access_denied": "The workspace no longer grants access.",
    "org_login_required": "The workspace is being moved.",
    "ekm_access_denied": "The workspace has suspended access.",
    "cannot_dm_bot": "A bot can't be written to.",
    "user_disabled": "This person's account is closed.",
    "user_not_found": "This person is not in the workspace.",
    "user_not_visible": "This person can't be written to.",
    "messages_tab_disabled": "Direct messages to the app are switched off.",
}
_LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "accesslimited", "team_added_to_org"})
_LOST = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_quota_exceeded"})


def outcome(error: BaseException) -> DeliveryError:
    """The outcome of an attempt that raised ``error``."""
    if isinstance(error, DeliveryError):
        return error
    if isinstance(error, SlackApiError):
        return _answered(error_code(error), _status(error.response), retry_after(error))
    if isinstance(error, aiohttp.ClientConnectorError):
        return TryLater("Slack could not be reached.", UNREACHABLE_WAIT)
    if isinstance(error, SlackClientError):
        return Refused(f"The request could not be made: {type(error).__name__}.")
    return Unknown(f"Slack did not answer: {type(error).__name__}.")


def error_code(error: SlackApiError) -> str:
    """Slack's word for what went wrong; '' when the answer was no Slack answer."""
    body = getattr(error.response, "data", None)
    return str(body.get("error", "")) if isinstance(body, dict) else ""


def _answered(code: str, status: int, retry_after: timedelta) -> DeliveryError:
    if status == 429 or code in _LATER:
        return TryLater("Slack asked to wait.", retry_after)
    if code in _GONE:
        return ChannelGone(_GONE[code])
    if status >= 500 or code in _LOST or (status < 300 and not code):
        return Unknown(f"Slack failed: {code or status}.")
    return Refused(f"Slack refused it: {code or status}.")


def _status(response: Any) -> int:
    """The SDK hands over its own response, or aiohttp's when the body was not JSON."""
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 200)


def retry_after(error: SlackApiError) -> timedelta:
    """How long Slack asks to wait; half a minute when it does not say."""
    headers: Mapping[str, str] = getattr(error.response, "headers", None) or {}
    value = next((v for k, v in headers.items() if k.lower() == "retry-after"), "")
    return timedelta(seconds=int(value)) if value.isdigit() else DEFAULT_WAIT
