"""Mail to many who are due at once: how fast it leaves within the operator's pace, and what that does to chat.

``python -m benchmarks.mail [people] [seconds]``: so many strangers get what is trending, all at once. The whole
program makes their digests and hands them to a mail server in a process of its own (aiosmtpd), for so many seconds, at
600 mails a minute. Meanwhile ten people ask things in chat; how long they wait is set beside the same with no mail due.
What kill -9 does to mail is played by ``python -m tests.scenarios.mail_crashing``.
"""

import asyncio
import logging
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import structlog
from pydantic import SecretStr

from adapters.email.addresses import Addresses
from adapters.email.links import MailLinks
from adapters.email.settings import EmailSettings
from bot.app import App, opened
from bot.commands import parse
from bot.model import Mailbox, Member, Request, Subscription, Tenant, mail_channel, visitor_account
from bot.settings import Settings
from tests.scenarios.mail_due import PUBLIC, SECRET, free_port, serve_mail

PER_MINUTE = 600
ASKING, LINES = 10, ("search test time scaling", "today", "trending", "picks", "paper 2608.19880", "help")
TOGETHER = 500
LINKS, ADDRESSES = MailLinks(PUBLIC, SECRET), Addresses(SECRET)
PAUSE = 0.2
"""Seconds that a person reads before they ask again."""


async def make_people(app: App, count: int) -> None:
    """Strangers who confirmed; all are due now. Many at once, since the store commits together what waits."""
    for first in range(0, count, TOGETHER):
        numbers = range(first, min(first + TOGETHER, count))
        await asyncio.gather(*(make_person(app, number) for number in numbers))


async def make_person(app: App, number: int) -> None:
    member, now = visitor_account(f"m{number}"), datetime.now(UTC)
    kept = Mailbox(
        member=member,
        handle=LINKS.handle(member),
        asked=now,
        address=ADDRESSES.seal(f"m{number}@example.net"),
        confirmed=now,
    )
    await app.store.mailboxes.change(member, lambda _: kept)
    due = Subscription(
        id=f"s{number}",
        channel=mail_channel(member),
        owner=member,
        direct=True,
        trending=True,
        next_due=now,
        created=now,
    )
    await app.store.subscriptions.change(due.channel, lambda *_: due)


async def ask(app: App, seconds: float) -> Sequence[float]:
    """Milliseconds that people wait for an answer in chat, in order."""
    waited: list[float] = []
    ends = time.monotonic() + seconds

    async def person(number: int) -> None:
        member, place = Member(Tenant("console", "here"), f"p{number}"), number
        while time.monotonic() < ends:
            line = LINES[place % len(LINES)]
            began = time.perf_counter()
            await app.core.answer(Request(member=member, command=parse(line), at=datetime.now(UTC), direct=True))
            waited.append((time.perf_counter() - began) * 1000)
            place += 1
            await asyncio.sleep(PAUSE)

    async with asyncio.TaskGroup() as people:
        for number in range(ASKING):
            people.create_task(person(number))
    return sorted(waited)


async def measure(folder: Path, port: int, people: int, seconds: float) -> None:
    settings = Settings(
        database_url=f"sqlite:///{folder / 'paperboy.db'}",
        sources="sample",
        public_url=PUBLIC,
        secret_key=SecretStr(SECRET),
        _env_file=None,
    )
    mail = EmailSettings(
        email_host="127.0.0.1",
        email_port=port,
        email_security="none",
        email_from="papers@example.org",
        email_per_minute=PER_MINUTE,
        _env_file=None,
    )
    async with opened(settings, platforms={"email": mail}) as app:
        await ask(app, 3)
        report("no mail due", await ask(app, seconds / 2))
        await make_people(app, people)
        running = [asyncio.create_task(app.chats["email"].run(app.core)), asyncio.create_task(app.scheduler.run())]
        began, used = time.monotonic(), time.process_time()
        report(f"{people} mails due", await ask(app, seconds))
        took, used = time.monotonic() - began, time.process_time() - used
        for task in running:
            task.cancel()
        await asyncio.wait(running)
    taken = len((folder / "taken").read_text().splitlines())
    print(f"{taken} mails in {took:.0f} s: {taken / took * 60:.0f} a minute of the {PER_MINUTE} allowed")
    print(f"{used / max(taken, 1) * 1000:.1f} ms of processor time a mail, with digests made ahead and answers in chat")
    print(f"processor busy for {used / took:.0%} of it; all take {people / PER_MINUTE:.0f} minutes at that pace")


def report(what: str, waited: Sequence[float]) -> None:
    half, most = waited[len(waited) // 2], waited[int(len(waited) * 0.99)]
    print(f"{what}: {len(waited)} answers in chat, p50 {half:.0f} ms, p99 {most:.0f} ms")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    people, seconds = [int(word) for word in sys.argv[1:3]] or [10_000, 60]
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        server = serve_mail(folder / "taken", port)
        try:
            asyncio.run(measure(folder, port, people, float(seconds)))
        finally:
            os.kill(server, signal.SIGKILL)


if __name__ == "__main__":
    main()
