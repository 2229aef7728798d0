"""Papers by mail for visitors: a form, and one answer to it, whatever the address."""

from collections.abc import Sequence

from adapters.pages.drawing import Drawing
from adapters.pages.responses import page
from adapters.pages.routing import PageRoute
from adapters.pages.visits import Visit
from bot.errors import UserError
from bot.model import MailWish
from bot.ports.http import HttpResponse
from bot.ports.mailboxes import MailForVisitors

PATH = "/subscribe"


class SubscribePages:
    """Takes an address and what is wanted there. Nothing comes of it before somebody confirms at that address."""

    def __init__(self, by_mail: MailForVisitors, drawing: Drawing) -> None:
        self._by_mail = by_mail
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        return (
            PageRoute(path=PATH, handler=self._asked),
            PageRoute(path=PATH, handler=self._pressed, method="POST"),
        )

    async def _asked(self, visit: Visit) -> HttpResponse:
        return self._form(visit, MailWish(address="", topics=visit.query.get("topics", ""), weekly=True))

    async def _pressed(self, visit: Visit) -> HttpResponse:
        form = visit.form
        wish = MailWish(
            address=form.get("address", ""),
            topics=form.get("topics", ""),
            weekly=form.get("often") != "daily",
            zone=form.get("zone", ""),
            visitor=visit.remote,
        )
        try:
            card = await self._by_mail.ask(wish)
        except UserError as error:
            return self._form(visit, wish, problem=str(error), status=400)
        return page(self._drawing.draw("message", visit, title=card.title, text=card.text), secret=True)

    def _form(self, visit: Visit, wish: MailWish, *, problem: str = "", status: int = 200) -> HttpResponse:
        body = self._drawing.draw("subscribe", visit, wish=wish, problem=problem)
        return page(body, status=status, secret=True)
