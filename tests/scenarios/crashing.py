"""A Paperboy that is killed with -9, over and over, on one database file; and a chat that outlives it in another file.

``python -m tests.scenarios.crashing FOLDER PART OF`` plays its share of the kill points and prints what came of it as
JSON. Every life is a process of its own, forked from this one, so that hundreds of them cost seconds.
"""

import asyncio
import json
import logging
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.errors import Unknown
from bot.model import Capabilities, Card, Channel, Delivery, Member, MessageRef
from bot.ports.chat import Core
from bot.ports.outbox import Outbox
from bot.ports.time import Clock
from bot.services.sending import Sender
from bot.store import open_store
from bot.store.sqlite import writer
from tests.scenarios.fakes import bring, paper
from tests.scenarios.world import HERE, START, World, world

ROOMS = {
    "threads": "subscribe 9:00 daily zone:UTC count:2",
    "compact": "subscribe 9:00 daily zone:UTC count:3 format:compact",
    "cards": "subscribe 9:00 daily zone:UTC count:2 format:cards",
}
DAYS = 2
END = START + timedelta(days=DAYS)
RESTART = timedelta(minutes=3)
"""A new life begins so much later: longer than a lease."""
NEVER = 1_000_000

Hook = Callable[[str], None]
Line = dict[str, Any]


class FileClock:
    """Stands still until told to move, and survives in a file, so that time never goes back over a kill."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._now = datetime.fromisoformat(path.read_text())

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    async def sleep(self, seconds: float) -> None:
        """Until woken: this clock is moved only while nobody sends."""
        await asyncio.Event().wait()

    def move(self, to: datetime) -> None:
        self._now = max(self._now, to)
        self._path.with_suffix(".new").write_text(self._now.isoformat())
        self._path.with_suffix(".new").replace(self._path)


class FileChat:
    """Posts are lines of a file. It recognises no keys; now and then an answer gets lost, before or after the post."""

    platform = "fake"
    capabilities = Capabilities(at_once=len(ROOMS))

    def __init__(self, path: Path, hook: Hook, seed: int) -> None:
        self._path, self._hook, self._seed = path, hook, seed
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        self.now = lambda: datetime.now(UTC)

    async def run(self, core: Core) -> None: ...

    async def ready(self) -> None: ...

    async def post(self, delivery: Delivery) -> MessageRef:
        fate = random.Random(f"{self._seed} {delivery.key} {delivery.attempts}").random()
        self._hook("before the post")
        if fate < 0.1:
            raise Unknown("lost on the way there")
        line = {
            "key": delivery.key,
            "channel": delivery.channel.id,
            "part": delivery.part,
            "papers": delivery.papers,
            "thread": delivery.thread.id if delivery.thread else "",
        }
        os.write(self._file, f"{json.dumps(line)}\n".encode())
        self._hook("after the post")
        await asyncio.sleep(0)
        if fate > 0.85:
            raise Unknown("lost on the way back")
        self._hook("answered")
        return MessageRef(delivery.channel, delivery.key)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        self._hook("looking")
        found = any(line["key"] == delivery.key for line in lines_of(self._path))
        return MessageRef(delivery.channel, delivery.key) if found else None

    async def tell(self, member: Member, card: Card) -> None:
        raise AssertionError(card.text)


def lines_of(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def killer(fatal: int) -> Hook:
    """Kills this process, as kill -9 does, at the given step."""
    steps = 0

    def hook(_: str) -> None:
        nonlocal steps
        steps += 1
        if steps == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def hook_commits(hook: Hook) -> None:
    """While a transaction is written, and after its commit, before anybody hears of it."""
    for name, moment in (("_do", "before a commit"), ("_commit", "after a commit")):
        setattr(writer, name, followed_by(getattr(writer, name), hook, moment))


def followed_by(function: Callable[..., Any], hook: Hook, moment: str) -> Callable[..., Any]:
    def both(*given: Any) -> Any:
        result = function(*given)
        hook(moment)
        return result

    return both


async def prepare(folder: Path) -> None:
    """The database as it is before the first slot: subscriptions, and papers for each day."""
    (folder / "clock").write_text(START.isoformat())
    clock = FileClock(folder / "clock")
    store = await open_store(f"sqlite:///{folder / 'paperboy.db'}", clock)
    w = world(store, clock)
    for name, line in ROOMS.items():
        await w.ask(line, Channel(HERE, name))
    for day in range(DAYS):
        papers = [paper(day * 10 + n) for n in range(5)]
        await bring(store, papers, START + timedelta(days=day, minutes=1))
    await store.close()


async def live(folder: Path, fatal: int, seed: int) -> None:
    """One life: all that is due until the end of the last day, or until the fatal step."""
    hook = killer(fatal)
    hook_commits(hook)
    clock = FileClock(folder / "clock")
    clock.move(clock.now() + RESTART)
    store = await open_store(f"sqlite:///{folder / 'paperboy.db'}", clock)
    chat: Any = FileChat(folder / "chat", hook, seed)
    w = world(store, clock, chat=chat)
    w.scheduler.serve_now(["fake"])
    while (now := await step(w)) < END:
        clock.move(now)
    await store.close()


async def step(w: World) -> datetime:
    """Do all that is due now; return when something is due next."""
    while await w.scheduler.make_due():
        pass
    await send_what_is_due(w.sender, w.store.outbox, w.clock)
    due = [await w.store.outbox.next_due("fake"), await w.store.subscriptions.next_due(["fake"])]
    return min(filter(None, due))


async def send_what_is_due(sender: Sender, outbox: Outbox, clock: Clock) -> None:
    """Run the sender until nothing is due, then tell it to stop: it finishes what is in hand."""
    sending = asyncio.create_task(sender.run())
    while (due := await outbox.next_due(sender.platform)) and due <= clock.now():
        if (await asyncio.wait([sending], timeout=0.002))[0]:
            break
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending


def run_life(folder: Path, fatal: int, seed: int, *, kill_after: float = 0.0) -> bool:
    """Fork, live, and say whether that life came to its end; ``kill_after`` seconds it is killed from outside."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(live(folder, fatal, seed))
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    if kill_after:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)  # not reaped yet, so the number is still its own
    _, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (0, -signal.SIGKILL), f"a life ended with {ended}"
    return ended == 0


