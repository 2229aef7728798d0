"""What stands between a start and being connected: which answers of Slack mean a wrong setting, and trying again."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.client import unreachable
from adapters.slack.failures import error_code, retry_after
from bot.errors import ConfigurationError, PaperboyError, Unavailable
from bot.pacing import keep_trying
from bot.ports.time import Clock

log = structlog.get_logger()

T = TypeVar("T")
Report = Callable[[str], None]
"""Called with the trouble in one sentence, and with '' when it is over."""

LONGEST_WAIT = 30.0
"""Seconds between two attempts, unless Slack itself asks for a longer wait."""
MOST_ASKED_WAIT = timedelta(minutes=5)

WRONG_TOKEN = frozenset(
    {
        "access_denied",
        "account_inactive",
        "enterprise_is_restricted",
        "forbidden_team",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""Only these are for the operator to mend; whatever else Slack says may pass by itself."""


async def until_connected(attempt: Callable[[], Awaitable[T]], clock: Clock, report: Report) -> T:
    """What ``attempt`` returns, tried again for as long as it raises ``Unavailable``; other errors end it."""

    def log_failure(error: Exception, wait: float) -> None:
        report(str(error))
        log.warning("slack.trying_again", why=str(error), seconds=round(wait, 1))

    return await keep_trying(attempt, clock, log_failure, longest=LONGEST_WAIT)


def translate_error(error: Exception, setting: str) -> PaperboyError:
    """A failure of a call that proves the token in ``setting``, as one sentence for the operator; raises all others."""
    if isinstance(error, SlackApiError):
        code = error_code(error)
        if code in WRONG_TOKEN:
            return ConfigurationError(f"Slack does not accept {setting} ({code}).")
        if code == "ratelimited":
            return Unavailable("Slack asks to wait before the next try.", min(retry_after(error), MOST_ASKED_WAIT))
        return Unavailable(f"Slack does not answer properly just now ({code or 'no answer of its own'}).")
    if unreachable(error):
        return Unavailable(f"Slack can't be reached ({type(error).__name__}).")
    raise error
