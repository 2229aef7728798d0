"""The web page as a platform: it is found, started and ended like the chats, and reached through the HTTP door."""

import asyncio
from collections.abc import Sequence

from adapters.pages import wording
from adapters.pages.asking import Asking
from adapters.pages.assets import load_assets
from adapters.pages.card_pages import CardPages
from adapters.pages.channel_pages import ChannelPages
from adapters.pages.daily_pages import DailyPages
from adapters.pages.day_pages import DayPages
from adapters.pages.drawing import Drawing
from adapters.pages.feed_pages import FeedPages
from adapters.pages.forms import FramedForms
from adapters.pages.frame_pages import FramePages
from adapters.pages.guests import Guests
from adapters.pages.import_pages import ImportPages
from adapters.pages.kept_answers import KeptAnswers
from adapters.pages.own_pages import OwnPages
from adapters.pages.paper_pages import PaperPages
from adapters.pages.platform_sign_in_pages import PlatformSignInPages
from adapters.pages.routing import Gate
from adapters.pages.search_pages import SearchPages
from adapters.pages.sessions import SessionCookie
from adapters.pages.settings import Mode, WebSettings
from adapters.pages.sign_in_attempts import SignInAttempts
from adapters.pages.sign_in_pages import SignInPages
from adapters.pages.spelling import Spellings
from adapters.pages.subscribe_pages import SubscribePages
from bot.errors import ConfigurationError, Refused
from bot.model import Capabilities, Card, Delivery, Member, MessageRef
from bot.ports.chat import AdapterContext, Core
from bot.ports.forms import FormPage
from bot.ports.http import HttpRequest, HttpResponse, Route
from bot.ports.library import PageServices

STAYS = 30.0
"""Seconds in which strangers are shown a page as it was: new papers come every few hours."""


class WebPages:
    """Serves the pages. Nobody is a member of it: whoever signs in is a member of the chat that gave the link."""

    platform = "web"
    capabilities = Capabilities(shared=False)
    trouble = ""

    def __init__(self, context: AdapterContext[WebSettings]) -> None:
        mode = context.settings.web
        if mode is not Mode.LOCAL and not context.public_url:
            raise ConfigurationError(f"PAPERBOY_WEB={mode} needs PAPERBOY_PUBLIC_URL, the address that people open.")
        self._context = context
        self._mode = mode
        self.shares_channels = mode.shares_channels and bool(context.public_url)
        self._local = context.local_member if mode is Mode.LOCAL else None
        self._ready = asyncio.Event()
        self._gate: Gate
        self._drawing: Drawing
        self.routes: Sequence[Route] = ()

    def show(self, services: PageServices) -> None:
        """Make all pages; they answer 503 until ``run``."""
        assets, public_url = load_assets(), self._context.public_url
        spellings = Spellings(services.spellings)
        by_mail = services.by_mail if self._mode is Mode.PUBLIC else None
        drawing = self._drawing = Drawing(
            assets,
            self._local,
            self._mode,
            by_mail=by_mail is not None,
            spellings=spellings,
            site=public_url,
        )
        guests, kept = Guests(self._context.clock), KeptAnswers(self._context.clock, STAYS)
        self._gate = Gate(drawing, guests, kept, services.sign_in, public_url, self._mode)
        cookie = SessionCookie(public_url.startswith("https:"))
        asking = Asking(services.core, spellings, self._context.known_people, self._context.clock)
        library, own, sign_in = services.library, services.own, services.sign_in
        pages = (
            FramePages(assets),
            DayPages(library, own, drawing, self._context.clock),
            SearchPages(library, services.core, own, drawing),
            PaperPages(library, own, services.team, drawing),
            PlatformSignInPages(
                services.platform_sign_ins if public_url else (),
                SignInAttempts(self._context.installations, self._context.clock, public_url),
                sign_in,
                cookie,
                drawing,
            ),
            SignInPages(sign_in, services.team, cookie, self._local, drawing),
            OwnPages(asking, library, own, services.team, sign_in, drawing),
            DailyPages(asking, own, drawing),
            CardPages(asking, own, drawing),
            ImportPages(asking, drawing),
            ChannelPages(services.archive, own, drawing),
            FeedPages(services.feeds, services.archive, public_url, self._mode, spellings, self._context.clock),
        )
        asked = SubscribePages(by_mail, drawing).routes if by_mail else ()
        self.routes = self._gate.routes([*(route for each in pages for route in each.routes), *asked])

    def form(self, request: HttpRequest, page: FormPage) -> HttpResponse:
        """See ``bot.ports.forms.DrawsForms``."""
        return FramedForms(self._drawing).form(request, page)

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
