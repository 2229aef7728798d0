"""The one conversation of the console: a line comes in, a screen goes out, and numbers and letters refer to it."""

from collections.abc import Sequence

from adapters.console.render import Screen, screen
from adapters.console.shorthand import meant
from bot.console_identity import local_request
from bot.model import Card, Choice, Command, Member, PaperId
from bot.ports.chat import Core
from bot.ports.time import Clock


class Conversation:
    """Remembers the last list and the last buttons, so that ``like 2`` and ``b`` mean something."""

    def __init__(self, core: Core, clock: Clock, member: Member, *, links: bool, hints: bool) -> None:
        self._core = core
        self._clock = clock
        self._member = member
        self._links = links
        self._hints = hints
        self._last = Screen(body="")
        self._papers: tuple[PaperId, ...] = ()

    async def say(self, line: str) -> Screen:
        """Answer one line."""
        return await self.ask(meant(line, self._papers, self._last.actions))

    async def ask(self, command: Command) -> Screen:
        """Answer one command."""
        answer = await self._core.answer(local_request(self._member, command, self._clock))
        self._last = screen(answer.card, links=self._links, hints=self._hints)
        return self._numbering(self._last)

    def posted(self, card: Card) -> Screen:
        """Lay out a card that nobody asked for just now. It takes no letters away from the answer above it."""
        return self._numbering(screen(card, links=self._links, hints=False))

    def _numbering(self, shown: Screen) -> Screen:
        """A list of papers becomes what numbers refer to."""
        self._papers = shown.papers or self._papers
        return shown

    async def complete(self, command: str, argument: str, typed: str) -> Sequence[Choice]:
        """What could be typed next."""
        return await self._core.complete(self._member, command, argument, typed)
