"""The network is used politely, and every way it can fail is told apart."""

import asyncio
import gzip
import zlib
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest

from bot.errors import ConfigurationError, SourceBroken, SourceDown
from bot.ports.leases import Leases
from bot.sources.http import HELD, Limits, PoliteClient, RateLimiter, checked_base, may_redirect
from bot.store import open_store
from bot.store.memory.leases import MemoryLeases
from tests.bot.sources.conftest import LeapingClock
from tests.platforms.papers import PaperServer, Said

GOOD = Said(body=b"[1]")
SMALL = Limits(connect=30, read=30, total=60, size=1000)
"""What is about no time limit has time enough, however busy the machine is."""
SHORT = Limits(connect=2, read=0.5, total=0.8, size=1000)


def a_limiter(clock: LeapingClock, every: float = 0, silence: float = 600, leases: Leases | None = None) -> RateLimiter:
    leases = leases or MemoryLeases()
    return RateLimiter("The source", clock, leases, every=timedelta(seconds=every), silence=timedelta(seconds=silence))


@pytest.fixture
def client(clock: LeapingClock, server: PaperServer) -> PoliteClient:
    server.answers["/x"] = GOOD
    return PoliteClient(a_limiter(clock), clock, "papers@example.org", SMALL)


async def test_what_follows_a_packed_answer_is_not_kept(client: PoliteClient, server: PaperServer) -> None:
    """zlib keeps all of it, and copies it for every piece that comes."""
    packed = gzip.compress(b"[1]")
    server.answers["/x"] = Said(body=packed + b"x" * 500_000, headers={"Content-Encoding": "gzip"})
    assert await client.get(f"{server.base}/x", {}, kind="json") == b"[1]"


async def test_says_who_it_is_and_reads_gzip(client: PoliteClient, server: PaperServer) -> None:
    server.answers["/x"] = Said(body=gzip.compress(b"[1]"), headers={"Content-Encoding": "gzip"})
    assert await client.get(f"{server.base}/x", {"q": "a&b=c d"}, kind="json") == b"[1]"
    (asked,) = server.asked
    assert asked.query == {"q": "a&b=c d"}
    assert asked.headers["User-Agent"].startswith("paperboy/")
    assert asked.headers["User-Agent"].endswith("(+papers@example.org)")
    assert asked.headers["Accept-Encoding"] == "gzip"


async def test_a_contact_can_not_smuggle_headers(server: PaperServer, clock: LeapingClock) -> None:
    server.answers["/x"] = GOOD
    client = PoliteClient(a_limiter(clock), clock, "me\r\nX-Evil: 1 ☃", SMALL)
    await client.get(f"{server.base}/x", {}, kind="json")
    assert "X-Evil" not in server.asked[0].headers


async def test_requests_to_one_operator_keep_their_distance(server: PaperServer, clock: LeapingClock) -> None:
    limiter = a_limiter(clock, every=3)
    server.answers["/x"] = GOOD
    clients = [PoliteClient(limiter, clock, limits=SMALL) for _ in range(4)]
    await asyncio.gather(*(client.get(f"{server.base}/x", {}, kind="json") for client in clients))
    assert len(server.asked) == 4
    assert clock.slept == [3, 3, 3]


async def test_processes_that_share_a_database_keep_their_distance_too(
    server: PaperServer, clock: LeapingClock, tmp_path: Path
) -> None:
    server.answers["/x"] = GOOD
    stores = [await open_store(f"sqlite:///{tmp_path}/papers.db") for _ in range(2)]
    one, other = (PoliteClient(a_limiter(clock, 3, leases=store.leases), clock, limits=SMALL) for store in stores)
    await one.get(f"{server.base}/x", {}, kind="json")
    await other.get(f"{server.base}/x", {}, kind="json")
    assert clock.slept == [3]
    server.faults = [Said(status=429)]
    for client in (one, other):
        with pytest.raises(SourceDown):
            await client.get(f"{server.base}/x", {}, kind="json")
    assert len(server.asked) == 3
    for store in stores:
        await store.close()


async def test_a_turn_that_is_never_given_back_ends(server: PaperServer, clock: LeapingClock) -> None:
    server.answers["/x"] = GOOD
    leases = MemoryLeases()
    await leases.acquire("lane:The source", clock.now(), clock.now() + HELD)
    assert await PoliteClient(a_limiter(clock, leases=leases), clock, limits=SMALL).get(
        f"{server.base}/x", {}, kind="json"
    )
    assert clock.slept == [HELD.total_seconds()]


async def test_a_clock_that_was_wrong_once_does_not_silence_for_years(server: PaperServer, clock: LeapingClock) -> None:
    server.answers["/x"] = GOOD
    leases = MemoryLeases()
    await leases.release("lane:The source", clock.now() + timedelta(days=700))
    await leases.release("pause:The source", clock.now() + timedelta(days=700))
    assert await PoliteClient(a_limiter(clock, leases=leases), clock, limits=SMALL).get(
        f"{server.base}/x", {}, kind="json"
    )


