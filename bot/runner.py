"""Runs what was assembled: chat platforms and background jobs in one TaskGroup, until they end or are told to."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Iterator, Sequence

import structlog
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bot.errors import ConfigurationError
from bot.exit_codes import CONFIGURATION, UNAVAILABLE
from bot.ports.chat import ChatAdapter, Core
from bot.ports.time import Clock
from bot.supervision import GIVE_UP_AFTER, Job, any_ready, keep_serving, keep_working

SWITCH_INTERVAL = 0.001
"""``sys.setswitchinterval``, in seconds; a fifth of the default."""

log = structlog.get_logger()


def tune_for_serving() -> None:
    """Keep the event loop of a process that goes on serving from standing still for 10 ms and more.

    What is loaded stays, so the garbage collector need not walk it again and again; and while other threads rank,
    the event loop's thread runs again five times as soon as by default.
    """
    gc.freeze()
    sys.setswitchinterval(SWITCH_INTERVAL)
    use_one_blas_thread()


def use_one_blas_thread() -> None:
    """Let products of matrices take one thread each, from now on.

    Those of a search or of a batch of papers are small: several threads spin for milliseconds waiting for each other.
    """
    threadpool_limits(1, user_api="blas")


async def run(adapters: Sequence[ChatAdapter], core: Core, jobs: Sequence[Job], clock: Clock) -> int:
    """Serve until every adapter has ended, or SIGTERM or SIGINT comes; return the exit code.

    A platform with a wrong setting is told of in one sentence, and the others go on without it; 78 is returned when no
    other was there to go on, 69 when none was ever connected in time. Jobs end before the adapters, so that a post in
    hand can be finished.
    """
    stop = asyncio.Event()
    with _set_by_signals(stop):
        async with asyncio.TaskGroup() as tasks:
            serving = tasks.create_task(_serve_all(adapters, core, clock, stop))
            async with asyncio.TaskGroup() as working:
                ending = [working.create_task(keep_working(job, clock)) for job in jobs]
                await stop.wait()
                for task in ending:
                    task.cancel()
            serving.cancel()
    return 0 if serving.cancelled() else serving.result()


def tell_operator(why: str) -> None:
    """Write one plain sentence for the operator to standard error."""
    sys.stderr.write(f"paperboy: {why}\n")


async def _serve_all(adapters: Sequence[ChatAdapter], core: Core, clock: Clock, stop: asyncio.Event) -> int:
    """Serve until all have ended, or none could be connected in time; return the exit code."""
    serving = asyncio.ensure_future(_all_ended(adapters, core, clock))
    connected = asyncio.ensure_future(any_ready(adapters, clock))
    try:
        await asyncio.wait((serving, connected), return_when=asyncio.FIRST_COMPLETED)
        if not serving.done() and not connected.result():
            tell_operator(
                f"No chat platform could be connected within {GIVE_UP_AFTER / 60:.0f} minutes; the log says why."
            )
            return UNAVAILABLE
        return min(await serving, default=0)
    finally:
        serving.cancel()
        connected.cancel()
        await asyncio.wait((serving, connected))
        stop.set()


async def _all_ended(adapters: Sequence[ChatAdapter], core: Core, clock: Clock) -> Sequence[int]:
    return await asyncio.gather(*(_serve(adapter, core, clock) for adapter in adapters))


async def _serve(adapter: ChatAdapter, core: Core, clock: Clock) -> int:
    try:
        await keep_serving(adapter, core, clock)
    except ConfigurationError as error:
        log.warning("platform.stopped", platform=adapter.platform, why=str(error))
        tell_operator(str(error))
        return CONFIGURATION
    return 0


@contextlib.contextmanager
def _set_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Set ``stop`` at the first SIGTERM or SIGINT; a second one ends the process as usual."""
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
