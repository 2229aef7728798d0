"""The installed program as a process, and Discord's emulator as another, driven from outside."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from bot.model import Paper
from bot.ports.store import Store
from bot.store import open_store
from tests.acceptance.program import RunningProgram

EMULATOR = Path(__file__).resolve().parents[3] / "shared" / "platforms" / "fake_discord.py"
PROGRAM = Path(sys.executable).with_name("paperboy")
MISSING = next((f"{what} is missing" for what in (EMULATOR, PROGRAM) if not what.exists()), "")

GUILD = "1200000000000000001"
PAPERS, GENERAL = "1300000000000000001", "1300000000000000002"
ALICE, BOB = "1400000000000000001", "1400000000000000002"
EVERY_DAY = {"time": "00:00", "days": "daily", "zone": "UTC"}

Json = dict[str, Any]
_OPENER = build_opener(ProxyHandler({}))


class Emulator:
    """Discord's stand-in and its control API."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, str(EMULATOR)], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.info: Json = json.loads(self._process.stdout.readline())

    def get(self, what: str, /, **query: Any) -> Any:
        return self._call(f"{what}?{urlencode(query)}", None)

    def post(self, what: str, /, **body: Any) -> Any:
        return self._call(what, json.dumps(body).encode())

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(5)
        if self._process.stdout:
            self._process.stdout.close()

    def _call(self, path: str, data: bytes | None) -> Any:
        request = Request(f"{self.info['control']}/{path}", data, {"Content-Type": "application/json"})
        try:
            with _OPENER.open(request, timeout=60) as answer:
                return json.load(answer)
        except HTTPError as impossible:  # 409: a real client could not do this
            with impossible:
                return json.load(impossible)


