"""What ends the program, and how."""

import asyncio
import os
import signal
from typing import cast

import pytest

from bot.errors import BadQuery, ConfigurationError, PaperboyError, StoreBusy, StoreTooNew, Unavailable
from bot.ports.chat import ChatAdapter, Core
from bot.runner import exit_code, run

CORE = cast(Core, object())


class Platform:
    """Ends as told: with an error, or when ``ending`` is set, or never."""

    platform = "fake"

    def __init__(self, error: PaperboyError | None = None, ending: asyncio.Event | None = None) -> None:
        self.error = error
        self.ending = ending or asyncio.Event()
        self.cancelled = False

    async def run(self, core: Core) -> None:
        if self.error:
            raise self.error
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
    assert await run(chats(console), CORE, [job]) == 0
    assert stopped.is_set()


@pytest.mark.parametrize(("error", "code"), [(ConfigurationError("Bad token."), 78), (Unavailable("No network."), 69)])
async def test_a_platform_that_never_works_is_one_sentence_and_a_code(
    error: PaperboyError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(chats(Platform(error)), CORE, []) == code
    assert capsys.readouterr().err == f"paperboy: {error}\n"


async def test_the_others_go_on_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    healthy = Platform()

    async def end_soon() -> None:
        await asyncio.sleep(0)
        healthy.ending.set()

    assert await run(chats(Platform(ConfigurationError("Bad token.")), healthy), CORE, [end_soon]) == 0
    assert "Bad token." in capsys.readouterr().err
    assert not healthy.cancelled


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_everything_cleanly(number: signal.Signals) -> None:
    platform = Platform()

    async def send_signal() -> None:
        os.kill(os.getpid(), number)

    assert await run(chats(platform), CORE, [send_signal]) == 0
    assert platform.cancelled


async def test_a_job_that_has_nothing_to_do_ends_quietly() -> None:
    async def nothing() -> None: ...

    platform = Platform()
    asyncio.get_running_loop().call_soon(lambda: asyncio.get_running_loop().call_soon(platform.ending.set))
    assert await run(chats(platform), CORE, [nothing]) == 0


def test_codes_tell_what_to_mend_from_what_to_wait_for() -> None:
    errors = [BadQuery(""), ConfigurationError(""), StoreTooNew(""), Unavailable(""), StoreBusy("")]
    assert [exit_code(error) for error in errors] == [2, 78, 78, 69, 69]