@dataclass
class Story:
    """Where one play is killed, life by life; after the last it lives on. ``outside``: seconds, else steps."""

    name: str
    kills: list[float]
    seed: int
    outside: bool = False


def stories(steps: int, part: int, of: int) -> list[Story]:
    """Each single step once; then pairs and triples at random; then kills from outside at random moments.

    Each kind is shared out by itself: one process may count a step more than another in a life, which would shift all
    that follows, so that both play one story and nobody the next.
    """
    dice = random.Random(20261123)
    single = [Story(f"step {n}", [n], 1) for n in range(1, steps + 1)]
    several = [
        Story(f"random {n}", [dice.randint(1, steps) for _ in range(dice.randint(2, 3))], n) for n in range(2, 62)
    ]
    outside = [
        Story(f"outside {n}", [dice.uniform(0.01, 0.3) for _ in range(3)], n, outside=True) for n in range(100, 112)
    ]
    return single[part::of] + several[part::of] + outside[part::of]


def play(template: Path, folder: Path, story: Story) -> tuple[int, list[Line]]:
    """How often it was really killed, and what lies in the chat in the end."""
    shutil.copytree(template, folder)
    killed = 0
    for when in story.kills:
        if story.outside:
            ended = run_life(folder, NEVER, story.seed, kill_after=when)
        else:
            ended = run_life(folder, int(when), story.seed)
        if ended:
            break
        killed += 1
    else:
        assert run_life(folder, NEVER, story.seed)
    lines = lines_of(folder / "chat")
    shutil.rmtree(folder)
    return killed, lines


def shown(lines: list[Line]) -> dict[str, list[tuple[Any, ...]]]:
    """Per channel, in order: which part, of which papers, in whose thread."""
    found: dict[str, list[tuple[Any, ...]]] = {name: [] for name in ROOMS}
    for line in lines:
        found[line["channel"]].append((line["key"], line["part"], tuple(line["papers"]), line["thread"]))
    return found


def main(folder: Path, part: int, of: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    template = folder / f"template-{part}"
    template.mkdir()
    if os.fork() == 0:
        asyncio.run(prepare(template))
        os._exit(0)
    os.wait()
    _, reference = play(template, folder / f"reference-{part}", Story("reference", [], 1))
    expected, wrong, kills = shown(reference), [], 0
    steps = count_steps(template, folder / f"steps-{part}")
    for story in stories(steps, part, of):
        killed, lines = play(template, folder / story.name, story)
        kills += killed
        if shown(lines) != expected:
            wrong.append({"story": story.name, "found": shown(lines)})
    print(json.dumps({"kills": kills, "steps": steps, "messages": len(reference), "wrong": wrong}))


def count_steps(template: Path, folder: Path) -> int:
    """How many steps an undisturbed life has."""
    shutil.copytree(template, folder)
    reading, writing = os.pipe()
    if os.fork() == 0:
        steps = 0

        def count(_: str) -> None:
            nonlocal steps
            steps += 1

        globals()["killer"] = lambda _: count
        asyncio.run(live(folder, NEVER, 1))
        os.write(writing, str(steps).encode())
        os._exit(0)
    os.wait()
    return int(os.read(reading, 20))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
