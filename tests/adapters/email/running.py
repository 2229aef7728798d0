"""Mail that runs against a mail server on loopback."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.email.adapter import Mail
from adapters.email.addresses import Addresses
from adapters.email.links import MailLinks
from adapters.email.settings import EmailSettings
from bot.model import (
    Attempt,
    Card,
    Delivery,
    Mailbox,
    Member,
    PaperCard,
    PaperId,
    Tenant,
    mail_channel,
)
from bot.ports.chat import AdapterContext
from bot.ports.mailboxes import Mailboxes
from bot.ports.replicas import Replicas
from bot.store.memory import MemoryStore
from tests.adapters.core import FakeCore
from tests.adapters.replicas import FakeReplicas
from tests.platforms.smtp_server import MailServerHere, MailSide

PUBLIC = "https://paperboy.example.org"
SECRET = "a secret of tests"
ADA = Member(Tenant("toy", "nursery"), "ada")
ADDRESS = "ada@example.net"
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
LINKS, ADDRESSES = MailLinks(PUBLIC, SECRET), Addresses(SECRET)
CARD = Card(
    title="1 paper for Thu 26 Nov 2026",
    papers=(PaperCard(paper=PaperId("arxiv:2401.01234"), title="A paper", url="https://arxiv.org/abs/2401.01234"),),
)


class HandClock:
    """Time that stands still until somebody sleeps; then it jumps."""

    def __init__(self) -> None:
        self.at = NOW
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - NOW).total_seconds() + 1000

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=max(0.0, seconds))
        await asyncio.sleep(0)


class WaitingClock(HandClock):
    """As above, but background tasks that wait for a minute or more wait for ever."""

    async def sleep(self, seconds: float) -> None:
        if seconds >= 60:
            await asyncio.Event().wait()
        await super().sleep(seconds)


@dataclass
class Running:
    """A running adapter, and all around it."""

    mail: Mail
    side: MailSide
    mailboxes: Mailboxes
    clock: HandClock
    replicas: FakeReplicas = field(default_factory=FakeReplicas)
    core: FakeCore = field(default_factory=FakeCore)


def settings(port: int, **more: Any) -> EmailSettings:
    values: dict[str, Any] = {
        "email_host": "127.0.0.1",
        "email_port": port,
        "email_security": "none",
        "email_from": "papers@example.org",
        "email_bounces": "bounces@example.org",
        "email_per_minute": 6000,
    }
    return EmailSettings(**(values | more))


def context(
    own: EmailSettings, mailboxes: Mailboxes, clock: HandClock, replicas: Replicas | None = None
) -> AdapterContext[EmailSettings]:
    store = MemoryStore()
    return AdapterContext(
        settings=own,
        state=store.key_value,
        installations=store.installations,
        known_people=store.known_people,
        mailboxes=mailboxes,
        replicas=replicas or FakeReplicas(),
        clock=clock,
        public_url=PUBLIC,
        secret_key=SECRET,
        local_member=ADA,
    )


@asynccontextmanager
async def running(server: MailServerHere, mailboxes: Mailboxes | None = None, **more: Any) -> AsyncIterator[Running]:
    """An adapter that is ready; Ada has confirmed her address."""
    mailboxes, clock, replicas = mailboxes or MemoryStore().mailboxes, WaitingClock(), FakeReplicas()
    mail = Mail(context(settings(server.port, **more), mailboxes, clock, replicas))
    ours = Running(mail, server.side, mailboxes, clock, replicas)
    await mailboxes.change(ADA, lambda known: known or confirmed(ADA))
    serving = asyncio.create_task(mail.run(ours.core))
    await asyncio.wait((serving, asyncio.ensure_future(mail.ready())), return_when=asyncio.FIRST_COMPLETED)
    try:
        yield ours
    finally:
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


def confirmed(member: Member, address: str = ADDRESS) -> Mailbox:
    return Mailbox(
        member=member, handle=LINKS.handle(member), asked=NOW, address=ADDRESSES.seal(address), confirmed=NOW, consent=1
    )


def delivery(key: str = "k1", card: Card = CARD, attempt: int = 1) -> Delivery:
    tried = Attempt(number=attempt, started=NOW)
    return Delivery(key=key, digest="d", channel=mail_channel(ADA), part=0, card=card, attempt=tried)
