"""Runs what was assembled: chat platforms and background jobs in one TaskGroup, until they end or are told to."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence

import structlog

from bot.errors import ConfigurationError, PaperboyError, StoreTooNew, Unavailable, UserError
from bot.ports.chat import ChatAdapter, Core

USAGE, UNAVAILABLE, CONFIGURATION = 2, 69, 78
"""Exit codes: the shell's own for wrong usage, the others as in sysexits.h."""

Job = Callable[[], Awaitable[None]]
"""Something that goes on in the background until it is cancelled, or has nothing more to do."""

SWITCH_INTERVAL = 0.001
"""``sys.setswitchinterval``, in seconds; a fifth of the default."""

log = structlog.get_logger()


def settle_in() -> None:
    """For a process that goes on serving: keep the event loop from standing still for 10 ms and more.

    What is loaded stays, so the garbage collector need not walk it again and again; and while other threads rank,
    the event loop's thread runs again five times as soon as by default.
    """
    gc.freeze()
    sys.setswitchinterval(SWITCH_INTERVAL)


async def run(adapters: Sequence[ChatAdapter], core: Core, jobs: Sequence[Job]) -> int:
    """Serve until every adapter has ended, or SIGTERM or SIGINT comes; return the exit code.

    An adapter that can never work is told of in one sentence, and the others go on without it. Its exit code
    counts when no other was there to go on. Jobs end before the adapters, so that a post in hand can be finished.
    """
    stop = asyncio.Event()
    with _set_by_signals(stop):
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(_serve_all(adapters, core, stop))
            async with asyncio.TaskGroup() as working:
                ending = [working.create_task(_finish(job)) for job in jobs]
                await stop.wait()
                for task in ending:
                    task.cancel()
            serving.cancel()
    return 0 if serving.cancelled() else serving.result()


def exit_code(error: PaperboyError) -> int:
    """What the shell is told: mend what you typed (2), mend the configuration (78), or try again later (69)."""
    if isinstance(error, UserError):
        return USAGE
    return CONFIGURATION if isinstance(error, (ConfigurationError, StoreTooNew)) else UNAVAILABLE


def complain(why: str) -> None:
    """One plain sentence for the operator."""
    sys.stderr.write(f"paperboy: {why}\n")


async def _finish(job: Job) -> None:
    await job()


async def _serve_all(adapters: Sequence[ChatAdapter], core: Core, stop: asyncio.Event) -> int:
    codes = await asyncio.gather(*(_serve(adapter, core) for adapter in adapters))
    stop.set()
    return min(codes, default=0)


async def _serve(adapter: ChatAdapter, core: Core) -> int:
    try:
        await adapter.run(core)
    except (ConfigurationError, Unavailable) as error:
        log.warning("platform.stopped", platform=adapter.platform, why=str(error))
        complain(str(error))
        return exit_code(error)
    return 0


@contextlib.contextmanager
def _set_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """The first signal asks for a clean end; a second one ends the process as usual."""
    loop = asyncio.get_running_loop()
    wanted = (signal.SIGTERM, signal.SIGINT)

    def ask_to_stop() -> None:
        stop.set()
        for number in wanted:
            loop.remove_signal_handler(number)

    with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C then ends the program the hard way
        for number in wanted:
            loop.add_signal_handler(number, ask_to_stop)
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError):
            for number in wanted:
                loop.remove_signal_handler(number)
