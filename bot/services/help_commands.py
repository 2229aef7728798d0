"""Help, and what somebody should know before the first question."""

from collections.abc import Collection

from bot.cards.help import START, help_for
from bot.cards.sources import whose_papers
from bot.commands.arguments import COMMAND
from bot.commands.talking import HELLO
from bot.model import Answer, Request
from bot.ports.papers import Papers
from bot.services.handling import Handler


class HelpCommands:
    """Answers ``help``; a greeting says too whose papers there are."""

    def __init__(self, papers: Papers, sources: Collection[str]) -> None:
        self._papers = papers
        self._sources = sources

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"help": self._help}

    async def _help(self, request: Request) -> Answer:
        greets = COMMAND.of(request.command, "") in (HELLO, START)
        return help_for(request.command, await self._note() if greets else "")

    async def _note(self) -> str:
        return whose_papers(self._sources, await self._papers.source_states(), await self._papers.latest_day())
