"""Heavy computing happens in another process, and ends with whoever wanted it."""

import asyncio
import os
import time

import pytest

from bot.services.run_in_process import run_in_process


async def test_the_answer_comes_from_another_process() -> None:
    assert await run_in_process(_squared_by, 7) != (49, os.getpid())
    assert (await run_in_process(_squared_by, 7))[0] == 49


async def test_cancelling_ends_it_at_once() -> None:
    task = asyncio.create_task(run_in_process(time.sleep, 600))
    await asyncio.sleep(0)
    began = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 5


async def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(ChildProcessError, match="_exit"):
        await run_in_process(os._exit, 3)


def _squared_by(number: int) -> tuple[int, int]:
    return number * number, os.getpid()
