"""What ends the program, and how."""

import asyncio
import gc
import os
import signal
import sys
from typing import cast

import numpy as np  # noqa: F401  loads the library whose threads are counted
import pytest
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

from bot.clock import SystemClock
from bot.errors import BadQuery, ConfigurationError, StoreBusy, StoreTooNew, Unavailable
from bot.exit_codes import exit_code
from bot.ports.chat import ChatAdapter, Core
from bot.runner import run, tune_for_serving
from bot.supervision import GIVE_UP_AFTER, LONGEST_WAIT

CORE = cast(Core, object())


class HurriedClock(SystemClock):
    """Waits pass at once; the ten minutes are over after so many of them, or never."""

    def __init__(self, over_after: int | None = None) -> None:
        self.waits: list[float] = []
        self._over_after = over_after
        self._over = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        if seconds >= GIVE_UP_AFTER:
            await self._over.wait()
            return
        self.waits.append(seconds)
        if len(self.waits) == self._over_after:
            self._over.set()
        await asyncio.sleep(0)


class Platform:
    """Fails as often as there are ``errors``; then serves until ``ending`` is set."""

    platform = "fake"

    def __init__(self, *errors: Exception, forever: Exception | None = None) -> None:
        self.errors = list(errors)
        self.forever = forever
        self.ending = asyncio.Event()
        self.connected = asyncio.Event()
        self.cancelled = False

    async def ready(self) -> None:
        await self.connected.wait()

    async def run(self, core: Core) -> None:
        if self.errors or self.forever:
            raise self.errors.pop() if self.errors else self.forever  # type: ignore[misc]
        self.connected.set()
        try:
            await self.ending.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise


def chats(*platforms: Platform) -> list[ChatAdapter]:
    return [cast(ChatAdapter, platform) for platform in platforms]


async def test_it_ends_with_its_only_platform_and_stops_the_jobs() -> None:
    stopped = asyncio.Event()

    async def job() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    console = Platform()
    console.ending.set()
    assert await run(chats(console), CORE, [job], HurriedClock()) == 0
    assert stopped.is_set()


async def test_a_wrong_setting_is_one_sentence_and_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(chats(Platform(ConfigurationError("Bad token."))), CORE, [], HurriedClock()) == 78
    assert capsys.readouterr().err.endswith("paperboy: Bad token.\n")


@pytest.mark.parametrize("error", [Unavailable("No network."), StoreBusy("Locked."), KeyError("a bug")])
async def test_whatever_else_fails_is_tried_again_with_growing_waits(error: Exception) -> None:
    platform, clock = Platform(*[error] * 8), HurriedClock()

    async def end_once_connected() -> None:
        await platform.ready()
        platform.ending.set()

    assert await run(chats(platform), CORE, [end_once_connected], clock) == 0
    assert len(clock.waits) == 8
    assert clock.waits[0] <= 1 < clock.waits[3] < clock.waits[7] <= LONGEST_WAIT


async def test_it_ends_with_69_only_if_nothing_ever_worked_for_ten_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    down = Platform(forever=Unavailable("No network."))
    assert await run(chats(down), CORE, [], HurriedClock(over_after=20)) == 69
    assert "within 10 minutes" in capsys.readouterr().err


async def test_one_platform_that_works_is_enough_to_go_on() -> None:
    down, up, clock = Platform(forever=Unavailable("No network.")), Platform(), HurriedClock(over_after=20)

    async def end_much_later() -> None:
        while len(clock.waits) < 40:  # noqa: ASYNC110  nothing tells of it
            await asyncio.sleep(0)
        os.kill(os.getpid(), signal.SIGTERM)

    assert await run(chats(down, up), CORE, [end_much_later], clock) == 0
    assert up.cancelled


@pytest.mark.parametrize("error", [StoreBusy("Locked."), KeyError("a bug")])
async def test_a_job_that_fails_goes_on_and_ends_nothing(error: Exception) -> None:
    platform, failures = Platform(), [error] * 3

    async def job() -> None:
        if failures:
            raise failures.pop()
        platform.ending.set()

    assert await run(chats(platform), CORE, [job], HurriedClock()) == 0
    assert not failures


async def test_a_job_with_a_wrong_setting_ends_the_program() -> None:
    async def job() -> None:
        raise ConfigurationError("The port is taken.")

    with pytest.raises(ExceptionGroup) as ended:
        await run(chats(Platform()), CORE, [job], HurriedClock())
    assert "The port is taken." in repr(ended.value)


async def test_the_others_go_on_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    healthy = Platform()

    async def end_soon() -> None:
        await asyncio.sleep(0)
        healthy.ending.set()

    assert await run(chats(Platform(ConfigurationError("Bad token.")), healthy), CORE, [end_soon], HurriedClock()) == 0
    assert "Bad token." in capsys.readouterr().err
    assert not healthy.cancelled


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_everything_cleanly(number: signal.Signals) -> None:
    platform = Platform()

    async def send_signal() -> None:
        os.kill(os.getpid(), number)

    assert await run(chats(platform), CORE, [send_signal], HurriedClock()) == 0
    assert platform.cancelled


async def test_a_job_that_has_nothing_to_do_ends_quietly() -> None:
    async def nothing() -> None: ...

    platform = Platform()
    asyncio.get_running_loop().call_soon(lambda: asyncio.get_running_loop().call_soon(platform.ending.set))
    assert await run(chats(platform), CORE, [nothing], HurriedClock()) == 0


def test_codes_tell_what_to_mend_from_what_to_wait_for() -> None:
    errors = [BadQuery(""), ConfigurationError(""), StoreTooNew(""), Unavailable(""), StoreBusy("")]
    assert [exit_code(error) for error in errors] == [2, 78, 78, 69, 69]


def test_a_serving_process_multiplies_matrices_on_one_thread() -> None:
    interval = sys.getswitchinterval()
    with threadpool_limits(2, user_api="blas"):
        tune_for_serving()
        threads = {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
    gc.unfreeze()
    sys.setswitchinterval(interval)
    assert threads == {1}
