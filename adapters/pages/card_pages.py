"""A press on a page is the same line as a button in chat: it is given to the core, and the answer drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from adapters.pages import wording
from adapters.pages.asking import Asking
from adapters.pages.drawing import Drawing
from adapters.pages.paper_views import anchor_of
from adapters.pages.responses import answer_to_script, message_header, page, redirect, text
from adapters.pages.routing import Access, PageRoute
from adapters.pages.visits import Visit
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
INTERESTS, PRIVACY = "/me/interests", "/me/privacy"


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
        verb, typed = visit.parts["verb"], visit.form.get("interest", "").strip()
        if not typed:
            return redirect(INTERESTS, message_header(wording.TYPE_AN_INTEREST))
        return await self._typed(visit, f"{verb} {typed}", INTERESTS, f"{INTERESTS}?{urlencode({verb: typed})}")

    async def _joined(self, visit: Visit) -> HttpResponse:
        """A code of another chat's, typed into its field."""
        code = visit.form.get("code", "").strip()
        if not code:  # alone, "link" would give a code in place of taking one
            return redirect(PRIVACY, message_header(wording.TYPE_A_CODE))
        return await self._typed(visit, f"link {code}", PRIVACY, PRIVACY)

    async def _typed(self, visit: Visit, line: str, back: str, again: str) -> HttpResponse:
        """What was typed into a field of the page ``back``; what is refused is said there, at ``again``."""
        visit = replace(visit, form={"back": back}, here=back)
        command = parse(line[:LONGEST_LINE])
        card = await self._asking.answered(visit.signed_in.member, command)
        if card.problem and not card.asks:
            return redirect(again, message_header(card.text))
        return self._result(visit, command, card)

    async def _done(self, visit: Visit, line: str) -> HttpResponse:
        member = visit.signed_in.member
        command = parse(line[:LONGEST_LINE])
        place = await self._place(member, visit.form.get("channel", ""))
        card = await self._asking.answered(member, command, place)
        if visit.by_script:
            return await self._in_words(member, command, card)
        return self._result(visit, command, card)

    def _result(self, visit: Visit, command: Command, card: Card) -> HttpResponse:
        if command.name in TOLD_AT_ONCE and not (card.problem or card.asks):
            return redirect(_back_to(visit, command), message_header(card.text))
        if command.get("action").startswith("confirm-forget") and not card.problem:  # the session went with the rest
            visit = replace(visit, here="/", session=None)
        if card.file:
            return text(card.file.content, card.file.media_type, name=card.file.name)
        channel = visit.form.get("channel", "")  # the buttons under the answer are about the same daily picks
        return page(self._drawing.draw("card", visit, card=card, back=visit.here, channel=channel), secret=True)

    async def _in_words(self, member: Member, command: Command, card: Card) -> HttpResponse:
        """For our script: what to say, and which marks the paper has now."""
        paper = parse_paper_id(command.get("paper"))
        opinion = (await self._lists.opinions(member, [paper])).get(paper) if paper else None
        marks = {
            Signal.LIKE: opinion is not None and opinion.liked is True,
            Signal.DISLIKE: opinion is not None and opinion.liked is False,
            Signal.SAVE: opinion is not None and opinion.saved,
        }
        return answer_to_script(card.text, [signal.value for signal, on in marks.items() if on])

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
    paper = parse_paper_id(command.get("paper"))
    return f"{visit.here}#{quote(anchor_of(paper))}" if paper and "#" not in visit.here else visit.here
