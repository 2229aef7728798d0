"""Runs what ``bot.app`` assembled: platforms, background jobs, the HTTP door, and what tells others how it goes."""

import platform
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import App, opened
from bot.errors import ConfigurationError
from bot.platforms import Configuration, open_door, require_extra, setting_warnings
from bot.ports.http import HasRoutes, HttpDoor, Route
from bot.runner import run, tell_operator, tune_for_serving
from bot.service_manager import ServiceManager
from bot.services.backups import Backups
from bot.services.heartbeat import Heartbeat
from bot.services.measuring import measure_latency
from bot.services.readiness import Readiness
from bot.settings import Settings, notify_socket
from bot.store import START_TIMEOUT_SECONDS, is_file
from bot.supervision import Job

if TYPE_CHECKING:
    from bot.metrics import PrometheusFigures

BACKUPS_OF_FILES = (
    "PAPERBOY_BACKUP_DIR is for a database that is a file (sqlite:///). Leave it empty here; "
    "PostgreSQL is copied with pg_dump (docs/operations.md)."
)
BACKUP_PAUSE = 3600.0
"""Seconds before a copy that failed is tried again."""


async def serve(configuration: Configuration, tell_address: Callable[[str], None] | None = None) -> int:
    """Run every configured platform until it ends or a signal comes; return the exit code.

    ``tell_address`` is told where the HTTP door is, once it is open.
    """
    _check_backups(configuration.core)
    for _, words in setting_warnings(configuration):
        tell_operator(words)
    figures = _figures(configuration.core)
    core, platforms = configuration.core, configuration.platforms
    async with opened(core, platforms=platforms, figures=figures, patience=START_TIMEOUT_SECONDS) as app:
        tune_for_serving()
        door = door_of(app, figures)
        jobs = [_heartbeat(app).run, *app.jobs, *([door.run] if door else [])]
        if app.settings.backup_dir:
            jobs.append(_backups(app, Path(app.settings.backup_dir)))
        if figures:
            jobs.append(partial(measure_latency, app.store.key_value, figures, app.clock))
        if door and tell_address:
            jobs.append(partial(_tell_address, door, tell_address))
        return await run(list(app.chats.values()), app.core, jobs, app.clock)


def _check_backups(settings: Settings) -> None:
    """Refuse at once what could only fail at the first copy, a day later."""
    if settings.backup_dir and not is_file(settings.database_url):
        raise ConfigurationError(BACKUPS_OF_FILES)


async def _tell_address(door: HttpDoor, tell: Callable[[str], None]) -> None:
    tell(await door.listening())


def _heartbeat(app: App) -> Heartbeat:
    """What proves to systemd and to ``paperboy doctor --live`` that this process lives."""
    tell = ServiceManager(notify_socket()).tell
    return Heartbeat(app.store.key_value, list(app.chats.values()), tell, platform.node(), app.clock)


def _backups(app: App, folder: Path) -> Job:
    """The daily copy; what it fails by is told in ``status`` and ``doctor``, and it is tried again in an hour."""
    facts = app.store.key_value
    backups = Backups(app.store.backup, facts, folder, app.settings.backup_keep, app.clock)
    return app.done_once("backups", backups.run, BACKUP_PAUSE)


def _figures(settings: Settings) -> "PrometheusFigures | None":
    """Who counts for Prometheus; None unless settings ask for it."""
    if not settings.metrics:
        return None
    require_extra("PAPERBOY_METRICS", "metrics", "prometheus_client")
    from bot.metrics import PrometheusFigures

    return PrometheusFigures()


def _metrics_route(app: App, figures: "PrometheusFigures") -> Route:
    from bot.metrics import MetricsPage, MetricsRoute

    page = MetricsPage(figures, app.store, list(app.chats.values()), app.clock)
    return Route(method="GET", path="/metrics", answer=MetricsRoute(page, app.settings.metrics_token).answer)


def door_of(app: App, figures: "PrometheusFigures | None" = None) -> HttpDoor | None:
    """The HTTP door, where a platform is reached through it or its port is set; else None, and nothing listens."""
    routes = [route for chat in app.chats.values() if isinstance(chat, HasRoutes) for route in chat.routes]
    routes += [_metrics_route(app, figures)] if figures else []
    if not routes and app.settings.http_port is None:
        return None
    readiness = Readiness(app.store.key_value, app.chats.values())
    return open_door(app.settings, routes, readiness.findings)
