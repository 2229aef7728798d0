"""Draws templates. All that stands in them is escaped; a name that is missing is an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.pages import wording
from adapters.pages.assets import Asset
from adapters.pages.responses import LONGEST_MESSAGE, MESSAGE_COOKIE
from adapters.pages.settings import Mode
from adapters.pages.spelling import Spellings
from adapters.pages.visits import Visit
from bot.model import Member

FOLDER = Path(__file__).with_name("templates")
THEME_COOKIE = "paperboy-theme"
KEYS_COOKIE = "paperboy-keys"
NO_CHATS = Spellings({})
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrame:
    """Where a visitor is: what the frame around every page shows."""

    here: str
    theme: str
    keys: str
    member: str
    message: str
    platform: str
    """The chat of who is signed in; '' for a stranger."""
    local: str
    reads: bool
    """Whether the pages of papers are open to the visitor."""
    shares: bool
    """Whether a channel's picks can have a private address."""


class Drawing:
    """The templates, read once."""

    def __init__(
        self,
        assets: Mapping[str, Asset],
        local: Member | None,
        mode: Mode,
        *,
        by_mail: bool = False,
        spellings: Spellings = NO_CHATS,
        site: str = "",
        style: str = "",
    ) -> None:
        """``local`` is who may sign in here by a press: the person at this machine.

        ``site`` is the page's public address, '' where there is none. ``by_mail``: visitors may ask for papers by
        mail. ``spellings`` are those of the chats that give links to sign in. ``style``, where there are no assets, is
        written into each page.
        """
        self.local = local.id if local else ""
        self._spellings = spellings
        self._mode = mode
        self._shares = mode.shares_channels and bool(site)
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["assets"] = {name: each.path for name, each in assets.items()}
        self._templates.globals["themes"] = THEMES
        self._templates.globals["by_mail"] = by_mail
        self._templates.globals["feeds"] = mode.papers_are_public  # where they are for members, no reader gets in
        self._templates.globals["no_way_in"] = "" if spellings else wording.NO_WAY_IN
        self._templates.filters["typed"] = spellings.typed
        self._templates.globals["style"] = style
        self._templates.globals["site"] = site.rstrip("/")

    @property
    def way_in(self) -> str:
        """How people sign in, in words."""
        return wording.way_in(self.local, has_chat=bool(self._spellings))

    def draw(self, template: str, visit: Visit, **values: object) -> str:
        """A whole page; ``template`` without its ending."""
        return self._templates.get_template(f"{template}.html").render(frame=self._frame(visit), **values)

    def typed(self, text: str, visit: Visit) -> str:
        """The text with commands named as the visitor types them."""
        return self._spellings.typed(text, _platform_of(visit))

    def _frame(self, visit: Visit) -> PageFrame:
        return PageFrame(
            here=visit.here,
            theme=theme_of(visit),
            keys=keys_of(visit),
            member=visit.member.id if visit.member else "",
            message=self.typed(unquote(visit.cookies.get(MESSAGE_COOKIE, ""))[:LONGEST_MESSAGE], visit),
            platform=_platform_of(visit),
            local=self.local,
            shares=self._shares,
            reads=self._mode.papers_are_public or visit.session is not None,
        )


def _platform_of(visit: Visit) -> str:
    return visit.member.tenant.platform if visit.member else ""


def theme_of(visit: Visit) -> str:
    """Light, dark, or as the system has it: what the browser remembers."""
    theme = visit.cookies.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def keys_of(visit: Visit) -> str:
    """Whether single keys do something: ``on`` or ``off``."""
    return "off" if visit.cookies.get(KEYS_COOKIE) == "off" else "on"
