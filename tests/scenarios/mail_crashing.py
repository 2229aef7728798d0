"""A Paperboy that sends mail and is killed with -9 at random moments, over and over, and what a mail server has then.

``python -m tests.scenarios.mail_crashing KILLS [once|never]`` prints what came of it as JSON. The server (aiosmtpd) is
a process of its own, and loses the answer to every tenth message. Whether a copy was allowed is read from the database
after each death: a message may come twice only if nobody could know whether it had been taken.
"""

import json
import logging
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog

from adapters.email.adapter import Mail
from adapters.email.message import message_id
from adapters.email.settings import EmailSettings
from bot.model import Delivery, MessageRef
from bot.ports.chat import AdapterContext
from bot.services.delivery_failures import DeliveryFailures
from bot.services.notices import Notices
from bot.services.sending import Sender
from bot.store import open_store
from tests.scenarios.crashing import send_what_is_due
from tests.scenarios.mail_due import (
    DOMAIN,
    ClockAhead,
    forked,
    free_port,
    key_of,
    mail_over,
    make_mails_due,
    serve_mail,
)

LOSES = 10
LONGEST = 0.06
"""Seconds after its first message in which a life is killed: time for some more messages."""
MAILS_A_KILL = 4
REST = timedelta(hours=2)
"""Between two lives: leases and pauses are over by then."""


@dataclass
class Aftermath:
    """What was found after all lives. ``unsure``: messages of which at some death nobody could know their fate."""

    killed: int = 0
    before_the_last: int = 0
    copies: Counter[str] = field(default_factory=Counter)
    unsure: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)


async def live(file: Path, port: int, ahead: timedelta, policy: str, begun: int) -> None:
    """One life: send whatever is due, as the program does. ``begun`` is told once the first message is sent."""
    clock, store = ClockAhead(ahead), await open_store(f"sqlite:///{file}")
    mail = mail_over(store, clock, port, kind=partial(_Watched, begun), email_retry_unknown=policy)
    sender = Sender(store.outbox, mail, DeliveryFailures(store.subscriptions, store.outbox, Notices({}, clock)), clock)
    await send_what_is_due(sender, store.outbox, clock)
    os.write(begun, b".")
    await store.close()


class _Watched(Mail):
    """Tells ``begun`` of each message that was tried."""

    def __init__(self, begun: int, context: AdapterContext[EmailSettings]) -> None:
        super().__init__(context)
        self._begun = begun

    async def post(self, delivery: Delivery) -> MessageRef:
        try:
            return await super().post(delivery)
        finally:
            os.write(self._begun, b".")


async def prepare(file: Path, count: int) -> None:
    store = await open_store(f"sqlite:///{file}")
    await make_mails_due(store, count)
    await store.close()


def play(folder: Path, kills: int, policy: str) -> Aftermath:
    """Kill so many lives while they send, then live on until nothing is due."""
    file, log, port, mails = folder / "paperboy.db", folder / "taken", free_port(), kills * MAILS_A_KILL
    done(forked(prepare(file, mails)))
    found, dice = Aftermath(), random.Random(20261126)
    with serving(log, port):
        for number in range(kills * 2):
            if found.killed == kills:
                break
            with starting(file, port, REST * number, policy) as child:
                time.sleep(dice.uniform(0, LONGEST))
                os.kill(child, signal.SIGKILL)  # not reaped yet, so the number is still its own
            found.killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
            found.unsure |= unsure_in(file)
        found.before_the_last = len(log.read_text().splitlines())
        for more in range(4):
            with starting(file, port, REST * (kills * 2 + more), policy) as child:
                pass
            done(child)
            found.unsure |= unsure_in(file)
    keys = {message_id(key_of(number), DOMAIN): key_of(number) for number in range(mails)}
    found.copies = Counter(keys[line] for line in log.read_text().splitlines())
    found.given_up = given_up_in(file)
    return found


@contextmanager
def starting(file: Path, port: int, ahead: timedelta, policy: str) -> Iterator[int]:
    """A life that has sent its first message."""
    reading, writing = os.pipe()
    try:
        child = forked(live(file, port, ahead, policy, writing))
    finally:
        os.close(writing)
    try:
        assert os.read(reading, 1), "a life did not begin"
        yield child
    finally:
        os.close(reading)


@contextmanager
def serving(log: Path, port: int) -> Iterator[None]:
    server = serve_mail(log, port, LOSES)
    try:
        yield
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)


def done(child: int) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code == 0, f"a life ended with {code}"


def unsure_in(file: Path) -> set[str]:
    """Messages that were handed over without anybody having heard that they were taken, ever since the start."""
    return _column(file, "select handed_key from mailboxes where handed_key <> '' and handed_taken = 0")


def given_up_in(file: Path) -> set[str]:
    return _column(file, "select key from deliveries where state = 'dead'")


def _column(file: Path, query: str) -> set[str]:
    with closing(sqlite3.connect(file, timeout=30)) as database:
        return {row[0] for row in database.execute(query)}


def summary(found: Aftermath, mails: int, most: int) -> dict[str, object]:
    """Counts, and ``wrong``: what must not be."""
    keys = {key_of(number) for number in range(mails)}
    twice = {key for key, times in found.copies.items() if times == 2}
    wrong = {
        "came twice though its fate was known": sorted(twice - found.unsure),
        "came more often than allowed": sorted(key for key, times in found.copies.items() if times > most),
        "neither came nor was given up": sorted(keys - set(found.copies) - found.given_up),
        "given up though its fate was known": sorted(found.given_up - found.unsure),
    }
    return {
        "kills": found.killed,
        "mails": mails,
        "taken before the last kill": found.before_the_last,
        "of unknown fate at some time": len(found.unsure),
        "taken once": sum(times == 1 for times in found.copies.values()),
        "taken twice": len(twice),
        "never taken, and given up": len(found.given_up - set(found.copies)),
        "wrong": {what: which for what, which in wrong.items() if which},
    }


def main(kills: int, policy: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder:
        found = play(Path(folder), kills, policy)
    print(json.dumps(summary(found, kills * MAILS_A_KILL, 2 if policy == "once" else 1)))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "once")
