"""Mail: messages a second over one connection, and what kill -9 at random points does to them.

``python -m benchmarks.mail [kills]``. A server on loopback (aiosmtpd) counts the copies of each Message-ID. A process
that sends is killed again and again at a random moment; it is a fork, so that starting costs nothing.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

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
from bot.services.delivery_failures import DeliveryFailures
from bot.services.notices import Notices
from bot.services.replicas import LeasedReplicas
from bot.services.sending import Sender
from bot.store import open_store

MESSAGES, KILLS = 400, 60
SHORTEST_RUN, LONGEST_RUN = 0.3, 0.9
"""Seconds until a process is killed: opening the database takes the first few tenths."""
PUBLIC, SECRET, PORT = "https://paperboy.example.org", "a key", 8925
PAPER = PaperId("arxiv:2401.01234")
CARD = Card(
    title="5 papers for Thu 26 Nov 2026",
    papers=tuple(
        PaperCard(paper=PAPER, title=f"Paper {n}", url="https://arxiv.org/abs/2401.01234", reason="You follow agents.")
        for n in range(5)
    ),
    numbered=True,
)


class LaterClock(SystemClock):
    """Time, ahead by so much that what was left by a run before can be taken up."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class Counting:
    """Writes the Message-ID of each message that it takes to a file, before it answers."""

    def __init__(self, log: Path) -> None:
        self._log = log

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        line = next(line for line in raw.splitlines() if line.startswith(b"Message-ID:"))
        with self._log.open("ab") as file:
            file.write(line + b"\n")
        return "250 OK"


def forked(work: Coroutine[Any, Any, None]) -> int:
    """Run ``work`` in a fork of this process; return its id."""
    child = os.fork()
    if child:
        work.close()
        return child
    try:
        asyncio.run(work)
    finally:
        os._exit(0)


async def serve(log: Path) -> None:
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: SMTP(Counting(log), hostname="localhost", loop=loop), "127.0.0.1", PORT)
    await asyncio.Event().wait()


async def prepare(file: Path) -> None:
    """So many people with a mail that is due."""
    store, now = await open_store(f"sqlite:///{file}"), datetime.now(UTC)
    links, addresses = MailLinks(PUBLIC, SECRET), Addresses(SECRET)
    for number in range(MESSAGES):
        member = Member(Tenant("toy", "nursery"), f"m{number}")
        sealed = addresses.seal(f"m{number}@example.net")
        kept = Mailbox(member=member, handle=links.handle(member), asked=now, address=sealed, confirmed=now)
        await store.mailboxes.change(member, lambda _, kept=kept: kept)  # type: ignore[misc]
        await put_digest(store, member, number, now)
    await store.close()


async def put_digest(store: Store, member: Member, number: int, now: datetime) -> None:
    where = mail_channel(member)
    subscription = Subscription(
        id=f"s{number}", channel=where, owner=mail_account(member), direct=True, next_due=now, created=now
    )
    await store.subscriptions.change(where, lambda *_: subscription)
    digest = Digest(
        id=f"d{number}", subscription=f"s{number}", channel=where, slot=now, made=now, picks=(DigestPick(paper=PAPER),)
    )
    delivery = Delivery(key=f"k{number}", digest=digest.id, channel=where, part=0, card=CARD, papers=(PAPER,))
    await store.digests.commit(subscription, digest, [delivery], next_due=now + timedelta(days=1), seen_to=now)


async def send_all(file: Path, ahead: timedelta) -> None:
    """Send whatever is due, as the program does."""
    clock = LaterClock(ahead)
    store = await open_store(f"sqlite:///{file}")
    settings = EmailSettings(
        email_host="127.0.0.1",
        email_port=PORT,
        email_security="none",
        email_from="papers@example.org",
        email_per_minute=6000,
    )
    mail = Mail(
        AdapterContext(
            settings=settings,
            state=store.key_value,
            installations=store.installations,
            known_people=store.known_people,
            mailboxes=store.mailboxes,
            replicas=LeasedReplicas(store.leases, [], "this one", clock),
            clock=clock,
            public_url=PUBLIC,
            secret_key=SECRET,
            local_member=local_member("benchmark"),
        )
    )
    mail.trouble = ""
    failures = DeliveryFailures(store.subscriptions, store.outbox, Notices({}, clock))
    sender = Sender(store.outbox, mail, failures, clock)
    while await sender.step():
        pass
    await store.close()


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    with tempfile.TemporaryDirectory() as folder:
        file, log = Path(folder, "paperboy.db"), Path(folder, "taken")
        log.touch()
        os.waitpid(forked(prepare(file)), 0)
        server = forked(serve(log))
        time.sleep(1)
        try:
            killed = kill_often(file, kills)
            before = len(log.read_text().splitlines())
            took = finish(file, timedelta(hours=1) * (kills + 2))
        finally:
            os.kill(server, signal.SIGKILL)
        report(Counter(log.read_text().splitlines()), killed, before, took)


def kill_often(file: Path, kills: int) -> int:
    """Each run is an hour later than the one before: leases and pauses are over by then."""
    killed = 0
    for number in range(kills):
        child = forked(send_all(file, timedelta(hours=1) * (number + 1)))
        time.sleep(random.uniform(SHORTEST_RUN, LONGEST_RUN))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    return killed


def finish(file: Path, ahead: timedelta) -> float:
    began = time.monotonic()
    for more in range(3):
        os.waitpid(forked(send_all(file, ahead + timedelta(hours=1) * more)), 0)
    return time.monotonic() - began


def report(copies: Counter[str], killed: int, before: int, took: float) -> None:
    times = Counter(copies.values())
    print(f"{killed} times killed by kill -9 while {before} of {MESSAGES} mails were taken")
    print(f"taken once: {times[1]}, twice: {times[2]}, more often: {sum(n for c, n in times.items() if c > 2)}")
    print(f"never taken: {MESSAGES - len(copies)}; the rest after the last kill took {took:.1f} s")


if __name__ == "__main__":
    main()
