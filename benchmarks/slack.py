"""How soon Slack gets its acknowledgement while Paperboy is busy: Socket Mode and HTTP, beside a bare Bolt app.

``python -m benchmarks.slack``: 50 people each type one command after the other (50 are in flight at any time, until
they are answered) while 200 channels are being posted to, ten at a time. The peer is the smallest Bolt app that
acknowledges, answers a fixed text through the ``response_url`` and posts the same blocks to the same channels, with the
same loopback server in the same run. Slack's limit is 3 s. People type on as soon as they are answered, so the peer,
which has nothing to look up, is asked several times as often: read its latency together with its answers a second.
"""

import argparse
import asyncio
import socket
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

import aiohttp
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.render import render
from adapters.slack.settings import SlackSettings
from bot.app import opened
from bot.model import Attempt, Channel, Delivery, Tenant
from bot.ports.chat import ChatAdapter
from bot.serving import door_of
from bot.settings import Settings
from tests.adapters.slack.running import delivery
from tests.platforms.slack_server import APP_TOKEN, BOT, BOT_TOKEN, SIGNING_SECRET, TEAM, SlackServer

IN_FLIGHT, CHANNELS, AT_ONCE, WARM_UP = 50, 200, 10, 300
COMMANDS = ("today", "search test time scaling", "picks", "paper 2608.19880", "saved", "help")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Milliseconds to the acknowledgement, in order, and what was done beside."""

    acks: list[float]
    seconds: float
    posts: int

    def at(self, share: float) -> float:
        return self.acks[min(len(self.acks) - 1, int(share * len(self.acks)))]


async def measure(app: str, mode: str, commands: int) -> Result:
    """Run one app as a process of its own against a fresh server."""
    async with SlackServer() as slack:
        slack.channels.update({f"C{number}": {BOT} for number in range(CHANNELS)})
        port = _free_port()
        async with _process(app, mode, slack.api_base, port):
            await _until_ready(slack, mode, port)
            await _wave(slack, mode, port, WARM_UP)
            before, began = len(slack.messages), time.perf_counter()
            acks = await _wave(slack, mode, port, commands)
            seconds = time.perf_counter() - began
            return Result(acks=sorted(acks), seconds=seconds, posts=len(slack.messages) - before)


async def _wave(slack: SlackServer, mode: str, port: int, commands: int) -> list[float]:
    acks: list[float] = []
    left = iter(range(commands))

    async def person(http: aiohttp.ClientSession) -> None:
        for number in left:
            payload = slack.command_payload(COMMANDS[number % len(COMMANDS)], user=f"U{number % IN_FLIGHT}")
            answered = slack.answered[payload["response_url"].rpartition("/")[2]] = asyncio.Event()
            began = time.perf_counter()
            if mode == "socket":
                await slack.deliver("slash_commands", payload)
            else:
                await _over_http(slack, http, port, payload)
            acks.append((time.perf_counter() - began) * 1000)
            async with asyncio.timeout(30):
                await answered.wait()

    async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as people:
        for _ in range(IN_FLIGHT):
            people.create_task(person(http))
    return acks


async def _over_http(slack: SlackServer, http: aiohttp.ClientSession, port: int, payload: dict[str, str]) -> None:
    body = urlencode(payload)
    headers = {"Content-Type": "application/x-www-form-urlencoded", **slack.signature(body)}
    async with http.post(f"http://127.0.0.1:{port}/slack/events", data=body, headers=headers) as answer:
        assert answer.status == 200


@asynccontextmanager
async def _process(app: str, mode: str, api: str, port: int) -> AsyncIterator[None]:
    words = ("-m", "benchmarks.slack", "--serve", app, "--mode", mode, "--api", api, "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def _until_ready(slack: SlackServer, mode: str, port: int) -> None:
    """Until it can be reached, and posts."""
    async with asyncio.timeout(60):
        while not slack.messages or not (slack.sockets if mode == "socket" else _listens(port)):  # noqa: ASYNC110  nobody tells
            await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


# -- what runs in the process under test -------------------------------------------------------------------------------


async def serve_paperboy(mode: str, api: str, port: int) -> None:
    """The whole program with the sample in memory."""
    settings = Settings(
        _env_file=None,
        database_url="sqlite:///:memory:",
        sources="sample",
        http_port=port if mode == "http" else None,
    )
    slack = SlackSettings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_api_base=api,
        slack_mode="http" if mode == "http" else "socket",
    )
    async with opened(settings, platforms={"slack": slack}) as app, asyncio.TaskGroup() as tasks:
        chat = app.chats["slack"]
        tasks.create_task(chat.run(app.core))
        if door := door_of(app):
            tasks.create_task(door.run())
        await chat.ready()
        for worker in range(AT_ONCE):
            tasks.create_task(_keep_posting(chat, worker))


async def _keep_posting(chat: ChatAdapter, worker: int) -> None:
    number = worker
    while True:
        number = (number + AT_ONCE) % CHANNELS
        await chat.post(_post(number))


def _post(number: int) -> Delivery:
    channel = Channel(Tenant("slack", TEAM), f"C{number}")
    return delivery(f"k{time.monotonic_ns()}", channel=channel, attempt=Attempt(number=1, started=datetime.now(UTC)))


async def serve_bare(mode: str, api: str, port: int) -> None:
    """Bolt alone: acknowledge, answer a fixed text, post the same blocks at the same pace."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=api, session=session)

        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=BOT_TOKEN, bot_user_id=BOT)

        app = AsyncApp(
            client=AsyncWebClient(base_url=api, session=session), authorize=authorize, signing_secret=SIGNING_SECRET
        )

        @app.command("/papers")
        async def answer(ack, command):  # type: ignore[no-untyped-def]
            await ack()
            async with session.post(command["response_url"], json={"text": "an answer"}):
                pass

        if mode == "socket":
            await AsyncSocketModeHandler(app, APP_TOKEN).connect_async()  # type: ignore[no-untyped-call]
        else:
            runner = aiohttp.web.AppRunner(app.web_app())
            await runner.setup()
            await aiohttp.web.TCPSite(runner, "127.0.0.1", port).start()
        message = render(_post(0).card)

        async def keep_posting(worker: int) -> None:
            number, due = worker, 0.0
            while True:
                number = (number + AT_ONCE) % CHANNELS
                await client.chat_postMessage(channel=f"C{number}", text=message.text, blocks=message.blocks)
                due = max(due + 1.05 * AT_ONCE / CHANNELS, time.monotonic())
                await asyncio.sleep(due - time.monotonic())

        await asyncio.gather(*(keep_posting(worker) for worker in range(AT_ONCE)))


