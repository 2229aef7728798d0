"""What Slack's answers mean for one attempt to post. Pure.

Facts: https://docs.slack.dev/reference/methods/chat.postMessage#errors. ``internal_error``, ``fatal_error`` and their
like say themselves that part of the work may have been done.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.cards.subscriptions import REMOVED
from bot.errors import ChannelGone, DeliveryError, Refused, TryLater, Unknown

UNREACHABLE_WAIT = timedelta(seconds=30)
DEFAULT_WAIT = timedelta(seconds=30)
MENDED_WAIT = timedelta(minutes=5)
"""Until it is tried whether the installation was mended."""

LAYOUT_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch"})
"""A bug of ours: the same words without blocks may pass."""

REMOVED_CODES = frozenset({"account_inactive", "token_revoked"})
"""The app was taken out of the workspace."""

_GONE = {
    "channel_not_found": "The channel is gone, or it is private and I am not in it.",
    "is_archived": "The channel is archived.",
    "not_in_channel": "I am not in the channel. Somebody there can type /invite @Paperboy.",
    "restricted_action": "Only some people may post there.",
    "restricted_action_read_only_channel": "The channel is read-only.",
    "no_permission": "I may not post there.",
    "cannot_dm_bot": "A bot can't be written to.",
    "user_disabled": "This person's account is closed.",
    "user_not_found": "This person is not in the workspace.",
    "user_not_visible": "This person can't be written to.",
    "messages_tab_disabled": "Direct messages to the app are switched off.",
    **dict.fromkeys(REMOVED_CODES, REMOVED),
}
"""Of one channel or person: somebody has to change something there."""

_OF_INSTALLATION = {
    "missing_scope": "A permission of the app is missing; it has to be installed again.",
    "invalid_auth": "Slack does not accept the app's token, or not from this address.",
    "not_authed": "There is no token for this workspace.",
    "not_allowed_token_type": "Slack does not accept this kind of token; it has to be a bot token (xoxb-…).",
    "token_expired": "The installation has expired; the app has to be installed again.",
    "team_access_not_granted": "The workspace does not grant access.",
    "access_denied": "The workspace does not grant access.",
    "enterprise_is_restricted": "The organisation does not grant access.",
    "two_factor_setup_required": "The workspace asks for two-factor authentication.",
    "org_login_required": "The workspace is being moved.",
    "team_added_to_org": "The workspace is being moved.",
    "ekm_access_denied": "The workspace has suspended posting.",
}
"""Of the whole workspace, and for its admins, the operator or time to mend: no channel is to blame."""

_LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded", "accesslimited"})
_LOST = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_quota_exceeded"})


class InstallationRefused(TryLater):
    """Certainly not posted, and nothing else in this workspace will be until the installation is mended."""


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
    if code in _OF_INSTALLATION:
        return InstallationRefused(f"{_OF_INSTALLATION[code]} ({code})", MENDED_WAIT)
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
