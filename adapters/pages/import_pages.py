"""A start from papers one knows: a bibliography, as a file or pasted, means what ``import`` means in chat."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus

from adapters.pages import wording
from adapters.pages.asking import Asking
from adapters.pages.drawing import Drawing
from adapters.pages.responses import page
from adapters.pages.routing import Access, PageRoute
from adapters.pages.visits import Visit
from bot.errors import BadQuery
from bot.model import Command
from bot.ports.http import HttpResponse
from bot.references import text_of_file

PATH = "/me/import"


class ImportPages:
    """Takes references, and shows how far an import is that goes on in the background."""

    def __init__(self, asking: Asking, drawing: Drawing) -> None:
        self._asking = asking
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        return (
            PageRoute(path=PATH, handler=self._asked, access=Access.MEMBERS),
            PageRoute(path=PATH, handler=self._brought, method="POST", access=Access.MEMBERS),
        )

    async def _asked(self, visit: Visit) -> HttpResponse:
        return await self._form(visit)

    async def _brought(self, visit: Visit) -> HttpResponse:
        try:
            text = await asyncio.to_thread(_text_in, visit)
        except BadQuery as error:
            return await self._form(visit, str(error))
        command = Command(name="import", arguments=(("text", text),))
        card = await self._asking.answered(visit.signed_in.member, command)
        if card.problem and not card.asks:
            return await self._form(visit, card.text)
        return page(self._drawing.draw("card", visit, card=card, back=PATH, channel=""), secret=True)

    async def _form(self, visit: Visit, problem: str = "") -> HttpResponse:
        """The form, with what was typed where it could not be read; above it, how an import under way stands."""
        state = await self._asking.card(visit.signed_in.member, "import")
        typed = visit.form.get("text", "")
        body = self._drawing.draw(
            "own/import", visit, state=state if state.title else None, problem=problem, typed=typed
        )
        return page(body, status=HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK, secret=True)


def _text_in(visit: Visit) -> str:
    """What was pasted, or the text of the file. Raises ``BadQuery`` where there is none, both, or no text."""
    typed = visit.form.get("text", "").strip()
    if typed and visit.file:
        raise BadQuery(wording.ONE_AT_A_TIME)
    if typed:
        return typed
    if not visit.file:
        raise BadQuery(wording.NOTHING_TO_IMPORT)
    return text_of_file(visit.file)
