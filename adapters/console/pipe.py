"""The console without a terminal: lines from standard input, plain text to standard output."""

import asyncio
import contextlib
import io
import threading
from collections.abc import AsyncIterator
from typing import TextIO

from rich.console import Console, RenderableType

from adapters.console.conversation import Conversation
from adapters.console.render import Look

WIDTH = 100


def plain_text(body: RenderableType, width: int = WIDTH) -> str:
    """As it looks without colours, links and trailing spaces."""
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(body, crop=False)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


class Pipe:
    """Answers lines in their order and ends at the end of input."""

    look = Look(links=False, hints=False, width=WIDTH)
    keeps_typed = False

    def __init__(self, stdin: int, stdout: TextIO) -> None:
        """``stdin`` is a file descriptor, since a thread that waits in a Python file object holds up the exit."""
        self._stdin = stdin
        self._stdout = stdout

    def open_page(self, address: str) -> bool:
        """Nobody sits there."""
        return False

    def forget_typed(self) -> bool:
        return False

    async def greet(self, conversation: Conversation) -> None:
        """Whoever reads a pipe asked for answers only."""

    async def lines(self, conversation: Conversation) -> AsyncIterator[str]:
        read: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read_into, args=(read, loop), daemon=True).start()
        while (line := await read.get()) is not None:
            yield line

    async def show(self, body: RenderableType) -> None:
        self._stdout.write(f"{plain_text(body)}\n")
        self._stdout.flush()

    def _read_into(self, read: asyncio.Queue[str | None], loop: asyncio.AbstractEventLoop) -> None:
        with (
            open(self._stdin, encoding="utf-8", errors="replace", closefd=False) as stream,
            contextlib.suppress(RuntimeError),  # the loop is closed: nobody wants lines any more
        ):
            for line in stream:
                loop.call_soon_threadsafe(read.put_nowait, line)
            loop.call_soon_threadsafe(read.put_nowait, None)
