"""The commands ``link`` and ``unlink``: one person's accounts become one profile, and part again."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from hashlib import sha256

from bot.cards import links as cards
from bot.commands.arguments import CODE
from bot.errors import BadQuery, NotFound
from bot.model import Answer, Card, Member, Request
from bot.ports.links import Links
from bot.services.handling import Handler

GOOD_FOR = timedelta(minutes=10)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Nothing that is taken for something else when it is copied by hand."""

Tell = Callable[[Member, Card], Awaitable[None]]
"""Tells somebody something in private."""


class LinkCommands:
    """Gives codes, and joins whoever brings one. Of a code only its hash is kept."""

    def __init__(self, links: Links, tell: Tell) -> None:
        self._links = links
        self._tell = tell

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"link": self._link, "unlink": self._unlink}

    async def _link(self, request: Request) -> Answer:
        if code := CODE.of(request.command, ""):
            return await self._join(request, code)
        code = new_code()
        await self._links.offer(hash_of(code), request.member, request.at + GOOD_FOR)
        return cards.code_given(code, (await self._links.of(request.member))[1:])

    async def _join(self, request: Request, code: str) -> Answer:
        other = await self._links.offered_by(hash_of(code), request.at)
        if other is None:
            raise NotFound(cards.UNKNOWN_CODE)
        if other == request.member:
            raise BadQuery(cards.OWN_CODE)
        if not await self._links.use(hash_of(code)):
            raise NotFound(cards.UNKNOWN_CODE)
        theirs, ours = await self._links.of(other), await self._links.of(request.member)
        if not await self._links.join(other, request.member):
            raise BadQuery(cards.TWICE_HERE)
        await self._tell_all(other, request.member, theirs, ours)
        return cards.joined_now((await self._links.of(request.member))[1:])

    async def _tell_all(self, giver: Member, taker: Member, theirs: Sequence[Member], ours: Sequence[Member]) -> None:
        """Tell every account that another person's eyes could be new to, whichever side it was on before."""
        for account in theirs:
            if account not in ours:
                await self._tell(account, cards.joined_from(taker, by_your_code=account == giver))
        for account in ours:
            if account != taker and account not in theirs:
                await self._tell(account, cards.joined_from(giver, by_your_code=False))

    async def _unlink(self, request: Request) -> Answer:
        others = await self._links.part(request.member)
        if not others:
            return cards.not_joined()
        for other in others:
            await self._tell(other, cards.parted_from(request.member))
        return cards.parted(others)


def new_code() -> str:
    """Eight letters in two groups: too many to guess one of them in ten minutes."""
    letters = [secrets.choice(_LETTERS) for _ in range(8)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def hash_of(code: str) -> str:
    """The same for a code however it is written: with spaces, in small letters."""
    bare = "".join(letter for letter in code.upper() if letter.isalnum())
    return sha256(bare.encode()).hexdigest()