class World:
    """One program on one database file. Everything a person or operator does, and what they see."""

    def __init__(self, folder: Path) -> None:
        self.emulator = Emulator()
        self.url = f"sqlite:///{folder / 'paperboy.db'}"
        self._folder = folder
        self._process: RunningProgram | None = None
        self.expected: set[int] = set()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGKILL)
        self.emulator.stop()

    # -- the operator --

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERBOY_")}
        return kept | {
            "PAPERBOY_DISCORD_TOKEN": self.emulator.info["token"],
            "PAPERBOY_DISCORD_API_BASE": self.emulator.info["api_base"],
            "PAPERBOY_DISCORD_GATEWAY_URL": self.emulator.info["gateway_url"],
            "PAPERBOY_DATABASE_URL": self.url,
            "PAPERBOY_SOURCES": "sample",
        }

    def start(self) -> None:
        self._forget_last_start()
        self._process = RunningProgram(self.environment, self._folder)
        ready = self.emulator.get("wait_ready", wait=30)
        assert ready.get("ready"), self.log()[-2000:]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int | None:
        if self._process is None:
            return None
        self._process.send_signal(how)
        code = self._process.wait(20)
        self._process = None
        return code

    def restart(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.stop(how)
        self.start()

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A command of the program, to its end."""
        environment = self.environment | settings
        told = [str(PROGRAM), *words]
        return subprocess.run(told, env=environment, cwd=self._folder, capture_output=True, text=True, timeout=60)

    def log(self) -> str:
        return (self._folder / "log").read_text()

    def make_due(self) -> None:
        """Stop, move every next slot to a minute ago, and start again."""
        self.stop()
        self._in_store(_all_due)
        self.start()

    def _forget_last_start(self) -> None:
        """As if the five seconds that Discord asks for between two starts were over: these tests start often."""
        file = self._folder / "paperboy.db"
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("delete from leases where name glob 'turn:*'")

    def expire_leases(self) -> None:
        """As if the time a crashed sender has for its message were over."""
        with closing(sqlite3.connect(self._folder / "paperboy.db")) as database, database:
            database.execute("update deliveries set due = 0 where state = 'sending'")

    def add_papers(self, papers: Sequence[Paper]) -> None:
        """Papers that a source might have brought, while the program is stopped."""

        async def add(store: Store) -> None:
            await store.papers.add(papers, datetime.now(UTC))

        self._in_store(add)

    def _in_store(self, work: Callable[[Store], Awaitable[None]]) -> None:
        async def opened() -> None:
            store = await open_store(self.url)
            try:
                await work(store)
            finally:
                await store.close()

        asyncio.run(opened())

    # -- people --

    def ask(self, command: str, options: Json | None = None, **where: Any) -> Json:
        """Type a command; the answer must be acknowledged in time and come."""
        where = {"channel_id": PAPERS, "user_id": ALICE, **where}
        if where.get("dm"):
            where.pop("channel_id")
        return self._answered(
            self.emulator.post(
                "interaction/command", command=command, options=options or {}, wait=10, until="message", **where
            )
        )

    def press(self, message: Json, label: str, user: str = ALICE, **more: Any) -> Json:
        return self.press_id(message, self.id_of(message, label), user, **more)

    def press_id(self, message: Json, custom_id: str, user: str = ALICE, **more: Any) -> Json:
        told: Json = {"message_id": message["id"], "custom_id": custom_id, "user_id": user, "wait": 10}
        more = {"until": "message", **more}
        return self._answered(self.emulator.post("interaction/component", **told, **more))

    def id_of(self, message: Json, label: str) -> str:
        return next(str(b["custom_id"]) for b in message["seen"]["buttons"] if b.get("label") == label)

    def turn(self, message: Json, label: str) -> Json:
        """Press a button that changes its message; return the message once it changed."""
        before = message["seen"]["text"]
        self.press(message, label, until="acked")
        until(lambda: self.now(message)["seen"]["text"] != before)
        return self.now(message)

    def now(self, message: Json) -> Json:
        (found,) = self.emulator.get("messages", id=message["id"])["messages"]
        return dict(found)

    def react(self, message: Json, emoji: str, user: str, *, remove: bool = False) -> None:
        self.emulator.post("reaction", message_id=message["id"], emoji=emoji, user_id=user, remove=remove)

    def _answered(self, result: Json) -> Json:
        assert "error" not in result, result
        assert result["acked"], (result, self.log()[-1500:])
        assert result["ack_ms"] < 2500, result
        assert not result["errors"], result
        return result

    # -- what is seen --

    def posts(self, channel: str = PAPERS, count: int = 1, wait: float = 20.0) -> list[Json]:
        """Paperboy's messages in a channel that all can see, in order, once there are so many (or after the wait)."""
        end = time.monotonic() + wait
        while len(found := self._posted(channel)) < count and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def _posted(self, channel: str) -> list[Json]:
        found = self.emulator.get("messages", channel_id=channel, author="bot")["messages"]
        return [m for m in found if not m["ephemeral"] and "interaction_metadata" not in m]

    def saved(self, user: str, **where: Any) -> str:
        return text_of(self.ask("papers saved", user_id=user, **where))

    def new_manager(self, number: int) -> str:
        """Somebody who manages the server: a person may not ask too much at once."""
        user = str(1400000000000000200 + number)
        self.emulator.post("member", guild_id=GUILD, user_id=user, permissions=1 << 5)
        return user

    def new_channel(self, name: str) -> str:
        return str(self.emulator.post("channel", guild_id=GUILD, name=name)["id"])

    def expect(self, code: int) -> None:
        """A refusal that a fault of this test brings about."""
        self.expected.add(code)

    def violations(self) -> list[Json]:
        return list(self.emulator.get("violations")["violations"])

    def faults(self, *faults: Json) -> None:
        for fault in faults:
            self.emulator.post("faults", **fault)


def text_of(result: Json) -> str:
    return "\n".join(message["seen"]["text"] for message in result["messages"])


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for what another process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def leaves(command: Json, path: str = "") -> Iterator[tuple[str, list[Json]]]:
    """(path, options) of every command that can be typed."""
    path = f"{path} {command['name']}".strip()
    inner = [option for option in command.get("options") or [] if option["type"] in (1, 2)]
    if not inner:
        yield path, command.get("options") or []
    for option in inner:
        yield from leaves(option, path)


async def _all_due(store: Store) -> None:
    """Of those that have a next slot: not paused, not broken."""
    late = datetime.now(UTC) - timedelta(minutes=1)
    for subscription in await store.subscriptions.all():
        if subscription.next_due:
            due = replace(subscription, next_due=late)
            await store.subscriptions.change(subscription.channel, lambda *_, due=due: due)
