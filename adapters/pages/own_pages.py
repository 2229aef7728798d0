"""What belongs to who is signed in: picks, reading list, interests, history, privacy."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.pages.asking import Asking
from adapters.pages.day_pages import page_number
from adapters.pages.drawing import Drawing
from adapters.pages.feed_pages import topic_path
from adapters.pages.paper_views import PaperView, paper_view
from adapters.pages.responses import page, text
from adapters.pages.routing import Access, PageRoute
from adapters.pages.visits import Visit
from bot.cards.papers import opinion_text
from bot.cards.web import session_text, who_text
from bot.errors import NotFound
from bot.model import Card, Interest, InterestKind, Member
from bot.ports.http import HttpResponse
from bot.ports.library import Library, OwnLists, SignsIn, Team

EXPORTS = ("bibtex", "ris", "csv", "json")
ON_A_PAGE, MOST_OWN_PAGES = 50, 999
"""Papers on one page of a list of one's own, and how many pages can be turned to: somebody may have many thousands."""


class OwnPages:
    """Draws the pages under /me; what they list and do is what the core answers in chat."""

    def __init__(
        self, asking: Asking, library: Library, lists: OwnLists, team: Team, sign_in: SignsIn, drawing: Drawing
    ) -> None:
        self._asking = asking
        self._library = library
        self._lists = lists
        self._team = team
        self._sign_in = sign_in
        self._drawing = drawing

    @property
    def routes(self) -> Sequence[PageRoute]:
        pages = {
            "/me": self._picks,
            "/me/saved": self._saved,
            "/me/saved/{form}": self._saved_as,
            "/me/interests": self._interests,
            "/me/profile": self._profile,
            "/me/history": self._history,
            "/me/privacy": self._privacy,
            "/me/export": self._export,
        }
        return [PageRoute(path=path, handler=handler, access=Access.MEMBERS) for path, handler in pages.items()]

    async def _picks(self, visit: Visit) -> HttpResponse:
        member = visit.signed_in.member
        card = await self._asking.card(member, "picks 10")
        return self._drawn("picks", visit, card=card, papers=await self._views(member, card))

    async def _saved(self, visit: Visit) -> HttpResponse:
        number = page_number(visit, MOST_OWN_PAGES)
        saved = await self._lists.saved(visit.signed_in.member, limit=ON_A_PAGE, offset=(number - 1) * ON_A_PAGE)
        papers = [paper_view(paper, opinion) for opinion, paper in saved.lines]
        around = _around("/me/saved", number, goes_on=saved.goes_on)
        return self._drawn("saved", visit, papers=papers, exports=EXPORTS, **around)

    async def _saved_as(self, visit: Visit) -> HttpResponse:
        form = visit.parts["form"]
        if form not in EXPORTS:
            raise NotFound("")
        return _file(await self._asking.card(visit.signed_in.member, f"saved {form}"))

    async def _interests(self, visit: Visit) -> HttpResponse:
        stated = await self._lists.interests(visit.signed_in.member)
        follows = [(each, papers, _feed_of(each)) for each, papers in stated if not each.muted]
        mutes = [(each, papers, "") for each, papers in stated if each.muted]
        typed = {verb: visit.query.get(verb, "") for verb in ("follow", "mute")}
        return self._drawn("interests", visit, follows=follows, mutes=mutes, typed=typed)

    async def _profile(self, visit: Visit) -> HttpResponse:
        """What was learned as bars, then what it was learned from."""
        card = await self._asking.card(visit.signed_in.member, "profile")
        words = [row for row in card.rows if row.share is not None]
        rest = [row for row in card.rows if row.share is None]
        return self._drawn("profile", visit, card=card, words=words, rest=rest)

    async def _history(self, visit: Visit) -> HttpResponse:
        number = page_number(visit, MOST_OWN_PAGES)
        history = await self._lists.history(visit.signed_in.member, limit=ON_A_PAGE, offset=(number - 1) * ON_A_PAGE)
        lines = [(paper_view(paper, opinion), opinion_text(opinion)) for opinion, paper in history.lines]
        return self._drawn("history", visit, lines=lines, **_around("/me/history", number, goes_on=history.goes_on))

    async def _privacy(self, visit: Visit) -> HttpResponse:
        member, here = visit.signed_in.member, visit.signed_in.mark
        sessions = await self._sign_in.sessions(member)
        lines = [(each.mark, session_text(each), each.mark == here) for each in sessions]
        card = await self._asking.card(member, "privacy")
        everywhere = [member, *await self._lists.joined_accounts(member)]
        names = await self._team.names(everywhere)
        who, *accounts = [who_text(each, names.get(each, "")) for each in everywhere]
        shows = await self._team.shows_saves(member)
        return self._drawn(
            "privacy", visit, who=who, sessions=lines, card=card, accounts=accounts, shows=shows, alone=_alone(member)
        )

    async def _export(self, visit: Visit) -> HttpResponse:
        return _file(await self._asking.card(visit.signed_in.member, "privacy export"))

    async def _views(self, member: Member, card: Card) -> Sequence[PaperView]:
        """The papers of a card, with the reason that the card gives for each."""
        papers = await self._library.papers([each.paper for each in card.papers])
        opinions = await self._lists.opinions(member, list(papers))
        return [
            replace(
                paper_view(papers[each.paper], opinions.get(each.paper)),
                reason=each.reason,
                badge=each.badge,
                heading=each.heading,
            )
            for each in card.papers
            if each.paper in papers
        ]

    def _drawn(self, template: str, visit: Visit, **values: object) -> HttpResponse:
        return page(self._drawing.draw(f"own/{template}", visit, **values), secret=True)


def _around(path: str, number: int, *, goes_on: bool) -> dict[str, str]:
    """The addresses of the pages before and after this one; '' where there is none."""
    return {
        "back": f"{path}?page={number - 1}" if number > 1 else "",
        "more": f"{path}?page={number + 1}" if goes_on and number < MOST_OWN_PAGES else "",
    }


def _feed_of(interest: Interest) -> str:
    """The path of its feed; '' for an interest that has none."""
    return topic_path(interest.value) if interest.kind is InterestKind.TOPIC else ""


def _alone(member: Member) -> bool:
    """Whether there is no team that could see anything of them."""
    return member.tenant.platform == "console"


def _file(card: Card) -> HttpResponse:
    if card.file is None:
        raise NotFound(card.text)
    return text(card.file.content, card.file.media_type, name=card.file.name)
