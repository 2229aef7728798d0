"""“No, I meant world models” right after a follow or mute corrects that; after anything else it is a search."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.cards import corrections as cards
from bot.commands.interest_words import read_interests
from bot.commands.values import split_interest
from bot.errors import UserError
from bot.model import Answer, Interest, InterestKind, Request
from bot.ports.interests import InterestBook
from bot.ports.last_lists import LastLists
from bot.services.handling import Handler

_SAID_AGAIN = re.compile(r"(?P<verb>follow|mute)\s+(?=\S)", re.IGNORECASE)
"""What is to be done with it, where somebody says so once more: "follow flow matching instead"."""
OPEN = timedelta(minutes=10)
"""So long after a follow or mute it may be corrected."""


class Corrections:
    """Asks whether what was said just now shall be replaced. Nothing is changed by the correction itself."""

    def __init__(self, book: InterestBook, lists: LastLists) -> None:
        self._book = book
        self._lists = lists

    def over(self, handlers: Mapping[str, Handler]) -> dict[str, Handler]:
        """The same handlers; that of searches asks where the words correct what was said before."""
        search = handlers["search"]

        async def answer(request: Request) -> Answer:
            meant = request.command.get("corrects")
            said = await self._said_last(request) if meant else None
            wanted = _in_place_of(said, meant) if said else None
            return cards.replaced(wanted, said) if wanted and said else await search(request)

        return {**handlers, "search": answer}

    async def _said_last(self, request: Request) -> Interest | None:
        """The one interest that the newest follow or mute stated, if nothing was shown since."""
        stated = (await self._book.of(request.member)).all
        at = max((one.since for one in stated if one.since), default=None)
        newest = [one for one in stated if at and one.since == at]
        if at is None or len(newest) != 1 or request.at - at > OPEN:
            return None
        return None if await self._shown_since(request, at) else newest[0]

    async def _shown_since(self, request: Request, at: datetime) -> bool:
        last = await self._lists.of(request.member, request.channel)
        return last is not None and bool(last.listed.papers or last.listed.only) and last.at > at


def _in_place_of(said: Interest, meant: str) -> Interest | None:
    """What was meant, of the kind of what was said where none is named; None where it is no interest, or the same."""
    again = _SAID_AGAIN.match(meant)
    if again and (again["verb"].casefold() == "mute") != said.muted:
        return None
    meant = meant[again.end() :] if again else meant
    kind, _ = split_interest(meant)
    named = meant if kind or said.kind is InterestKind.TOPIC else f"{said.kind}:{meant}"
    try:
        read = read_interests(named)
    except UserError:
        return None
    return read[0] if len(read) == 1 and str(read[0]) != str(said) else None
