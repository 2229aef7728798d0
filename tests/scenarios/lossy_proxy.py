"""Between a program and its PostgreSQL server: forwards everything, and now and then loses the answer to a commit.

The program then can't know whether what it wrote is there: half of the time it is.
"""

import asyncio
import random
import struct
from collections import Counter
from contextlib import suppress
from pathlib import Path

_LENGTH = struct.Struct("!I")
_ASKS_FOR_ENCRYPTION = (80877103, 80877104)
_READY = b"Z\x00\x00\x00\x05I"
"""What a server ends its answer to a commit with."""


class LossyProxy:
    """Listens on loopback for a server that listens at ``socket``. ``share``: of all commits, so many get no answer."""

    def __init__(self, socket: Path, share: float, lost: Counter[str]) -> None:
        self.share = share
        self._socket = socket
        self._lost = lost
        self._open: set[asyncio.StreamWriter] = set()

    async def start(self) -> int:
        """Begin; the port."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        self._server.close()
        for writer in self._open:
            writer.transport.abort()
        while self._open:  # noqa: ASYNC110
            await asyncio.sleep(0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            with suppress(OSError):  # the server is away
                theirs = await asyncio.open_unix_connection(str(self._socket))
                await self._forward(reader, writer, *theirs)
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _forward(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        server_reader: asyncio.StreamReader,
        server_writer: asyncio.StreamWriter,
    ) -> None:
        eating = asyncio.Event()
        ways = [
            asyncio.ensure_future(self._to_server(reader, server_writer, eating)),
            asyncio.ensure_future(_to_program(server_reader, writer, eating)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            server_writer.transport.abort()

    async def _to_server(
        self, reader: asyncio.StreamReader, server: asyncio.StreamWriter, eating: asyncio.Event
    ) -> None:
        """Message by message, until a commit is to be lost, or the program goes."""
        while _LENGTH.unpack_from(first := await _message(reader), 4)[0] in _ASKS_FOR_ENCRYPTION:
            server.write(first)
        server.write(first)
        while True:
            kind = await reader.readexactly(1)
            message = await _message(reader)
            if kind == b"Q" and message[4:].lower() == b"commit\x00" and random.random() < self.share:
                if random.random() < 0.5:
                    self._lost["commits lost"] += 1
                    return
                self._lost["answers to commits lost"] += 1
                eating.set()
            server.write(kind + message)
            await server.drain()


async def _message(reader: asyncio.StreamReader) -> bytes:
    """A message with its length before it."""
    length = await reader.readexactly(_LENGTH.size)
    return length + await reader.readexactly(_LENGTH.unpack(length)[0] - _LENGTH.size)


async def _to_program(server: asyncio.StreamReader, writer: asyncio.StreamWriter, eating: asyncio.Event) -> None:
    """Until the server goes, or has ended an answer that is to be lost."""
    while chunk := await server.read(65536):
        if not eating.is_set():
            writer.write(chunk)
            await writer.drain()
        elif chunk.endswith(_READY):
            return
