"""Single pages with a form: in the web page's frame where it runs, else by themselves, with their style inside."""

from base64 import b64encode
from hashlib import sha256

from adapters.pages.assets import load_assets
from adapters.pages.drawing import Drawing
from adapters.pages.responses import page as drawn
from adapters.pages.responses import policy
from adapters.pages.settings import Mode
from adapters.pages.visits import visit_of
from bot.ports.forms import FormPage
from bot.ports.http import HttpRequest, HttpResponse


class FramedForms:
    """See ``bot.ports.forms.DrawsForms``: among the pages, with their header and footer."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing

    def form(self, request: HttpRequest, page: FormPage) -> HttpResponse:
        body = self._drawing.draw("form", visit_of(request), form=page)
        return drawn(body, status=page.status, secret=True)


class PlainForms:
    """See ``bot.ports.forms.DrawsForms``: where there are no other pages, and no files of theirs."""

    def __init__(self) -> None:
        style = load_assets()["page.css"].content
        self._drawing = Drawing({}, None, Mode.OFF, style=style)
        mark = b64encode(sha256(style.encode()).digest()).decode()
        self._headers = (("Content-Security-Policy", policy(f"style-src 'sha256-{mark}'")),)

    def form(self, request: HttpRequest, page: FormPage) -> HttpResponse:
        body = self._drawing.draw("form", visit_of(request), form=page)
        return drawn(body, status=page.status, headers=self._headers, secret=True)
