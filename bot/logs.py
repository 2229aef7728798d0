"""Where log events go and how they look. Secrets never get through, wherever they stand in an event."""

import logging
import re
import sys
from collections.abc import Collection, Mapping
from importlib.util import find_spec
from typing import TextIO

import structlog

from bot.errors import ConfigurationError
from bot.settings import Settings

_HIDDEN = "…"
_TOKENS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=Bearer )\S+|(?<=Bot )\S{20,}|(?<=://)[^/@\s]+:[^/@\s]+(?=@)")
"""What looks like a token of Slack or Discord, or like credentials in an address, even when no setting holds it."""

_TELLING_OF_TEXTS = ("bibtexparser", "aiohttp.server")
"""Libraries whose records hold what people sent; what went wrong is told to the person instead.

Of HTTP that is what can't be read as a request, addresses and cookies too; what fails in answering one the door logs.
"""


class Redaction:
    """A structlog processor that hides secret values in every string of an event, tracebacks included."""

    def __init__(self, secrets: frozenset[str]) -> None:
        known = "|".join(re.escape(secret) for secret in sorted(secrets, key=len, reverse=True) if secret)
        self._known = re.compile(known) if known else None

    def __call__(self, logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        return {key: self._clean(value) for key, value in event.items()}

    def _clean(self, value: object) -> object:
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if isinstance(value, Mapping):
            return {self.clean(str(key)): self._clean(part) for key, part in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self._clean(part) for part in value]
        return self.clean(str(value))

    def clean(self, text: str) -> str:
        """The text without what is, or looks like, a secret."""
        text = self._known.sub(_HIDDEN, text) if self._known else text
        return _TOKENS.sub(_HIDDEN, text)


def set_up_logs(
    settings: Settings, *, quiet: bool, secrets: Collection[str] = (), stream: TextIO | None = None
) -> None:
    """Send structlog's events and the libraries' own records to standard error, as settings say.

    ``secrets`` never show. ``quiet``: somebody looks at answers here, so only errors show unless settings ask for more.
    """
    stream = stream or sys.stderr
    before_render: list[structlog.typing.Processor] = [
        *_reporting(settings),
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
        Redaction(frozenset(secrets)),
    ]
    level = _level(settings.log_level, quiet=quiet)
    renderer = _renderer(settings, stream)
    structlog.configure(
        processors=[*before_render, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    _route_libraries(before_render, renderer, max(level, logging.WARNING), stream)


def set_up_first_logs() -> None:
    """Log to standard error until settings are read: tracebacks without local variables, which may hold secrets."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            Redaction(frozenset()),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _route_libraries(
    processors: list[structlog.typing.Processor], renderer: structlog.typing.Processor, level: int, stream: TextIO
) -> None:
    """Records of discord.py, slack-bolt and others go the same way, from warnings upwards."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *processors],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for library in _TELLING_OF_TEXTS:
        logging.getLogger(library).setLevel(logging.CRITICAL)


def _reporting(settings: Settings) -> list[structlog.typing.Processor]:
    """What sends errors to Sentry; nothing unless settings name an address. Raises ``ConfigurationError``."""
    if settings.sentry_dsn is None:
        return []
    if find_spec("sentry_sdk") is None:
        raise ConfigurationError("PAPERBOY_SENTRY_DSN needs the extra 'sentry': pip install 'paperboy-bot[sentry]'.")
    from bot.error_reports import report, start_reporting

    start_reporting(settings.sentry_dsn.get_secret_value())
    return [report]


def _level(wanted: str, *, quiet: bool) -> int:
    if wanted == "auto":
        return logging.ERROR if quiet else logging.INFO
    return logging.getLevelNamesMapping()[wanted.upper()]


def _renderer(settings: Settings, stream: TextIO) -> structlog.typing.Processor:
    readable = settings.log_format == "console" or (settings.log_format == "auto" and stream.isatty())
    if readable:
        return structlog.dev.ConsoleRenderer(colors=stream.isatty())
    return structlog.processors.JSONRenderer(ensure_ascii=False)
