"""The one conversation of the console: a line comes in, a screen goes out, and numbers and letters refer to it."""

from adapters.console.render import Screen, screen
from adapters.console.shorthand import understood
from bot.model import Card, Channel, Command, Member, PaperId, Request, Tenant
from bot.ports.chat import Desk
from bot.ports.time import Clock

PLATFORM = "console"
LOCAL = Tenant(PLATFORM, "local")
TERMINAL = Channel(LOCAL, "terminal")


def local_member(name: str) -> Member:
    """The person of this machine who goes by ``name``."""
    return Member(LOCAL, name)


class Conversation:
    """Remembers the last list and the last buttons, so that ``like 2`` and ``b`` mean something."""

    def __init__(self, desk: Desk, clock: Clock, member: Member, *, links: bool, hints: bool) -> None:
        self.member = member
        self._desk = desk
        self._clock = clock
        self._links = links
        self._hints = hints
        self._last = Screen(body="")
        self.papers: tuple[PaperId, ...] = ()
        """The papers of the last list, which numbers refer to."""

    async def say(self, line: str) -> Screen:
        """Answer one line."""
        return await self.ask(understood(line, self.papers, self._last.actions))

    async def ask(self, command: Command) -> Screen:
        """Answer one command. The person at the console may manage it: it is theirs."""
        request = Request(
            member=self.member, command=command, at=self._clock.now(), channel=TERMINAL, direct=True, can_manage=True
        )
        answer = await self._desk.answer(request)
        return self.show(answer.card)

    def show(self, card: Card) -> Screen:
        """Lay out a card that is about to be seen; a list of papers becomes what numbers refer to."""
        self._last = screen(card, links=self._links, hints=self._hints)
        self.papers = self._last.papers or self.papers
        return self._last
