"""The installed program in Slack on a bad day: a clock that was wrong, bodies that are none. Against a strict emulator.

Acceptance data: runs where the emulator lies beside the repository. Every test ends with no violation.
"""

import hashlib
import hmac
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.acceptance.slack_world import BOB, EVERY_DAY, MISSING, PAPERS, PROGRAM, World, text_of, until, world_fixture

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"acceptance data: {MISSING}")

FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
HALF = b"POST /slack/events HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n{"
MALFORMED = (b"", b"{", b"[]", b"[" * 50_000, b"\xff\xfe", b'{"type": "event_callback", "team_id": "T0FAKE001"}')


world = world_fixture()
web = world_fixture(http=True)


@pytest.mark.skipif(FAKETIME is None, reason="libfaketime is not installed: the clock can't be set for one program")
def test_a_clock_that_was_far_ahead_silences_no_channel(world: World, tmp_path: Path) -> None:
    world.ask(f"{EVERY_DAY} count:2 format:compact")
    next_post = _next_post(world)
    world.stop()
    ahead = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": "+40d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    with (tmp_path / "log").open("a") as log:
        program = subprocess.Popen(
            [str(PROGRAM), "run"], env=world.environment | ahead, cwd=tmp_path, stdout=log, stderr=log
        )
    try:
        assert world.emulator.get("wait_ready", wait=60).get("ready"), world.log()[-2000:]
        until(lambda: _next_post(world) != next_post)
        assert "More like this" in text_of(world.ask("like 2608.19880", BOB))
    finally:
        program.terminate()
        program.wait(20)
    world.start()
    until(lambda: _next_post(world) == next_post)
    assert "missed" not in text_of(world.ask("status"))
    assert "taken back" in text_of(world.ask("undo 2608.19880", BOB))
    world.make_due()
    assert len(world.posts()) == 1


def test_a_channel_that_invites_paperboy_reads_of_itself_alone(world: World) -> None:
    world.ask(EVERY_DAY)
    fresh = str(world.emulator.post("channel", name="fresh")["id"])
    bot = next(team["bot_user"] for team in world.emulator.get("state")["teams"])
    for channel in (fresh, PAPERS):
        joined = {"type": "member_joined_channel", "user": bot, "channel": channel, "inviter": BOB}
        world.emulator.post("event", event=joined, wait=5)
    assert "Paperboy is here" in world.posts(fresh)[0]["seen"]["plain"]
    assert f"<#{PAPERS}>" in world.posts()[0]["seen"]["text"]


def test_bodies_that_are_none_and_never_end_harm_nobody(web: World) -> None:
    assert [_signed(web, body) for body in MALFORMED] == [400] * len(MALFORMED)
    waiting = [socket.create_connection(("127.0.0.1", web.port)) for _ in range(60)]
    for connection in waiting:
        connection.sendall(HALF)
    began = time.monotonic()
    assert "1." in text_of(web.ask("today"))
    assert time.monotonic() - began < 5
    for connection in waiting:
        with closing(connection):
            connection.settimeout(30)
            assert connection.recv(100).startswith(b"HTTP/1.1 408")
    assert "Traceback" not in web.log()


def _next_post(world: World) -> str:
    told = text_of(world.ask("settings", BOB)).splitlines()
    return next(line for line in told if "Next post" in line)


def _signed(web: World, body: bytes) -> int:
    """Send what Slack itself signed; the status of the answer."""
    stamp = str(int(time.time()))
    mac = hmac.new(web.emulator.info["signing_secret"].encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={mac.hexdigest()}",
    }
    request = Request(f"http://127.0.0.1:{web.port}/slack/events", body, headers)
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=20) as answer:
            return int(answer.status)
    except HTTPError as refused:
        with refused:
            return refused.code
