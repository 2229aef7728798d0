"""The installed program as a process, and Slack's emulator as another, driven from outside."""

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener, urlopen

import pytest

from bot.model import Paper
from bot.ports.store import Store
from bot.store import open_store
from tests.acceptance.program import RunningProgram

EMULATOR = Path(__file__).resolve().parents[3] / "shared" / "platforms" / "fake_slack.py"
PROGRAM = Path(sys.executable).with_name("paperboy")
MISSING = next((f"{what} is missing" for what in (EMULATOR, PROGRAM) if not what.exists()), "")

PAPERS, GENERAL = "C0PAPERS01", "C0GENERAL2"
ALICE, BOB = "U0ALICE01", "U0BOB00002"
EVERY_DAY = "subscribe 00:00 daily UTC"

Json = dict[str, Any]
_OPENER = build_opener(ProxyHandler({}))


class Emulator:
    """Slack's stand-in and its control API."""

    def __init__(self, **config: Any) -> None:
        told = [sys.executable, str(EMULATOR), "--config", json.dumps({"retry_scale": 0.01, **config})]
        self.process = subprocess.Popen(told, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.info: Json = json.loads(self.process.stdout.readline())

    def get(self, path: str, **query: Any) -> Any:
        return self._call(f"{path}?{urlencode(query)}", None)

    def post(self, path: str, **body: Any) -> Any:
        return self._call(path, json.dumps(body).encode())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(5)
        if self.process.stdout:
            self.process.stdout.close()

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

    def __init__(self, folder: Path, *, http: bool = False, oauth: bool = False) -> None:
        self.emulator = Emulator()
        self.file = folder / "paperboy.db"
        self.port = free_port()
        self._folder = folder
        self._http = http
        self._oauth = oauth
        self._process: RunningProgram | None = None
        self.meant_to_fail: set[str] = set()
        """Deliveries that a test sends so that they are refused."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGKILL)
        self.emulator.stop()

    # -- the operator --

    @property
    def environment(self) -> dict[str, str]:
        info = self.emulator.info
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERBOY_", "SLACK_"))}
        told = {
            "PAPERBOY_SLACK_BOT_TOKEN": info["bot_token"],
            "PAPERBOY_SLACK_APP_TOKEN": info["app_token"],
            "PAPERBOY_SLACK_API_BASE": info["api_base"],
            "PAPERBOY_DATABASE_URL": f"sqlite:///{self.file}",
            "PAPERBOY_SOURCES": "sample",
            "PAPERBOY_HTTP_PORT": str(self.port),
            "SLACK_CLIENT_ID": "bolts-own",
            "SLACK_CLIENT_SECRET": "bolts-own",
            "HTTPS_PROXY": "http://127.0.0.1:9",
            "HTTP_PROXY": "http://127.0.0.1:9",
        }
        if self._http:
            told |= {"PAPERBOY_SLACK_MODE": "http", "PAPERBOY_SLACK_SIGNING_SECRET": info["signing_secret"]}
        if self._oauth:
            told |= {
                "PAPERBOY_SLACK_CLIENT_ID": info["client_id"],
                "PAPERBOY_SLACK_CLIENT_SECRET": info["client_secret"],
                "PAPERBOY_SLACK_AUTHORIZE_URL": info["authorize_url"],
            }
        return kept | told

    def start(self) -> None:
        """Begin, and wait until it is connected."""
        self.launch()
        if self._http:
            until(lambda: is_ready(self.port))
            url = f"http://127.0.0.1:{self.port}/slack/events"
            self.emulator.post("config", delivery="http", request_url=url)
        else:
            assert self.emulator.get("wait_ready", wait=30).get("ready"), self.log()[-2000:]

    def launch(self) -> None:
        """Begin, and wait for nothing."""
        self._process = RunningProgram(self.environment, self._folder)

    def page(self, path: str) -> tuple[int, str]:
        """What the HTTP door answers a caller on this machine."""
        try:
            answer = _OPENER.open(f"http://127.0.0.1:{self.port}{path}", timeout=10)
        except HTTPError as refused:
            answer = refused
        with answer:
            return int(answer.status or 0), answer.read().decode()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int | None:
        if self._process is None:
            return None
        self._process.send_signal(how)
        code = self._process.wait(20)
        self._process = None
        if not self._http:  # until the emulator knows, it would deliver to the dead
            until(lambda: not self.emulator.get("state")["sockets"])
        return code

    def restart(self, how: signal.Signals = signal.SIGTERM) -> None:
        self.stop(how)
        self.start()

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A command of the program, to its end."""
        told = [str(PROGRAM), *words]
        environment = self.environment | settings
        return subprocess.run(told, env=environment, cwd=self._folder, capture_output=True, text=True, timeout=60)

    def log(self) -> str:
        return (self._folder / "log").read_text()

    def make_due(self) -> None:
        """Stop, move the next slot of every subscription to a minute ago, and start again."""
        self.stop()
        self._in_store(_all_due)
        self.start()

    def expire_leases(self) -> None:
        """As if the time a crashed sender has for its message were over."""
        with closing(sqlite3.connect(self.file)) as database, database:
            database.execute("update deliveries set due = 0 where state = 'sending'")

    def add_papers(self, papers: Sequence[Paper]) -> None:
        """Papers that a source might have brought, while the program is stopped."""

        async def add(store: Store) -> None:
            await store.papers.add(papers, datetime.now(UTC))

        self._in_store(add)

    def _in_store(self, work: Callable[[Store], Awaitable[None]]) -> None:
        async def opened() -> None:
            store = await open_store(f"sqlite:///{self.file}")
            try:
                await work(store)
            finally:
                await store.close()

        asyncio.run(opened())

    # -- people --

    def ask(self, text: str, user: str = ALICE, **more: Any) -> Json:
        """Type ``/papers text``; it must be acknowledged in time, and the answer come."""
        asked = {"command": "/papers", "text": text, "user": user, "channel": PAPERS, "wait": 10, "until": "response"}
        return self._answered(self.emulator.post("command", **(asked | more)))

    def press(self, message: Json, text: str, user: str = ALICE, **more: Any) -> Json:
        """Press the first button with this label."""
        where = {"channel": message["channel"], "ts": message["ts"]}
        told = {**where, "text": text, "user": user, "wait": 10, "until": "response"}
        return self._answered(self.emulator.post("action", **(told | more)))

    def open_form(self, text: str = "subscribe", user: str = ALICE, channel: str = PAPERS) -> Json:
        """The form that a command opens, once its fields are there."""
        told = {"command": "/papers", "text": text, "user": user, "channel": channel}
        self._answered(self.emulator.post("command", **told, wait=5))
        return self.view(callback_id="v1:form.subscribe", user=user)

    def view(self, **query: Any) -> Json:
        """The newest window or home page that fits."""
        found: list[Json] = self.emulator.get("views", wait=10, **query)["views"]
        assert found, (query, self.log()[-1500:])
        return found[-1]

    def react(self, message: Json, name: str, user: str, *, remove: bool = False, **more: Any) -> Json:
        told = {"channel": message["channel"], "ts": message["ts"], "name": name, "user": user, "remove": remove}
        return dict(self.emulator.post("reaction", **told, **more))

    def _answered(self, result: Json) -> Json:
        assert "error" not in result, result
        until(lambda: self.emulator.get("delivery", id=result["id"], wait=1)["acked"])
        acked: Json = self.emulator.get("delivery", id=result["id"])
        assert acked["ack_ms"] < 2500, acked
        assert not acked["errors"], acked
        return result | {"acked": True}

    # -- what is seen --

    def posts(self, channel: str = PAPERS, count: int = 1, wait: float = 20.0, **query: Any) -> list[Json]:
        """Paperboy's posts that all can see, once there are so many, in order."""
        told = {"channel": channel, "author": "bot", "ephemeral": 0, "count": count, "wait": wait}
        found: list[Json] = self.emulator.get("messages", **(told | query))["messages"]
        return sorted((m for m in found if m["via"] is None), key=lambda m: float(m["ts"]))

    def delivered(self, channel: str = PAPERS) -> list[Json]:
        """Posts that carry a key, of which no two may be the same."""
        posts = [
            p
            for p in self.posts(channel, count=0)
            if (p.get("metadata") or {}).get("event_type") == "paperboy_delivery"
        ]
        keys = [post["metadata"]["event_payload"]["key"] for post in posts]
        assert len(keys) == len(set(keys)), "posted twice"
        return posts

    def saved(self, user: str, **where: Any) -> str:
        return text_of(self.ask("saved", user, **where))

    def violations(self) -> list[Json]:
        found: list[Json] = self.emulator.get("violations")["violations"]
        return [one for one in found if one.get("delivery") not in self.meant_to_fail]

    def fault(self, **fault: Any) -> None:
        self.emulator.post("faults", **fault)


def world_fixture(**how: bool) -> Callable[..., Iterator[World]]:
    """A fixture: a world for one test, which ends with no violation."""

    @pytest.fixture
    def world(tmp_path: Path) -> Iterator[World]:
        with World(tmp_path, **how) as world:
            yield world
            assert world.violations() == [], world.log()[-2000:]

    return world


def text_of(result: Json) -> str:
    return "\n".join(str(message["seen"]["plain"]) for message in result["messages"])


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for what another process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def is_listening(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def is_ready(port: int) -> bool:
    """Whether the door is open and Slack connected; before, Slack's requests are answered 503."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


async def _all_due(store: Store) -> None:
    late = datetime.now(UTC) - timedelta(minutes=1)
    for subscription in await store.subscriptions.all():
        await store.subscriptions.change(
            subscription.channel, lambda standing, _: standing and replace(standing, next_due=late)
        )
