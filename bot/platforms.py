"""Finds chat platforms by their entry points: ``bot`` imports none, and anybody's package can add one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from bot.errors import ConfigurationError
from bot.model import CONSOLE, MAIL, Card, Finding
from bot.ports.chat import AdapterContext, ChatAdapter
from bot.ports.forms import DrawsForms
from bot.ports.http import HttpDoor, ReadinessCheck, Route
from bot.settings import PlatformSettings, Settings, SettingsGroup, read_settings, secrets_of

if TYPE_CHECKING:
    import click

GROUP = "paperboy.adapters"
"""The entry points: the name is the platform's word in ``Tenant.platform``, the object an ``AdapterPackage``."""

DOOR_GROUP = "paperboy.http"
"""The entry point of the HTTP server: a function with the arguments of ``open_door``."""

DEFAULT = CONSOLE
"""What runs where no platform is configured."""

WEB = "web"
"""The web page, which ``paperboy run --web`` starts."""


class AdapterPackage(Protocol):
    """What an entry point leads to: a module, or any object with these functions. Importing it needs no extra.

    ``create``, ``check`` and the shell commands raise ``ConfigurationError`` naming the extra when it is missing.
    """

    def settings_class(self) -> type[PlatformSettings]:
        """The class of the platform's settings."""
        ...

    def create(self, context: AdapterContext[Any]) -> ChatAdapter:
        """Make the adapter without connecting."""
        ...

    async def check(self, settings: Any) -> Sequence[Finding]:
        """What ``paperboy doctor`` says of this platform: token, permissions, connection. Ends within 20 seconds."""
        ...

    def shell_commands(self) -> "click.Group | None":
        """The platform's own shell commands, ``paperboy <platform> …``; None where it has none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that was set: the core's settings, and those of each platform that is to run, by its name."""

    core: Settings
    platforms: Mapping[str, PlatformSettings]

    @property
    def secrets(self) -> frozenset[str]:
        """The values that must never be shown or logged."""
        return secrets_of([self.core, *self.platforms.values()])

    @property
    def has_chat(self) -> bool:
        """Whether people can type to Paperboy somewhere."""
        return any(map(is_chat, self.platforms))

    @property
    def alone(self) -> bool:
        """True where only the person at this machine is served."""
        return set(self.platforms) <= {DEFAULT, WEB} and not self.core.public_url


@runtime_checkable
class WarnsOfSettings(Protocol):
    """An ``AdapterPackage`` that sees where settings, each right by itself, can't work together."""

    def warnings(self, settings: Any, configuration: Configuration) -> Sequence[str]:
        """What can't work so, and what to do about it: a sentence or two for each."""
        ...


def setting_warnings(configuration: Configuration) -> Sequence[tuple[str, str]]:
    """What can't work as it is set up: the platform and the words, for the start and for ``paperboy doctor``."""
    packages = {name: adapter_package(name) for name in configuration.platforms}
    return [
        (name, words)
        for name, package in packages.items()
        if isinstance(package, WarnsOfSettings)
        for words in package.warnings(configuration.platforms[name], configuration)
    ]


def is_chat(platform: str) -> bool:
    """Whether people can type to Paperboy there: on the page and by mail they can't."""
    return platform not in (WEB, MAIL)


def load_configuration(*, web: bool = False) -> Configuration:
    """Read the environment; raises ``ConfigurationError`` naming every wrong setting, and never its value.

    With ``web`` the web page runs too: on this machine alone, unless its own settings say whom it is for.
    """
    core, *rest = read_settings([Settings, *(adapter_package(name).settings_class() for name in installed())])
    theirs = dict(zip(installed(), cast(list[PlatformSettings], rest), strict=True))
    wanted = {name: each for name, each in theirs.items() if each.configured}
    serving_chat = bool(wanted)
    if web and WEB not in wanted:
        wanted[WEB] = _with(theirs[WEB], web="local")
    platforms = wanted if wanted.keys() - {MAIL} else {DEFAULT: theirs[DEFAULT], **wanted}  # mail is asked for in chat
    return Configuration(core=_with_sources(cast(Settings, core), serving_chat=serving_chat), platforms=platforms)


def settings_groups() -> list[type[SettingsGroup]]:
    """The core's settings and those of every installed platform, for ``.env.example``."""
    return [Settings, *(adapter_package(name).settings_class() for name in installed())]


def settings_of(platform: str) -> Any:
    """The settings of one platform, whether it is configured or not."""
    (settings,) = read_settings([adapter_package(platform).settings_class()])
    return settings


def adapter_package(platform: str) -> AdapterPackage:
    """The platform's package. Raises ``ConfigurationError`` where none of that name is installed."""
    found = installed().get(platform)
    if found is None:
        raise ConfigurationError(f"No package brings a platform “{platform}” (entry points of the group {GROUP}).")
    return cast(AdapterPackage, found.load())


@cache
def installed() -> Mapping[str, EntryPoint]:
    """The entry points of all platforms, by name. Raises ``ConfigurationError`` where Paperboy's own are missing."""
    found = {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}
    if DEFAULT not in found:
        raise ConfigurationError("Paperboy is not installed as a package: pip install -e . registers its platforms.")
    return found


def require_extra(platform: str, extra: str, *modules: str) -> None:
    """Raise ``ConfigurationError`` naming ``extra`` unless all ``modules`` are installed."""
    if any(find_spec(module) is None for module in modules):
        raise ConfigurationError(f"{platform} needs the extra '{extra}': pip install 'paperboy-bot[{extra}]'.")


def card_printer() -> Callable[[Card], None]:
    """How the console shows a card; one-shot commands answer with it."""
    return cast(Callable[[Card], None], cast(Any, adapter_package(DEFAULT)).print_card)


def plain_forms() -> DrawsForms:
    """What draws single pages where no web page runs. Raises ``ConfigurationError`` without the extra ``web``."""
    require_extra("A page of mail", "web", "jinja2")
    return cast(DrawsForms, cast(Any, adapter_package(WEB)).plain_forms())


def open_door(settings: Settings, routes: Sequence[Route], readiness: ReadinessCheck) -> HttpDoor:
    """The one HTTP server, not yet listening. Raises ``ConfigurationError`` when the extra ``web`` is missing."""
    require_extra("The HTTP door", "web", "aiohttp")
    (door,) = entry_points(group=DOOR_GROUP)
    return cast(HttpDoor, door.load()(settings, routes, readiness))


def _with(settings: PlatformSettings, **values: str) -> PlatformSettings:
    """The settings with other values, checked as if they had been set so."""
    return type(settings).model_validate({**settings.model_dump(), **values})


def _with_sources(settings: Settings, *, serving_chat: bool) -> Settings:
    """What an empty ``sources`` means: a team wants today's papers, whoever tries it out needs no network."""
    default = "sample,huggingface" if serving_chat else "sample"
    return settings if settings.sources else settings.model_copy(update={"sources": default})
