"""Discord, against the loopback server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.discord.requests import PLATFORM, guild_tenant
from bot.model import Channel, Member, MessageRef
from tests.adapters.discord.running import running, served
from tests.contracts.chats import ChatHarness, Failure
from tests.platforms.discord_server import DiscordServer, Fault
from tests.platforms.discord_shapes import ALICE, BOB, GUILD, PAPERS

_POST = r"/channels/\d+/messages$"


class DiscordSide:
    def __init__(self, server: DiscordServer) -> None:
        self._server = server

    def posts(self, channel: Channel) -> int:
        return len(self._server.posts(channel.id))

    def thread_posts(self, head: MessageRef) -> int:
        """The thread of a message is a channel with the message's id."""
        return len(self._server.posts(head.id))

    def told(self) -> int:
        return len(self._server.posts(self._server.direct(ALICE)["id"]))

    def fail_next(self, failure: Failure) -> None:
        self._server.faults.append(
            {
                "answer lost": Fault("POST", _POST, after=True),
                "unavailable": Fault("POST", _POST, status=503),
                "asked to wait": Fault("POST", _POST, status=429, headers={"Via": "", "Retry-After": "60"}),
                "payload refused": Fault("POST", _POST, status=400, code=50035),
            }[failure]
        )

    def forget_keys(self) -> None:
        for messages in self._server.messages.values():
            for message in messages:
                message.pop("nonce", None)


@asynccontextmanager
async def harness() -> AsyncIterator[ChatHarness]:
    async with served() as server, running(server) as bot:
        tenant = guild_tenant(int(GUILD))
        server.deny[server.direct(BOB)["id"]].add("post")
        yield ChatHarness(
            adapter=bot.adapter,
            channel=Channel(tenant, PAPERS),
            member=Member(tenant, ALICE),
            missing=Channel(tenant, "999"),
            silent=Member(tenant, BOB),
            side=DiscordSide(server),
        )
        assert bot.adapter.platform == PLATFORM
