"""Errors sent to Sentry, where an operator gave an address for it: their kind and place, nothing that anybody wrote."""

from collections.abc import Mapping
from typing import Any

import sentry_sdk
import structlog

from bot import __version__
from bot.errors import ConfigurationError

_KEPT = ("event_id", "timestamp", "platform", "level", "release", "environment", "exception", "sdk")


def start_reporting(dsn: str) -> None:
    """Send what is logged as an error from now on: of each no more than ``bare`` leaves, and no local variable.

    Raises ``ConfigurationError`` for what is no DSN.
    """
    try:
        sentry_sdk.init(
            dsn=dsn,
            release=__version__,
            default_integrations=False,
            include_local_variables=False,
            max_breadcrumbs=0,
            before_send=bare,  # type: ignore[arg-type]
        )
    except ValueError:
        raise ConfigurationError(
            "PAPERBOY_SENTRY_DSN: it should be what Sentry calls a project's DSN, such as https://key@sentry.example.org/1."
        ) from None


def bare(event: Mapping[str, Any], hint: Mapping[str, Any]) -> dict[str, Any]:
    """The event without what may quote somebody: no message of an error, no request, no name of the machine."""
    kept = {name: event[name] for name in _KEPT if name in event}
    for error in kept.get("exception", {}).get("values", ()):
        error["value"] = ""
    return kept


def report(logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A structlog processor: an error that was logged is reported too, and goes on to the log."""
    error = event.get("exc_info")
    if isinstance(error, BaseException):
        sentry_sdk.capture_exception(error)
    elif error:
        sentry_sdk.capture_exception()
    return event
