"""/papers feed: private addresses for feed readers."""

from dataclasses import dataclass
from secrets import token_urlsafe

from bot.cards import feeds as words
from bot.cards.papers import day_text
from bot.commands.arguments import FEED
from bot.errors import NotFound
from bot.model import Answer, Card, Request
from bot.ports.feed_addresses import FeedAddresses
from bot.ports.time import Clock
from bot.services.handling import Handler
from bot.services.sign_in import mark_of

TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class FeedCommands:
    """Answers /papers feed. ``address`` is the page's; '' where there is none."""

    addresses: FeedAddresses
    clock: Clock
    address: str

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"feed": self._feed}

    async def _feed(self, request: Request) -> Answer:
        if not self.address:
            raise NotFound(words.NO_FEEDS)
        member, action = request.member, FEED.of(request.command, None)
        if action == "off":
            ended = await self.addresses.revoke(member)
            return Answer(card=Card(text=words.ENDED if ended else words.NONE_TO_END))
        made = await self.addresses.made(member)
        if made and action != "new":
            return words.feed_kept(day_text(made.date()))
        token = token_urlsafe(TOKEN_BYTES)
        await self.addresses.put(member, mark_of(token), self.clock.now())
        mine = f"{self.address.rstrip('/')}/feed/me/{token}"
        return words.feed_answer(f"{mine}.atom", f"{mine}/saved.atom", f"{mine}/all.opml")
