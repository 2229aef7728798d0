"""Daily picks of who is signed in, and their settings, for who may change them: the core decides, as in chat."""

from collections.abc import Mapping, Sequence

from adapters.pages.asking import Asking
from adapters.pages.drawing import Drawing
from adapters.pages.responses import message_header, page, redirect
from adapters.pages.routing import Access, PageRoute
from adapters.pages.visits import WAS, Visit
from bot.cards.web import NO_PICKS_THERE, NOT_CHANGED, subscription_text
from bot.commands import BY_NAME, forms
from bot.commands.parsing import problems
from bot.errors import NotFound
from bot.model import Active, Command, Subscription
from bot.ports.http import HttpResponse
from bot.ports.library import OwnLists

LIST = "/me/daily"
_SPEC = BY_NAME["subscribe"]
_FIELDS = forms.fields(_SPEC)
_NAMES = tuple(field.argument.name for field in _FIELDS)


class DailyPages:
    """Draws the list of daily picks and the form of their settings."""

    def __init__(self, asking: Asking, lists: OwnLists, drawing: Drawing) -> None:
        self._asking = asking
        self._lists = lists
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        settings = f"{LIST}/settings"
        return (
            PageRoute(path=LIST, handler=self._listed, access=Access.MEMBERS),
            PageRoute(path=settings, handler=self._settings, access=Access.MEMBERS),
            PageRoute(path=settings, handler=self._changed, method="POST", access=Access.MEMBERS),
        )

    async def _listed(self, visit: Visit) -> HttpResponse:
        own = await self._manageable(visit)
        lines = [(each, subscription_text(each), isinstance(each.status, Active)) for each in own]
        mail = await self._asking.card(visit.signed_in.member, "email")  # of no address it has no rows
        body = self._drawing.draw("own/daily", visit, lines=lines, mail=mail if mail.rows else None)
        return page(body, secret=True)

    async def _settings(self, visit: Visit) -> HttpResponse:
        standing = await self._chosen(visit, visit.query.get("channel", ""))
        now = await self._asking.form_values(visit.signed_in.member, standing)
        return self._form(visit, standing, now, now, {})

    async def _changed(self, visit: Visit) -> HttpResponse:
        """What was changed in the form, and no more: what others changed meanwhile stays."""
        standing = await self._chosen(visit, visit.form.get("channel", ""))
        typed = {name: visit.form.get(name, "") for name in _NAMES}
        was = {name: visit.form.get(WAS + name, "") for name in _NAMES}
        command = forms.changed(
            forms.filled(_SPEC, typed, _NAMES), Command(name=_SPEC.name, arguments=tuple(was.items()))
        )
        if not command.arguments:
            return redirect(LIST, message_header(NOT_CHANGED))
        if wrong := problems(command):
            return self._form(visit, standing, typed, was, wrong)
        card = await self._asking.answered(visit.signed_in.member, command, standing)
        if card.problem:
            return self._form(visit, standing, typed, was, {"": card.text})
        return redirect(LIST, message_header(". ".join(filter(None, (card.title, card.text)))))

    def _form(
        self,
        visit: Visit,
        standing: Subscription,
        values: Mapping[str, str],
        was: Mapping[str, str],
        wrong: Mapping[str, str],
    ) -> HttpResponse:
        body = self._drawing.draw(
            "own/settings",
            visit,
            what=subscription_text(standing),
            channel=standing.channel.id,
            fields=_FIELDS,
            values=values,
            was=was,
            wrong=wrong,
        )
        return page(body, status=400 if wrong else 200, secret=True)

    async def _chosen(self, visit: Visit, channel: str) -> Subscription:
        """The daily picks of a channel, where the visitor may change them; of others not even that they exist."""
        found = next((each for each in await self._manageable(visit) if each.channel.id == channel), None)
        if found is None:
            raise NotFound(NO_PICKS_THERE)
        return found

    async def _manageable(self, visit: Visit) -> Sequence[Subscription]:
        member = visit.signed_in.member
        known = await self._lists.subscriptions(member)
        return [each for each in known if await self._asking.may_manage(member, each)]