async def main(commands: int) -> None:
    print(
        f"{IN_FLIGHT} commands in flight, {CHANNELS} channels posted to; {commands} commands each; Slack allows 3000 ms"
    )
    print(f"{'mode':8}{'app':10}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'mean':>9}{'answers/s':>11}{'posts/s':>9}")
    for mode in ("socket", "http"):
        results = {}
        for app in ("bare", "paperboy"):
            made = results[app] = await measure(app, mode, commands)
            mean = statistics.fmean(made.acks)
            rates = f"{commands / made.seconds:11.0f}{made.posts / made.seconds:9.0f}"
            print(f"{mode:8}{app:10}{made.at(0.5):9.1f}{made.at(0.99):9.1f}{made.acks[-1]:9.1f}{mean:9.1f}{rates}")
        ours, bare = results["paperboy"], results["bare"]
        print(f"{mode:8}ratio     {ours.at(0.5) / bare.at(0.5):9.2f}{ours.at(0.99) / bare.at(0.99):9.2f}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--commands", type=int, default=1_000)
    arguments.add_argument("--serve", choices=("paperboy", "bare"), help=argparse.SUPPRESS)
    arguments.add_argument("--mode", default="socket", help=argparse.SUPPRESS)
    arguments.add_argument("--api", default="", help=argparse.SUPPRESS)
    arguments.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    serving = {"paperboy": serve_paperboy, "bare": serve_bare}.get(given.serve)
    asyncio.run(serving(given.mode, given.api, given.port) if serving else main(given.commands))
