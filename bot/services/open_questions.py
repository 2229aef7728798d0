"""A plain "yes" directly after a question with one does what its first button does: "Do you want to follow robots?"."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.commands import parse_line
from bot.commands.arguments import COMMAND
from bot.commands.sentence_rules import OKAY, YES
from bot.errors import StoreError
from bot.model import Answer, Request
from bot.ports.last_lists import LastLists
from bot.services.handling import Handler

OPEN = timedelta(minutes=10)
"""So long after a question a yes is an answer to it."""

log = structlog.get_logger()


class OpenQuestions:
    """What a yes means to each person in each place. Whatever else is asked for in between closes the question.

    A question that can't be stored is asked all the same: a yes is then told to press its button.
    """

    def __init__(self, lists: LastLists) -> None:
        self._lists = lists

    def over(self, handlers: Mapping[str, Handler]) -> dict[str, Handler]:
        """The same handlers, the one of help with an ear for yes; ``handlers`` answer what it stands for."""
        handlers = dict(handlers)

        async def answer(request: Request) -> Answer:
            yes = await self._closed(request)
            if yes and request.command.name == "help" and COMMAND.of(request.command, "") in (YES, OKAY):
                request = replace(request, command=parse_line(yes))
            answered = await handlers[request.command.name](request)
            if answered.card.yes:
                await self._open(request, answered.card.yes)
            return answered

        return dict.fromkeys(handlers, answer)

    async def _closed(self, request: Request) -> str:
        """What a yes means now, if anything; it means nothing from here on."""
        try:
            last = await self._lists.of(request.member, request.channel)
        except StoreError:  # whoever needs the store will say so
            return ""
        if last is None or not last.yes:
            return ""
        await self._lists.ask(request.member, request.channel, "", request.at)
        return last.yes if last.yes_at and request.at - last.yes_at <= OPEN else ""

    async def _open(self, request: Request, yes: str) -> None:
        try:
            await self._lists.ask(request.member, request.channel, yes, request.at)
        except StoreError as error:
            log.warning("question.not_stored", why=str(error))