async def test_an_unchanged_answer_is_not_sent_again(client: PoliteClient, server: PaperServer) -> None:
    server.answers["/x"] = Said(body=b"[1]", headers={"ETag": '"one"'})
    first = await client.get(f"{server.base}/x", {}, kind="json")
    server.answers["/x"] = Said(body=b"never sent", headers={"ETag": '"one"'})
    assert await client.get(f"{server.base}/x", {}, kind="json") == first == b"[1]"
    assert server.asked[1].headers["If-None-Match"] == '"one"'
    server.answers["/x"] = Said(body=b"[2]", headers={"ETag": '"two"'})
    assert await client.get(f"{server.base}/x", {}, kind="json") == b"[2]"


async def test_what_is_not_there_is_none(client: PoliteClient, server: PaperServer) -> None:
    assert await client.get(f"{server.base}/nowhere", {}, kind="json") is None


@pytest.mark.parametrize(
    "fault",
    [
        Said(status=500),
        Said(status=502, body=b"<html>bad gateway", type="text/html"),
        Said(status=503),
        Said(drop=True),
        Said(body=b"[" + b"1," * 100 + b"1]", cut=True),
        Said(body=gzip.compress(b"[1]")[:-4], headers={"Content-Encoding": "gzip"}),
        Said(body=b"not gzip", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["500", "502", "503", "drop", "cut", "gzip cut", "gzip"],
)
async def test_a_stumble_is_tried_again_and_then_told(
    fault: Said, client: PoliteClient, server: PaperServer, clock: LeapingClock
) -> None:
    await _tries_again(fault, client, server, clock)


@pytest.mark.parametrize(
    "fault", [Said(delay=1.0), Said(body=b"[" + b" " * 20 + b"1]", drip=0.08)], ids=["slow", "drip"]
)
async def test_what_takes_too_long_is_tried_again_and_then_told(
    fault: Said, server: PaperServer, clock: LeapingClock
) -> None:
    server.answers["/x"] = GOOD
    await _tries_again(fault, PoliteClient(a_limiter(clock), clock, limits=SHORT), server, clock)


async def _tries_again(fault: Said, client: PoliteClient, server: PaperServer, clock: LeapingClock) -> None:
    server.faults = [fault, fault]
    assert await client.get(f"{server.base}/x", {}, kind="json") == b"[1]"
    assert len(clock.slept) == 2
    assert 1 <= clock.slept[0] <= 2 <= clock.slept[1] <= 4

    server.faults = [fault] * 3
    with pytest.raises(SourceDown, match=r"The source could not be read: .*\.") as down:
        await client.get(f"{server.base}/x", {}, kind="json")
    assert down.value.wait == timedelta(minutes=10)
    assert not server.faults


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Said(body=b"x" * 2000), "sent more than"),
        (Said(body=gzip.compress(b"x" * 200_000), headers={"Content-Encoding": "gzip"}), "sent more than"),
        (Said(body=b"<html>", type="text/html"), "answered with text/html where json was expected"),
        (Said(status=400), r"refused the request \(400\)"),
        (Said(status=403), r"refused the request \(403\)"),
        (Said(status=304), r"refused the request \(304\)"),
        (Said(status=302, headers={"Location": "https://example.org/x"}), "outside its own site"),
        (Said(status=302, headers={"Location": "ftp://example.org/x"}), "outside its own site"),
        (Said(body=gzip.compress(gzip.compress(b"[1]")), headers={"Content-Encoding": "gzip, gzip"}), "not asked for"),
        (Said(body=zlib.compress(b"[1]"), headers={"Content-Encoding": "deflate"}), "not asked for"),
    ],
    ids=["huge", "bomb", "type", "400", "403", "304", "redirect", "scheme", "gzip in gzip", "deflate"],
)
async def test_an_answer_that_makes_no_sense_is_not_asked_for_again(
    fault: Said, sentence: str, client: PoliteClient, server: PaperServer
) -> None:
    server.faults = [fault]
    with pytest.raises(SourceBroken, match=sentence):
        await client.get(f"{server.base}/x", {}, kind="json")
    assert len(server.asked) == 1


async def test_redirects_are_followed_a_few_times(client: PoliteClient, server: PaperServer) -> None:
    server.answers["/old"] = Said(status=301, headers={"Location": "/x"})
    assert await client.get(f"{server.base}/old", {}, kind="json") == b"[1]"
    server.answers["/round"] = Said(status=302, headers={"Location": "/round"})
    with pytest.raises(SourceBroken, match="circles"):
        await client.get(f"{server.base}/round", {}, kind="json")


