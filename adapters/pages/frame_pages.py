"""What stands around the pages: files, the choice of light or dark, what robots are told."""

from collections.abc import Mapping, Sequence
from functools import partial

from adapters.pages.assets import Asset
from adapters.pages.drawing import KEYS_COOKIE, THEME_COOKIE, THEMES
from adapters.pages.responses import asset, redirect, text
from adapters.pages.routing import Access, PageRoute
from adapters.pages.visits import Visit, local_address
from bot.ports.http import HttpResponse

ROBOTS = "User-agent: *\nDisallow: /\n"
A_YEAR = 31_536_000


class FramePages:
    """Serves what every page needs."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        self._assets = assets

    @property
    def routes(self) -> Sequence[PageRoute]:
        files = [_file(each.path, each) for each in self._assets.values()]
        return (
            *files,
            _file("/favicon.ico", self._assets["favicon.svg"]),
            PageRoute(path="/robots.txt", handler=_robots, access=Access.ANYBODY),
            PageRoute(path="/theme", handler=_theme, method="POST", access=Access.ANYBODY),
            PageRoute(path="/keys", handler=_keys, method="POST", access=Access.ANYBODY),
        )


def _file(path: str, file: Asset) -> PageRoute:
    return PageRoute(path=path, handler=partial(_served_asset, file), access=Access.ANYBODY)


async def _served_asset(file: Asset, _: Visit) -> HttpResponse:
    return asset(file)


async def _robots(_: Visit) -> HttpResponse:
    return text(ROBOTS)


async def _theme(visit: Visit) -> HttpResponse:
    """Remember light or dark in the browser alone."""
    theme = visit.form.get("theme", "")
    return _remembered(visit, THEME_COOKIE, theme if theme in THEMES else THEMES[0])


async def _keys(visit: Visit) -> HttpResponse:
    """Remember in the browser whether single keys do something."""
    return _remembered(visit, KEYS_COOKIE, "off" if visit.form.get("keys") == "off" else "on")


def _remembered(visit: Visit, name: str, value: str) -> HttpResponse:
    cookie = f"{name}={value}; Path=/; Max-Age={A_YEAR}; SameSite=Lax; HttpOnly"
    return redirect(local_address(visit.form.get("back", "/")), ("Set-Cookie", cookie))
