"""Heavy computing in a process of its own: commands stay quick, and it ends with the task that wanted it."""

import asyncio
import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")

_SPAWN = get_context("spawn")


async def run_in_process(work: Callable[[A], B], value: A) -> B:
    """``work(value)`` in a new process of low priority; both are pickled. Cancelling this kills the process at once.

    Raises ``ChildProcessError`` when the process ended without an answer.
    """
    here, there = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_answer, args=(there, work), daemon=True)
    process.start()
    there.close()
    try:
        answer: B = await asyncio.to_thread(_ask, here, value)
    except EOFError as error:
        raise ChildProcessError(f"the process for {work.__name__} ended without an answer") from error
    finally:
        process.kill()
        process.join()
    return answer


def _ask(here: Connection, value: object) -> Any:
    with here:
        here.send(value)
        return here.recv()


def _answer(there: Connection, work: Callable[[A], B]) -> None:
    """Do the work in the new process; Ctrl-C, which reaches it too, is left to the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(10)
    with there:
        there.send(work(there.recv()))
