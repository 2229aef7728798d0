"""The command ``saved``: a member's reading list, and its exports."""

from collections.abc import Mapping, Sequence

from bot.cards.papers import PAGE, list_answer
from bot.cards.replies import FORMATS, NOTHING_SAVED, exported
from bot.commands.arguments import EXPORT
from bot.exports import export
from bot.model import Answer, Button, Card, Member, Opinion, Paper, PaperId, Request
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

    async def of(self, member: Member) -> Sequence[Paper]:
        return await self._of(await self._log.opinions(member))

    async def _of(self, opinions: Mapping[PaperId, Opinion]) -> Sequence[Paper]:
        saved = sorted((o for o in opinions.values() if o.saved), key=lambda o: (o.at, o.paper), reverse=True)
        known = await self._papers.get([opinion.paper for opinion in saved])
        return [known[opinion.paper] for opinion in saved if opinion.paper in known]

    async def _saved(self, request: Request) -> Answer:
        opinions = await self._log.opinions(request.member)
        papers = await self._of(opinions)
        if form := EXPORT.of(request.command, ""):
            return exported(export(papers, form))
        if not papers:
            return Answer(card=Card(text=NOTHING_SAVED))
        return self._list(request, papers, opinions)

    def _list(self, request: Request, papers: Sequence[Paper], opinions: Mapping[PaperId, Opinion]) -> Answer:
        first = (request.command.page - 1) * PAGE
        forms = tuple(Button(label=FORMATS[form], line=f"saved {form}") for form in EXPORT.choices)
        return list_answer(
            request.command,
            papers[first : first + PAGE],
            title="Your reading list",
            opinions=opinions,
            total=len(papers),
            buttons=forms,
        )
