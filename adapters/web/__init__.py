"""Paperboy over HTTP. Importing this package needs no extra; running it needs the extra ``web``."""

from collections.abc import Sequence

from bot.ports.http import HttpDoor, ReadinessCheck, Route
from bot.settings import Settings

DEFAULT_PORT = 3000


def open_door(settings: Settings, routes: Sequence[Route], readiness: ReadinessCheck) -> HttpDoor:
    """The door, not yet listening."""
    from adapters.web.door import Address, WebDoor

    port = DEFAULT_PORT if settings.http_port is None else settings.http_port
    address = Address(host=settings.http_host, port=port, public=settings.public_url, proxies=settings.http_proxies)
    return WebDoor(address, routes, readiness)
