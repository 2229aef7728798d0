"""Mails that are due, the adapter that sends them, and a server on loopback, each in a process of its own."""

import asyncio
import os
import socket
import time
import traceback
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from adapters.email.adapter import Mail
from adapters.email.addresses import Addresses
from adapters.email.links import MailLinks
from adapters.email.settings import EmailSettings
from bot.clock import SystemClock
from bot.console_identity import local_member
from bot.model import (
    Card,
    Delivery,
    Digest,
    DigestPick,
    Mailbox,
    Member,
    PaperCard,
    PaperId,
    Subscription,
    Tenant,
    mail_account,
    mail_channel,
)
from bot.ports.chat import AdapterContext
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.services.replicas import LeasedReplicas

PUBLIC, SECRET, DOMAIN = "https://paperboy.example.org", "a key", "example.org"
PAPER = PaperId("arxiv:2401.01234")
CARD = Card(
    title="5 papers for Thu 26 Nov 2026",
    papers=tuple(
        PaperCard(paper=PAPER, title=f"Paper {n}", url="https://arxiv.org/abs/2401.01234", reason="You follow agents.")
        for n in range(5)
    ),
    numbered=True,
)


class ClockAhead(SystemClock):
    """Time, ahead by so much that what was left by a life before can be taken up."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


def key_of(number: int) -> str:
    """The key of a delivery."""
    return f"k{number}"


async def make_mails_due(store: Store, count: int) -> None:
    """So many people who confirmed an address, each with one mail that is due."""
    now, links, addresses = datetime.now(UTC), MailLinks(PUBLIC, SECRET), Addresses(SECRET)
    for number in range(count):
        member = Member(Tenant("toy", "nursery"), f"m{number}")
        sealed = addresses.seal(f"m{number}@example.net")
        kept = Mailbox(member=member, handle=links.handle(member), asked=now, address=sealed, confirmed=now)
        await store.mailboxes.change(member, lambda _, kept=kept: kept)  # type: ignore[misc]
        await _make_due(store, member, number, now)


async def _make_due(store: Store, member: Member, number: int, now: datetime) -> None:
    where = mail_channel(member)
    subscription = Subscription(
        id=f"s{number}", channel=where, owner=mail_account(member), direct=True, next_due=now, created=now
    )
    await store.subscriptions.change(where, lambda *_: subscription)
    digest = Digest(
        id=f"d{number}", subscription=f"s{number}", channel=where, slot=now, made=now, picks=(DigestPick(paper=PAPER),)
    )
    delivery = Delivery(key=key_of(number), digest=digest.id, channel=where, part=0, card=CARD, papers=(PAPER,))
    await store.digests.commit(subscription, digest, [delivery], next_due=now + timedelta(days=1), seen_to=now)


def mail_over(
    store: Store,
    clock: Clock,
    port: int,
    kind: Callable[[AdapterContext[EmailSettings]], Mail] = Mail,
    **more: Any,
) -> Mail:
    """The adapter as the program makes it, ready to post; ``more`` are settings of mail."""
    values: dict[str, Any] = {
        "email_host": "127.0.0.1",
        "email_port": port,
        "email_security": "none",
        "email_from": f"papers@{DOMAIN}",
        "email_per_minute": 6000,
    }
    mail = kind(
        AdapterContext(
            settings=EmailSettings(**(values | more)),
            state=store.key_value,
            installations=store.installations,
            known_people=store.known_people,
            mailboxes=store.mailboxes,
            replicas=LeasedReplicas(store.leases, [], "this one", clock),
            clock=clock,
            public_url=PUBLIC,
            secret_key=SECRET,
            local_member=local_member("nobody"),
        )
    )
    mail.trouble = ""
    return mail


def forked(work: Coroutine[Any, Any, None]) -> int:
    """Run ``work`` in a fork of this process; return its id."""
    child = os.fork()
    if child:
        work.close()
        return child
    code = 1
    try:
        asyncio.run(work)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


class TakenMails:
    """Handles messages for aiosmtpd: the Message-ID of each goes to a file before the server answers.

    Of every ``loses``-th message the answer is lost: the server has it and closes the connection.
    """

    def __init__(self, log: Path, loses: int = 0) -> None:
        self._log = log
        self._loses = loses
        self._count = 0

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        line = next(line for line in envelope.content.splitlines() if line.startswith(b"Message-ID:"))
        with self._log.open("ab") as file:
            file.write(line.partition(b": ")[2] + b"\n")
        self._count += 1
        if self._loses and self._count % self._loses == 0:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def serve_mail(log: Path, port: int, loses: int = 0) -> int:
    """A mail server in a process of its own, which is returned once it listens."""
    log.touch()
    server = forked(_serve(TakenMails(log, loses), port))
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            break
    return server


async def _serve(taken: TakenMails, port: int) -> None:
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: SMTP(taken, hostname="localhost", loop=loop), "127.0.0.1", port)
    await asyncio.Event().wait()
