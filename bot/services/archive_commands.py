"""/papers archive: a private address where a channel's picks are read again."""

from dataclasses import dataclass
from secrets import token_urlsafe
from urllib.parse import quote

from bot.cards import archive as words
from bot.cards.papers import day_text
from bot.cards.subscriptions import NOT_SUBSCRIBED
from bot.commands.arguments import ARCHIVE
from bot.errors import BadQuery, NotFound
from bot.model import Answer, Card, Channel, Request
from bot.ports.channel_addresses import ChannelAddresses
from bot.ports.digests import Digests
from bot.ports.time import Clock
from bot.services.channel_managers import ChannelManagers
from bot.services.feed_commands import TOKEN_BYTES
from bot.services.handling import Handler
from bot.services.sign_in import mark_of
from bot.services.subscription_commands import channel_of


@dataclass(frozen=True, slots=True)
class ArchiveCommands:
    """Answers /papers archive, for who may manage the channel. ``address`` is the page's; '' where there is none."""

    addresses: ChannelAddresses
    digests: Digests
    managers: ChannelManagers
    clock: Clock
    address: str

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"archive": self._archive}

    async def _archive(self, request: Request) -> Answer:
        if not self.address:
            raise NotFound(words.NO_ARCHIVE)
        if request.direct:
            raise BadQuery(words.FOR_CHANNELS)
        await self.managers.require(request)
        channel, action = channel_of(request), ARCHIVE.of(request.command, None)
        if action == "off":
            ended = await self.addresses.revoke(channel)
            return Answer(card=Card(text=words.ENDED if ended else words.NONE_TO_END))
        made = await self.addresses.made(channel)
        if made and action != "new":
            return words.archive_kept(day_text(made.date()))
        return await self._given(channel, request)

    async def _given(self, channel: Channel, request: Request) -> Answer:
        if not (await self.managers.set_up(channel) or await self.digests.reports(channel, 1)):
            raise NotFound(NOT_SUBSCRIBED)
        token = token_urlsafe(TOKEN_BYTES)
        await self.addresses.put(channel, mark_of(token), self.clock.now())
        site = self.address.rstrip("/")
        return words.archive_answer(f"{site}{archive_path(token)}", f"{site}/feed{archive_path(token)}.atom")


def archive_path(token: str) -> str:
    """The path of the page that a private address leads to; ``token`` may be whatever somebody typed."""
    return f"/channel/{quote(token, safe='')}"
