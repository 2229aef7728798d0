"""The one conversation of the console: a line comes in, a screen goes out, and numbers and letters refer to it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from adapters.console import wording
from adapters.console.render import Look, Screen, screen
from adapters.console.shorthand import OPEN, meant
from bot.cards import problems
from bot.console_identity import local_request
from bot.identity import page_of
from bot.model import Button, Card, Choice, Command, Member, PaperId
from bot.ports.chat import Core
from bot.ports.time import Clock

LETTERS = 26
"""Buttons until letters begin anew."""


class Display(Protocol):
    """What screens are shown on."""

    @property
    def look(self) -> Look:
        """How screens look there now: a window may be widened."""
        ...

    def open_page(self, address: str) -> bool:
        """Open a web page beside this; False where that is not possible."""
        ...

    def forget_typed(self) -> bool:
        """Erase the lines that were typed here; False where none are kept."""
        ...

    @property
    def keeps_typed(self) -> bool:
        """Whether lines typed here are kept for the next time."""
        ...


class Conversation:
    """Remembers lists and buttons, so that ``like 2`` and ``b`` mean what they meant when they were shown.

    Numbers go on over the pages of a list; letters go on from answer to answer until they begin anew.
    """

    def __init__(self, core: Core, clock: Clock, member: Member, display: Display) -> None:
        self._core = core
        self._clock = clock
        self._member = member
        self._display = display
        self._papers: dict[int, PaperId] = {}
        self._actions: dict[str, Button] = {}
        self._next_key = 0

    @property
    def look(self) -> Look:
        """How screens look just now."""
        return self._display.look

    async def say(self, line: str) -> Screen:
        """Answer one line."""
        if opening := OPEN.fullmatch(line.strip()):
            return self._open(int(opening[1]))
        return await self.ask(meant(line, self._actions))

    async def ask(self, command: Command) -> Screen:
        """Answer one command."""
        return self._lettered(self._about_typed(command, await self.card(command)))

    async def card(self, command: Command) -> Card:
        """The answer as a card, before it is laid out."""
        return (await self._core.answer(local_request(self._member, command, self._clock))).card

    def _about_typed(self, command: Command, card: Card) -> Card:
        """The lines typed here are kept by this terminal, not by the core: they are erased with everything else."""
        action = command.get("action") if command.name == "privacy" and not card.problem else ""
        if action == "forget" and self._display.keeps_typed:
            return replace(card, text=f"{card.text} {wording.TYPED_GOES_TOO}")
        if action.startswith("confirm-forget") and self._display.forget_typed():
            return replace(card, text=f"{card.text} {wording.TYPED_IS_GONE}")
        return card

    def posted(self, card: Card) -> Screen:
        """Lay out a card that nobody asked for just now. It takes no letters away from the answer above it."""
        return self._numbering(screen(card, replace(self._display.look, hints=False)))

    def _open(self, number: int) -> Screen:
        """Show a paper's own page in the browser; where there is none, say where it is."""
        paper = self._papers.get(number)
        if paper is None:
            return self._lettered(Card(text=problems.no_such_number(max(self._papers, default=0)), problem=True))
        address = page_of(paper)
        opened = self._display.open_page(address)
        return self._lettered(Card(text=f"Opened {address}" if opened else address))

    def _lettered(self, card: Card) -> Screen:
        shown = screen(card, self._display.look, first_key=self._next_key)
        if self._next_key + len(shown.actions) > LETTERS and self._next_key:
            self._next_key = 0
            shown = screen(card, self._display.look)
        self._next_key += len(shown.actions)
        self._actions |= shown.actions
        return self._numbering(shown)

    def _numbering(self, shown: Screen) -> Screen:
        """A list of papers becomes what numbers refer to; another page of one adds to it."""
        if shown.papers:
            goes_on = min(shown.papers) > 1
            self._papers = self._papers | shown.papers if goes_on else shown.papers
        return shown

    async def complete(self, command: str, argument: str, typed: str) -> Sequence[Choice]:
        """What could be typed next."""
        return await self._core.complete(self._member, command, argument, typed)
