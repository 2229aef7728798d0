"""Whatever happens in whatever order, every store's outbox does what a simple model of it says."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.model import Attempt, Delivery
from bot.store import open_store
from tests import postgres
from tests.contracts.digest_making import DAY, LEASE, SLOT, claim_one, digest, messages, put, ref, subscription

T = TypeVar("T")
CHANNELS = ("a", "b", "c")
WAITS = st.sampled_from([timedelta(seconds=seconds) for seconds in (0, 1, 30, 60, 3600)])
ATTEMPTS = st.integers(0, 5)


@dataclass
class Message:
    """What the model knows of one message. ``lease`` is set while an attempt is in hand."""

    channel: str
    digest: str
    part: int
    due: datetime | None = None
    lease: datetime | None = None
    attempt: int = 0
    unsure: bool = False
    started: datetime | None = None
    end: str = ""


@dataclass
class Model:
    """Every message in the order of making; the first open one of a channel is its head, and only heads can leave."""

    messages: dict[str, Message] = field(default_factory=dict)

    def head(self, channel: str) -> Message | None:
        return next((one for one in self.messages.values() if one.channel == channel and not one.end), None)

    def heads(self) -> list[Message]:
        return [head for channel in CHANNELS if (head := self.head(channel))]

    def finish(self, message: Message, end: str, next_at: datetime) -> None:
        message.end, message.lease = end, None
        head = self.head(message.channel)
        if head and not head.attempt and head.due is None:
            head.due = next_at


class OutboxMachine(RuleBasedStateMachine):
    """``url`` and ``reopens`` say which store; ``attempts`` holds every attempt ever claimed, the crashed ones too."""

    url = "memory:"
    reopens = False

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.at = self.address()
        self.store = self.run(open_store(self.at))
        self.now = SLOT
        self.model = Model()
        self.attempts: list[Delivery] = []
        self.posted: list[Delivery] = []
        self.run(put(self.store, *(subscription(name) for name in CHANNELS)))

    def address(self) -> str:
        return self.url.format(folder=Path(self.folder.name))

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.run(self.store.close())
            self.runner.close()
            self.folder.cleanup()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @rule(name=st.sampled_from(CHANNELS), papers=st.integers(0, 3))
    def make_digest(self, name: str, papers: int) -> None:
        standing = self.run(self.store.subscriptions.of(subscription(name).channel))
        assert standing is not None
        assert standing.next_due is not None
        self.now += timedelta(milliseconds=1)
        made = digest(standing, standing.next_due, tuple(f"arxiv:{n}" for n in range(papers)), made=self.now)
        due = standing.next_due + DAY
        assert self.run(self.store.digests.commit(standing, made, messages(made), next_due=due, seen_to=self.now))
        assert not self.run(self.store.digests.commit(standing, made, messages(made), next_due=due, seen_to=self.now))
        waiting = self.model.head(name)
        for one in messages(made):
            self.model.messages[one.key] = Message(name, made.id, one.part)
        if waiting is None:
            self.model.messages[messages(made)[0].key].due = self.now

    @rule(wait=WAITS)
    def wait(self, wait: timedelta) -> None:
        self.now += wait

    @precondition(lambda self: self.reopens)
    @rule()
    def restart(self) -> None:
        self.run(self.store.close())
        self.store = self.run(open_store(self.at))

    @rule()
    def claim(self) -> None:
        claimed = self.run(claim_one(self.store.outbox, "fake", self.now, LEASE))
        ready = [one for one in self.model.heads() if (one.lease or one.due or self.now) <= self.now]
        assert (claimed is None) == (not ready)
        if claimed is None:
            return
        known = self.model.messages[claimed.key]
        assert known in ready
        assert all((one.lease or one.due) >= (known.lease or known.due) for one in ready)  # type: ignore[operator]
        known.unsure = known.unsure or known.lease is not None
        known.started = known.started if known.unsure else self.now
        known.attempt, known.lease, known.due = known.attempt + 1, self.now + LEASE, None
        assert claimed.attempt == Attempt(number=known.attempt, started=known.started, unsure=known.unsure)
        self.attempts.append(claimed)

    @precondition(lambda self: self.attempts)
    @rule(which=ATTEMPTS, pace=WAITS)
    def sent(self, which: int, pace: timedelta) -> None:
        attempt, known = self.pick(which)
        self.run(self.store.outbox.sent(attempt, ref(attempt), next_at=self.now + pace))
        if known.end != "sent":
            self.posted.append(attempt)
            self.model.finish(known, "sent", self.now + pace)

    @precondition(lambda self: self.attempts)
    @rule(which=ATTEMPTS, wait=WAITS, unsure=st.booleans())
    def failed(self, which: int, wait: timedelta, unsure: bool) -> None:
        attempt, known = self.pick(which)
        self.run(self.store.outbox.failed(attempt, "why", due=self.now + wait, unsure=unsure))
        if self.in_hand(attempt, known):
            known.lease, known.due, known.unsure = None, self.now + wait, unsure

    @precondition(lambda self: self.attempts)
    @rule(which=ATTEMPTS)
    def dead(self, which: int) -> None:
        attempt, known = self.pick(which)
        siblings = [one for one in self.model.messages.values() if one.digest == known.digest]
        first = all(one.end != "dead" for one in siblings)
        told = self.run(self.store.outbox.dead(attempt, "why", next_at=self.now))
        assert told == (first and self.in_hand(attempt, known))
        if self.in_hand(attempt, known):
            for one in siblings if known.part == 0 else ():
                one.end = one.end or "dead"
            self.model.finish(known, "dead", self.now)

    @rule(name=st.sampled_from(CHANNELS))
    def drop(self, name: str) -> None:
        waiting = [one for one in self.model.messages.values() if one.channel == name and not one.end]
        assert self.run(self.store.outbox.drop(subscription(name).channel, "why")) == len(waiting)
        for one in waiting:
            one.end, one.lease = "dead", None

    @invariant()
    def the_next_due_is_the_earliest_head(self) -> None:
        if hasattr(self, "store"):
            heads = [one.lease or one.due for one in self.model.heads()]
            assert self.run(self.store.outbox.next_due("fake")) == min(filter(None, heads), default=None)
            assert None not in heads, "no channel is stuck"

    @invariant()
    def what_was_posted_is_known(self) -> None:
        for one in self.posted[-3:] if hasattr(self, "store") else ():
            assert self.run(self.store.posts.papers_of(ref(one))) == one.papers

    def pick(self, which: int) -> tuple[Delivery, Message]:
        """One of the newest attempts, in hand or long given up."""
        attempt = self.attempts[-1 - which % len(self.attempts)]
        return attempt, self.model.messages[attempt.key]

    def in_hand(self, attempt: Delivery, known: Message) -> bool:
        return not known.end and known.lease is not None and known.attempt == attempt.attempts


class OverSqlite(OutboxMachine):
    url = "sqlite:///:memory:"


class OverReopenedSqlite(OutboxMachine):
    url = "sqlite:///{folder}/paperboy.db"
    reopens = True


class OverPostgres(OutboxMachine):
    reopens = True

    def address(self) -> str:
        return postgres.emptied_database()


def few(examples: int, steps: int) -> settings:
    return settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )


OutboxMachine.TestCase.settings = few(60, 40)
OverSqlite.TestCase.settings = few(20, 40)
OverReopenedSqlite.TestCase.settings = few(10, 25)
OverPostgres.TestCase.settings = few(5, 25)
TestOverMemory = OutboxMachine.TestCase
TestOverSqlite = OverSqlite.TestCase
TestOverReopenedSqlite = OverReopenedSqlite.TestCase
TestOverPostgres = OverPostgres.TestCase
