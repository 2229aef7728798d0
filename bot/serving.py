"""Runs what ``bot.app`` assembled: platforms, background jobs, the HTTP door, and what tells others how it goes."""

import platform
from collections.abc import Callable
from functools import partial
from secrets import token_hex

from bot.app import App, opened
from bot.platforms import Configuration, open_door
from bot.ports.http import HasRoutes, HttpDoor
from bot.runner import complain, run, settle_in
from bot.service_manager import ServiceManager
from bot.services.heartbeat import Heartbeat
from bot.services.job_records import Work
from bot.services.presence import Presence
from bot.services.readiness import Readiness
from bot.settings import notify_socket


async def serve(configuration: Configuration, tell_address: Callable[[str], None] | None = None) -> int:
    """Run every configured platform until it ends or a signal comes; return the exit code.

    ``tell_address`` is told where the HTTP door is, once it is open.
    """
    async with opened(configuration.core, platforms=configuration.platforms) as app:
        settle_in()
        door = door_of(app)
        jobs = [_heartbeat(app).run, *_presences(app), *app.jobs, *([door.run] if door else [])]
        if door and tell_address:
            jobs.append(partial(_tell_address, door, tell_address))
        return await run(list(app.chats.values()), app.core, jobs, app.clock)


async def _tell_address(door: HttpDoor, tell: Callable[[str], None]) -> None:
    tell(await door.listening())


def _heartbeat(app: App) -> Heartbeat:
    """What proves to systemd and to ``paperboy doctor --live`` that this process lives."""
    tell = ServiceManager(notify_socket()).tell
    return Heartbeat(app.store.key_value, list(app.chats.values()), tell, platform.node(), app.clock)


def _presences(app: App) -> list[Work]:
    """What notices a second process, for platforms on which that would answer people twice."""
    holder, shared = token_hex(8), [chat for chat in app.chats.values() if chat.capabilities.shared]
    return [Presence(chat.platform, app.store.leases, app.clock, holder, complain).run for chat in shared]


def door_of(app: App) -> HttpDoor | None:
    """The HTTP door, where a platform is reached through it or its port is set; else None, and nothing listens."""
    routes = [route for chat in app.chats.values() if isinstance(chat, HasRoutes) for route in chat.routes]
    if not routes and app.settings.http_port is None:
        return None
    readiness = Readiness(app.store.key_value, app.chats.values())
    return open_door(app.settings, routes, readiness.findings)
