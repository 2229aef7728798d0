"""Mail, against a mail server on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.model import Channel, Member, MessageRef, mail_channel
from tests.adapters.email.running import ADA, ADDRESS, running
from tests.contracts.chats import ChatHarness, Failure
from tests.platforms.smtp_server import MailServerHere, MailSide

NOBODY = Member(ADA.tenant, "nobody")


class Inbox:
    def __init__(self, side: MailSide) -> None:
        self._side = side

    def posts(self, channel: Channel) -> int:
        return len([one for one in self._side.taken if one.recipient == ADDRESS])

    def thread_posts(self, head: MessageRef) -> int:
        return 0

    def told(self) -> int:
        return 0

    def fail_next(self, failure: Failure) -> None:
        if failure == "asked to wait":
            self._side.greylisted[ADDRESS] = 1
        elif failure == "payload refused":
            self._side.faults.append("refused at data")
        else:
            self._side.faults.append("answer lost" if failure == "answer lost" else "lost")

    def forget_keys(self) -> None:
        """It knows none: what was handed over is written down on our side."""


@asynccontextmanager
async def harness() -> AsyncIterator[ChatHarness]:
    async with MailServerHere() as server, running(server) as ours:
        yield ChatHarness(
            adapter=ours.mail,
            channel=mail_channel(ADA),
            member=ADA,
            missing=mail_channel(NOBODY),
            silent=ADA,
            side=Inbox(server.side),
            tells=False,
            reads_back=False,
        )
