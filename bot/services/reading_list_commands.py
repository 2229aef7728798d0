"""The command ``saved``: a member's reading list, and its exports."""

import asyncio
from collections.abc import Sequence

from bot.cards.papers import PAGE, list_answer
from bot.cards.replies import FORMATS, NOTHING_SAVED, READING_LIST, exported
from bot.commands.arguments import EXPORT
from bot.exports import export
from bot.model import Answer, Button, Card, Paper, PaperId, Request
from bot.ports.feedback import FeedbackLog
from bot.ports.papers import Papers
from bot.services.handling import Handler


class ReadingListCommands:
    """Answers with what a member saved, newest first."""

    def __init__(self, log: FeedbackLog, papers: Papers) -> None:
        self._log = log
        self._papers = papers

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"saved": self._saved}

    async def _known(self, papers: Sequence[PaperId]) -> Sequence[Paper]:
        known = await self._papers.get(papers)
        return [known[paper] for paper in papers if paper in known]

    async def _saved(self, request: Request) -> Answer:
        papers = await self._log.saved(request.member)
        if not papers:
            return Answer(card=Card(text=NOTHING_SAVED))
        if form := EXPORT.of(request.command, ""):
            return exported(await asyncio.to_thread(export, await self._known(papers), form))
        return await self._list(request, papers)

    async def _list(self, request: Request, papers: Sequence[PaperId]) -> Answer:
        """One page; only its papers are read, since somebody may have saved many thousands."""
        first = (request.command.page - 1) * PAGE
        shown = papers[first : first + PAGE]
        forms = tuple(Button(label=FORMATS[form], line=f"saved {form}") for form in EXPORT.choices)
        return list_answer(
            request.command,
            await self._known(shown),
            title=READING_LIST,
            opinions=await self._log.opinions(request.member, shown),
            total=len(papers),
            buttons=forms,
        )
