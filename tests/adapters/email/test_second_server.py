"""A mail goes through a mail server that is not ours either: msmtpd of Debian's msmtp-mta, where it can be had."""

import asyncio
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from adapters.email.server import MailServer, Outgoing
from bot.model import Card
from tests.adapters.email.letters import message, paper
from tests.adapters.email.running import ADDRESS, HandClock, settings

MSMTPD = shutil.which("msmtpd")
KEEP = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"

pytestmark = pytest.mark.skipif(MSMTPD is None, reason="msmtpd is not installed")


@pytest.fixture
async def port(tmp_path: Path) -> AsyncIterator[int]:
    """Where msmtpd listens; what it takes goes to a file."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = f'{sys.executable} -c "{KEEP}" {tmp_path / "taken"} #'
    process = await asyncio.create_subprocess_exec(
        str(MSMTPD), "--interface=127.0.0.1", f"--port={port}", f"--command={command}"
    )
    async with asyncio.timeout(10):
        while not _listens(port):  # noqa: ASYNC110  it tells nobody
            await asyncio.sleep(0.05)
    yield port
    process.terminate()
    await process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


async def test_what_another_server_took_reads_as_it_was_written(port: int, tmp_path: Path) -> None:
    sent = message(Card(title="1 paper", papers=(paper(1, "Grüße: “claims” under noise", summary=".\n" + "x" * 400),)))
    server = MailServer(settings(port), HandClock())
    await server.send(Outgoing(sent, "papers@example.org", ADDRESS, lambda: asyncio.sleep(0)))
    await server.close()
    taken = message_from_bytes((tmp_path / "taken").read_bytes(), policy=default)
    for name in ("Subject", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "To", "From"):
        assert taken[name] == sent[name]
    for kind in ("plain", "html"):
        ours, theirs = sent.get_body((kind,)), taken.get_body((kind,))
        assert ours is not None
        assert theirs is not None
        assert theirs.get_content().split() == ours.get_content().split()