@pytest.mark.parametrize(
    ("origin", "location", "allowed"),
    [
        ("https://rss.arxiv.org/rss/cs.LG", "https://export.arxiv.org/rss/cs.LG", True),
        ("https://export.arxiv.org/oai2", "https://oaipmh.arxiv.org/oai", True),
        ("https://arxiv.org/a", "https://rss.arxiv.org/a", True),
        ("https://huggingface.co/a", "https://www.huggingface.co/a", True),
        ("https://huggingface.co/a", "https://huggingface.co/b", True),
        ("https://huggingface.co/a", "http://huggingface.co/a", False),
        ("https://huggingface.co/a", "https://evil.co/a", False),
        ("https://huggingface.co/a", "https://huggingface.co.evil.org/a", False),
        ("https://huggingface.co/a", "https://nothuggingface.co/a", False),
        ("https://huggingface.co/a", "http://127.0.0.1/a", False),
        ("https://huggingface.co/a", "https://127.0.0.1/a", False),
        ("https://huggingface.co/a", "https://localhost/a", False),
        ("https://huggingface.co/a", "https://[::1]/a", False),
        ("https://huggingface.co/a", "https://10.0.0.1/a", False),
        ("https://huggingface.co/a", "https://169.254.169.254/latest", False),
        ("https://192.0.2.7/a", "https://10.0.2.7/a", False),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:1/b", True),
        ("http://127.0.0.1:1/a", "https://huggingface.co/b", False),
    ],
)
def test_redirects_lead_to_the_same_site_and_never_to_private_addresses(
    origin: str, location: str, allowed: bool
) -> None:
    assert may_redirect(httpx.URL(origin), httpx.URL(location)) is allowed


@pytest.mark.parametrize(
    ("location", "allowed"),
    [
        ("https://data.crosscite.org/10.5281/x", True),
        ("https://crosscite.org/x", True),
        ("https://notcrosscite.org/x", False),
        ("http://data.crosscite.org/x", False),
        ("https://127.0.0.1/x", False),
        ("https://10.0.0.1/x", False),
    ],
)
def test_redirects_lead_to_partners_where_there_are_such(location: str, allowed: bool) -> None:
    assert may_redirect(httpx.URL("https://doi.org/10.5281/x"), httpx.URL(location), ["crosscite.org"]) is allowed
    assert not may_redirect(httpx.URL("https://doi.org/10.5281/x"), httpx.URL(location))


async def test_a_remote_source_can_not_lead_to_this_machine(clock: LeapingClock, server: PaperServer) -> None:
    """The remote source is played by httpx itself; the server on this machine must never be asked."""
    server.answers["/secret"] = GOOD
    client = PoliteClient(a_limiter(clock), clock, limits=SMALL)
    answer = httpx.Response(302, headers={"Location": f"{server.base}/secret"}, stream=httpx.ByteStream(b""))
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda request: answer)) as remote:
        vars(client)["_http"] = remote
        with pytest.raises(SourceBroken, match="outside its own site"):
            await client.get("https://papers.example.org/x", {}, kind="json")
    assert server.asked == []


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 600),
        ({"Retry-After": "30"}, 600),
        ({"Retry-After": "1800"}, 1800),
        ({"Retry-After": "99999999999999"}, 86400),
        ({"Retry-After": "soon"}, 600),
        ({"RateLimit": '"api";r=0;t=900'}, 900),
    ],
)
async def test_too_many_requests_silences_the_whole_operator(
    headers: dict[str, str], seconds: int, server: PaperServer, clock: LeapingClock
) -> None:
    limiter = a_limiter(clock)
    one, other = (PoliteClient(limiter, clock, limits=SMALL) for _ in range(2))
    server.answers["/x"] = GOOD
    server.faults = [Said(status=429, body=b"Rate exceeded.", type="text/plain", headers=headers)]
    with pytest.raises(SourceDown) as down:
        await one.get(f"{server.base}/x", {}, kind="json")
    assert down.value.wait == timedelta(seconds=seconds)

    await clock.sleep(seconds - 1)
    with pytest.raises(SourceDown):
        await other.get(f"{server.base}/x", {}, kind="json")
    assert len(server.asked) == 1, "no request is sent while paused"

    await clock.sleep(2)
    assert await other.get(f"{server.base}/x", {}, kind="json") == b"[1]"


async def test_a_date_to_retry_after_is_understood(
    client: PoliteClient, server: PaperServer, clock: LeapingClock
) -> None:
    after = format_datetime(clock.now() + timedelta(hours=1), usegmt=True)
    server.faults = [Said(status=503, headers={"Retry-After": after})]
    with pytest.raises(SourceDown) as down:
        await client.get(f"{server.base}/x", {}, kind="json")
    assert down.value.wait == timedelta(hours=1)


async def test_being_cancelled_lets_the_next_pass(client: PoliteClient, server: PaperServer) -> None:
    server.faults = [Said(delay=5)]
    asking = asyncio.create_task(client.get(f"{server.base}/x", {}, kind="json"))
    while not server.asked:  # noqa: ASYNC110  nothing tells that a request has come
        await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await client.get(f"{server.base}/x", {}, kind="json") == b"[1]"


def test_base_addresses_are_encrypted_or_on_this_machine() -> None:
    assert checked_base("https://example.org/papers/", "X") == "https://example.org/papers"
    assert checked_base("http://127.0.0.1:88", "X") == "http://127.0.0.1:88"
    assert checked_base("http://[::1]:88/", "X") == "http://[::1]:88"
    assert checked_base("http://localhost:88/", "X") == "http://localhost:88"
    for base in ("http://example.org", "ftp://example.org", "example.org", "", "https://", "http://127.0.0.1.evil.org"):
        with pytest.raises(ConfigurationError, match="SETTING must be"):
            checked_base(base, "SETTING")
