"""Paperboy as a web page. Importing this package needs no extra; running it needs the extra ``web``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.model import Finding
from bot.platforms import Configuration, require_extra
from bot.ports.chat import AdapterContext, ChatAdapter
from bot.ports.forms import DrawsForms

if TYPE_CHECKING:
    from adapters.pages.settings import WebSettings

LIBRARIES = ("aiohttp", "jinja2")


def settings_class() -> type["WebSettings"]:
    """The class of the page's settings."""
    from adapters.pages.settings import WebSettings

    return WebSettings


def create(context: AdapterContext["WebSettings"]) -> ChatAdapter:
    """Make the page without serving it; raises ``ConfigurationError`` when a setting is missing."""
    require_extra("The web page", "web", *LIBRARIES)
    from adapters.pages.adapter import WebPages

    return WebPages(context)


def plain_forms() -> DrawsForms:
    """What draws single pages of others where the web page does not run."""
    from adapters.pages.forms import PlainForms

    return PlainForms()


async def check(settings: "WebSettings") -> Sequence[Finding]:
    """The page needs nothing but its libraries."""
    require_extra("The web page", "web", *LIBRARIES)
    return ()


def warnings(settings: "WebSettings", configuration: Configuration) -> Sequence[str]:
    """Whether anybody can sign in."""
    from adapters.pages import wording

    nobody = not settings.web.papers_are_public and not configuration.has_chat
    return (wording.nobody_can_sign_in(settings.web),) if nobody else ()


def shell_commands() -> None:
    """The page has no shell commands of its own: ``paperboy run --web`` starts it."""
