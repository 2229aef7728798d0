"""Slack, against the loopback server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.model import Channel, Member, MessageRef
from tests.adapters.slack.running import HERE, TENANT, running
from tests.contracts.chats import ChatHarness, Failure
from tests.platforms.slack_server import ANNA, BEN, Fault, SlackServer


class SlackSide:
    def __init__(self, server: SlackServer) -> None:
        self._server = server

    def posts(self, channel: Channel) -> int:
        return sum(m["channel"] == channel.id and "thread_ts" not in m for m in self._server.messages)

    def thread_posts(self, head: MessageRef) -> int:
        return sum(m.get("thread_ts") == head.id for m in self._server.messages)

    def told(self) -> int:
        return sum(m["channel"] == f"D{ANNA}" for m in self._server.messages)

    def fail_next(self, failure: Failure) -> None:
        fault = {
            "answer lost": Fault(drop=True, after=True),
            "unavailable": Fault(status=503),
            "asked to wait": Fault(retry_after=60),
            "payload refused": Fault(error="msg_too_long"),
        }[failure]
        self._server.fail("chat.postMessage", fault)

    def forget_keys(self) -> None:
        """Slack keeps the metadata of a message for as long as the message."""


@asynccontextmanager
async def harness() -> AsyncIterator[ChatHarness]:
    async with SlackServer() as server, running(server) as bot:
        server.closed.add(BEN)
        yield ChatHarness(
            adapter=bot.adapter,
            channel=HERE,
            member=Member(TENANT, ANNA),
            missing=Channel(TENANT, "C999"),
            silent=Member(TENANT, BEN),
            side=SlackSide(server),
        )
