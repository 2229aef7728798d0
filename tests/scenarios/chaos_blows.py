"""What befalls the processes, the connections and the server of ``tests.scenarios.chaos``."""

import asyncio
import os
import random
import signal
from collections import Counter
from contextlib import suppress

import psycopg

from tests.postgres import OwnServer


class Lives:
    """The processes of Paperboy, and what befalls them."""

    def __init__(self, zygote: asyncio.subprocess.Process, done: Counter[str]) -> None:
        self._zygote = zygote
        self._done = done
        self.running: list[int] = []

    async def begin(self) -> None:
        assert self._zygote.stdin
        assert self._zygote.stdout
        self._zygote.stdin.write(b"\n")
        self.running.append(int(await self._zygote.stdout.readline()))

    async def kill(self) -> None:
        """As kill -9 does; another begins at once or a little later."""
        self._send(self.running.pop(random.randrange(len(self.running))), signal.SIGKILL)
        self._done["kills"] += 1
        await asyncio.sleep(random.choice((0, 0, 1, 3)))
        await self.begin()

    async def replace_ended(self) -> None:
        """Begin anew what ended by itself, as whatever starts it would."""
        for process in list(self.running):
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                self.running.remove(process)
                self._done["ended by themselves"] += 1
                await self.begin()

    async def stop(self, seconds: float) -> None:
        """Stop one for so long, and let it go on."""
        process = random.choice(self.running)
        self._send(process, signal.SIGSTOP)
        self._done["stops"] += 1
        try:
            await asyncio.sleep(seconds)
        finally:
            self._send(process, signal.SIGCONT)

    def end(self) -> None:
        for process in self.running:
            self._send(process, signal.SIGCONT)
            self._send(process, signal.SIGKILL)

    @staticmethod
    def _send(process: int, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(process, number)


class Blows:
    """One after another: first each once, then at random; those who were stopped go on meanwhile."""

    def __init__(self, lives: Lives, server: OwnServer, url: str, done: Counter[str], longest_stop: float) -> None:
        self._lives = lives
        self._server = server
        self._url = url
        self._done = done
        self._longest_stop = longest_stop
        self._stops: list[asyncio.Task[None]] = []
        self._blows = (lives.kill, self._stop, self._cut, self._restart)
        self._first = random.sample(self._blows, len(self._blows))

    async def next(self) -> None:
        """Wait a little, and strike."""
        await self._lives.replace_ended()
        await asyncio.sleep(random.uniform(0.3, 1.2))
        await (self._first.pop() if self._first else random.choices(self._blows, (12, 3, 1, 1))[0])()

    async def end(self) -> None:
        """Let those go on who were stopped."""
        for one in self._stops:
            one.cancel()
        await asyncio.gather(*self._stops, return_exceptions=True)

    async def _stop(self) -> None:
        seconds = random.choice((1, 5, self._longest_stop))
        self._stops.append(asyncio.create_task(self._lives.stop(seconds)))

    async def _cut(self) -> None:
        """The server ends all connections of the program, and none of ours."""
        self._done["cuts"] += 1
        with suppress(psycopg.OperationalError):
            async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                await connection.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where datname = current_database() and application_name = 'paperboy'"
                )

    async def _restart(self) -> None:
        """The server is killed, and back after a moment or a while."""
        self._done["restarts of the server"] += 1
        await asyncio.to_thread(self._server.stop)
        await asyncio.sleep(random.choice((0, 1, self._longest_stop / 6)))
        await asyncio.to_thread(self._server.start)
