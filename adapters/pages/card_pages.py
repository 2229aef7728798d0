"""A press on a page is the same line as a button in chat: it is given to the core, and the answer drawn."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from adapters.pages.asking import Asking
from adapters.pages.drawing import Drawing
from adapters.pages.paper_views import anchor_of
from adapters.pages.responses import message_header, page, redirect, text
from adapters.pages.routing import Access, PageRoute
from adapters.pages.visits import Visit, local_address
from bot.commands import parse
from bot.identity import parse_paper_id
from bot.model import Card, Command, Member, Signal, Subscription
from bot.ports.http import HttpResponse
from bot.ports.library import OwnLists

TOLD_AT_ONCE = frozenset({"like", "dislike", "save", "undo", "follow", "unfollow", "mute", "unmute", "pause", "resume"})
"""After these a page is shown again as it was, with a line about what was done; other answers get a page."""
MARKS = ("like", "dislike", "save", "undo")
"""Names of buttons on a paper; the value of each is the paper."""
LONGEST_LINE = 500


class CardPages:
    """Takes presses, and draws answers that need a page."""

    def __init__(self, asking: Asking, lists: OwnLists, drawing: Drawing) -> None:
        self._asking = asking
        self._lists = lists
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        states = "/me/interests/{verb:follow|mute}"
        return (
            PageRoute(path="/do", handler=self._pressed, method="POST", access=Access.MEMBERS),
            PageRoute(path=states, handler=self._stated, method="POST", access=Access.MEMBERS),
            PageRoute(path="/me/accounts", handler=self._joined, method="POST", access=Access.MEMBERS),
        )

    async def _pressed(self, visit: Visit) -> HttpResponse:
        return await self._done(visit, _line_of(visit.form))

    async def _stated(self, visit: Visit) -> HttpResponse:
        """A follow or mute, typed into its field."""
        line = f"{visit.parts['verb']} {visit.form.get('interest', '')}"
        return await self._done(replace(visit, form={"back": "/me/interests"}), line)

    async def _joined(self, visit: Visit) -> HttpResponse:
        """A code of another chat's, typed into its field."""
        return await self._done(replace(visit, form={"back": "/me/privacy"}), f"link {visit.form.get('code', '')}")

    async def _done(self, visit: Visit, line: str) -> HttpResponse:
        member = visit.signed_in.member
        command = parse(line[:LONGEST_LINE])
        place = await self._place(member, visit.form.get("channel", ""))
        card = await self._asking.answered(member, command, place)
        if visit.by_script:
            return await self._in_words(member, command, card)
        if command.name in TOLD_AT_ONCE and not card.problem:
            return redirect(_back_to(visit, command), message_header(card.text))
        body = self._drawing.draw("card", visit, card=card, back=local_address(visit.form.get("back", "/")))
        return page(body, secret=True)

    async def _in_words(self, member: Member, command: Command, card: Card) -> HttpResponse:
        """For our script: what to say, and which marks the paper has now."""
        paper = parse_paper_id(command.get("paper"))
        opinion = (await self._lists.opinions(member, [paper])).get(paper) if paper else None
        marks = {
            Signal.LIKE: opinion is not None and opinion.liked is True,
            Signal.DISLIKE: opinion is not None and opinion.liked is False,
            Signal.SAVE: opinion is not None and opinion.saved,
        }
        answer = {"text": card.text, "on": [signal.value for signal, on in marks.items() if on]}
        return text(json.dumps(answer), "application/json")

    async def _place(self, member: Member, channel: str) -> Subscription | None:
        """The daily picks in a channel of the member's; no other can be named here."""
        own = await self._lists.subscriptions(member) if channel else ()
        return next((each for each in own if each.channel.id == channel), None)


def _line_of(form: Mapping[str, str]) -> str:
    """The whole line of a button, or the mark on a paper that it stands for."""
    mark = next((f"{verb} {form[verb]}" for verb in MARKS if verb in form), "")
    return form.get("line", mark)


def _back_to(visit: Visit, command: Command) -> str:
    """The page of the press, at the paper that it was about."""
    back, paper = local_address(visit.form.get("back", "/")), parse_paper_id(command.get("paper"))
    return f"{back}#{quote(anchor_of(paper))}" if paper and "#" not in back else back
