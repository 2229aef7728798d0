"""The web page as a platform: it is found, started and ended like the chats, and reached through the HTTP door."""

import asyncio
from collections.abc import Sequence

from adapters.pages import wording
from adapters.pages.assets import load_assets
from adapters.pages.day_pages import DayPages
from adapters.pages.drawing import Drawing
from adapters.pages.frame_pages import FramePages
from adapters.pages.guests import Guests
from adapters.pages.paper_pages import PaperPages
from adapters.pages.routing import Gate, PageRoute
from adapters.pages.search_pages import SearchPages
from adapters.pages.settings import Mode, WebSettings
from bot.errors import ConfigurationError, Refused
from bot.model import Capabilities, Card, Delivery, Member, MessageRef
from bot.ports.chat import AdapterContext, Core
from bot.ports.http import Route
from bot.ports.library import Library


class WebPages:
    """Serves the pages. Nobody is a member of it: whoever signs in is a member of the chat that gave the link."""

    platform = "web"
    capabilities = Capabilities(shared=False)
    trouble = ""

    def __init__(self, context: AdapterContext[WebSettings]) -> None:
        mode = context.settings.web
        if mode is not Mode.LOCAL and not context.public_url:
            raise ConfigurationError(f"PAPERBOY_WEB={mode} needs PAPERBOY_PUBLIC_URL, the address that people open.")
        self._assets = load_assets()
        self._drawing = Drawing(self._assets)
        public = mode in (Mode.LOCAL, Mode.PUBLIC)
        self._gate = Gate(self._drawing, Guests(context.clock), context.public_url, papers_are_public=public)
        self._ready = asyncio.Event()
        self._pages: Sequence[PageRoute] = ()

    @property
    def routes(self) -> Sequence[Route]:
        return self._gate.routes(self._pages)

    def show(self, library: Library, core: Core) -> None:
        days, papers = DayPages(library, self._drawing), PaperPages(library, self._drawing)
        searching = SearchPages(library, core, self._drawing)
        self._pages = (*FramePages(self._assets).routes, *days.routes, *searching.routes, *papers.routes)

    async def run(self, core: Core) -> None:
        """Answer visitors until cancelled."""
        self._gate.open()
        self._ready.set()
        await asyncio.Event().wait()

    async def ready(self) -> None:
        await self._ready.wait()

    async def post(self, delivery: Delivery) -> MessageRef:
        """Nothing is posted here: pages are read."""
        raise Refused(wording.NO_CHANNELS)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        return None

    async def tell(self, member: Member, card: Card) -> None:
        raise Refused(wording.NO_MESSAGES)
