"""The console on a terminal: history, completion while typing, colours and links."""

import webbrowser
from collections.abc import AsyncIterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.formatted_text import HTML
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rich.console import Console, RenderableType

from adapters.console.completing import LineCompleter
from adapters.console.conversation import Conversation
from adapters.console.render import Look
from adapters.console.settings import has_desktop, shows_links
from adapters.console.welcome import first_screen

PROMPT = "> "
HINT = HTML(
    " <b>2</b> shows paper 2   <b>open 2</b>   <b>like 2</b>   <b>why 2</b>   <b>help</b>   <b>Ctrl-D</b> leaves"
)
NARROW_HINT = HTML(" <b>like 2</b>   <b>help</b>   <b>Ctrl-D</b> leaves")


class Terminal:
    """Somebody sits here."""

    def __init__(self, history: Path, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        self._links = shows_links()
        self._history_file = history
        self._session = _session(history)

    @property
    def look(self) -> Look:
        return Look(links=self._links, width=self._console.width)

    def open_page(self, address: str) -> bool:
        return has_desktop() and webbrowser.open(address)

    @property
    def keeps_typed(self) -> bool:
        return isinstance(self._session.history, FileHistory)

    def forget_typed(self) -> bool:
        """Empty the file, and begin with a session that remembers nothing."""
        if not self.keeps_typed:
            return False
        self._history_file.write_text("", encoding="utf-8")
        self._session = _session(self._history_file)
        return True

    async def greet(self, conversation: Conversation) -> None:
        for body in await first_screen(conversation):
            await self.show(body)

    async def lines(self, conversation: Conversation) -> AsyncIterator[str]:
        """Ctrl-C cancels the line, Ctrl-D ends."""
        completer = LineCompleter(conversation)
        while True:
            try:
                yield await self._session.prompt_async(
                    PROMPT, completer=completer, bottom_toolbar=self._hint, handle_sigint=False
                )
            except KeyboardInterrupt:
                continue
            except EOFError:
                return

    async def show(self, body: RenderableType) -> None:
        """Print, above the line being typed when there is one."""
        if self._session.app.is_running:
            await run_in_terminal(lambda: self._print(body))
        else:
            self._print(body)

    def _hint(self) -> HTML:
        return NARROW_HINT if self.look.narrow else HINT

    def _print(self, body: RenderableType) -> None:
        self._console.print(body, "", sep="\n", crop=False)


def _session(history: Path) -> PromptSession[str]:
    return PromptSession(history=_history(history), complete_while_typing=True)


def _history(path: Path) -> History:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
