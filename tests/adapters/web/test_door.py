"""The HTTP door: what it lets in, what it says of itself, and whom it does not wait for."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from io import BytesIO

import aiohttp
import pytest
from yarl import URL

from adapters.web import door as doors
from adapters.web.door import Address, WebDoor
from bot.errors import ConfigurationError
from bot.model import Finding, Verdict
from bot.ports.http import HttpRequest, HttpResponse, Route

SECRET = "a secret of the inside"


class Program:
    """A door with two routes, and a state of health that a test sets."""

    def __init__(self) -> None:
        self.verdict = Verdict.FINE
        self.door = WebDoor(
            Address(host="127.0.0.1", port=0, public="https://p.example.org"), self.routes(), self.found
        )

    def routes(self) -> Sequence[Route]:
        return (
            Route(method="POST", path="/echo", answer=self.echo),
            Route(method="GET", path="/broken", answer=self.broken),
        )

    async def echo(self, request: HttpRequest) -> HttpResponse:
        cookies = (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Cache-Control", "max-age=60"))
        return HttpResponse(body=f"{request.query} {request.body.decode()}", headers=cookies)

    async def broken(self, _: HttpRequest) -> HttpResponse:
        raise RuntimeError(SECRET)

    async def found(self) -> Sequence[Finding]:
        return (Finding(about="slack", verdict=self.verdict, text="Slack can't be reached."),)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.door.port}"


@asynccontextmanager
async def running() -> AsyncIterator[Program]:
    program = Program()
    serving, listening = (asyncio.create_task(each) for each in (program.door.run(), program.door.listening()))
    await asyncio.wait({serving, listening}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()
    yield program
    serving.cancel()
    await asyncio.wait({serving})


@pytest.fixture
async def program() -> AsyncIterator[Program]:
    async with running() as program:
        yield program


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_routes_are_answered_with_their_own_headers_first(program: Program, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{program.url}/echo?a=1", data=b"body") as answer:
        assert (answer.status, await answer.text()) == (200, "a=1 body")
        assert answer.headers.getall("Set-Cookie") == ["a=1", "b=2"]
        assert answer.headers["Cache-Control"] == "max-age=60"


@pytest.mark.parametrize("path", ["/livez", "/nothing/here", "/broken", "/echo"])
async def test_every_answer_is_locked_down(program: Program, http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(f"{program.url}{path}") as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        assert "aiohttp" not in answer.headers["Server"]


async def test_what_breaks_inside_stays_inside(program: Program, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{program.url}/broken") as answer:
        assert answer.status == 500
        assert SECRET not in await answer.text()


async def test_it_is_alive_whatever_happens_elsewhere(program: Program, http: aiohttp.ClientSession) -> None:
    program.verdict = Verdict.UNAVAILABLE
    for path in ("/livez", "/healthz"):
        async with http.get(f"{program.url}{path}") as answer:
            assert (answer.status, await answer.text()) == (200, "alive")
        async with http.head(f"{program.url}{path}") as answer:
            assert answer.status == 200


async def test_it_is_ready_when_what_it_needs_works(program: Program, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{program.url}/readyz") as answer:
        assert answer.status == 200
    program.verdict = Verdict.UNAVAILABLE
    async with http.get(f"{program.url}/readyz") as answer:
        shown = await answer.json()
        assert (answer.status, shown["ready"]) == (503, False)
        assert shown["findings"] == [{"about": "slack", "verdict": "unavailable", "text": "Slack can't be reached."}]


async def test_strangers_learn_no_more_than_whether_it_is_ready(program: Program, http: aiohttp.ClientSession) -> None:
    program.verdict = Verdict.UNAVAILABLE
    async with http.get(f"{program.url}/readyz", headers={"X-Forwarded-For": "203.0.113.9"}) as answer:
        assert (answer.status, await answer.text()) == (503, "not ready")


async def test_a_body_that_is_too_large_is_refused(program: Program, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{program.url}/echo", data=BytesIO(b"x" * (doors.LARGEST_BODY + 1))) as answer:
        assert answer.status == 413


@pytest.mark.parametrize(
    ("path", "cookie", "status"),
    [
        ("/livez?" + "a" * 7_000, "a" * 7_000, 200),
        ("/livez?" + "a" * 9_000, "", 414),
        ("/" + "a" * 30_000, "", 414),
        ("/livez", "a" * 9_000, 431),
        ("/livez", "a" * 30_000, 431),
    ],
    ids=["short enough", "a long query", "a long path", "a long cookie", "a longer cookie"],
)
async def test_what_is_too_long_is_told_apart_and_not_said_back(
    program: Program, http: aiohttp.ClientSession, path: str, cookie: str, status: int
) -> None:
    async with http.get(f"{program.url}{path}", headers={"Cookie": cookie}) as answer:
        assert (answer.status, "aaaa" in await answer.text()) == (status, False)
        assert answer.headers["Server"] == "paperboy"


async def test_a_query_arrives_as_it_was_sent(program: Program, http: aiohttp.ClientSession) -> None:
    sent = "q=%2541%00+%26"  # read twice this would be another one
    async with http.post(URL(f"{program.url}/echo?{sent}", encoded=True)) as answer:
        assert await answer.text() == f"{sent} "


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        (b"", b""),
        (b"POST /echo HT", b""),
        (b"POST /echo HTTP/1.1\r\nHost: p\r\nContent-Le", b""),
        (b"POST /echo HTTP/1.1\r\nHost: p\r\nContent-Length: 9\r\n\r\nhalf", b"HTTP/1.1 408 Request Timeout"),
        (b"GET /livez HTTP/1.1\r\nHost: p\r\n\r\nGET /li", b"HTTP/1.1 200 OK"),
    ],
)
async def test_nobody_is_waited_for_longer_than_need_be(
    monkeypatch: pytest.MonkeyPatch, sent: bytes, answered: bytes
) -> None:
    for limit in ("BODY_SECONDS", "HEADER_SECONDS", "CLOSE_SECONDS"):
        monkeypatch.setattr(doors, limit, 0.2)
    async with running() as program, asyncio.timeout(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", program.door.port)
        writer.write(sent)
        assert (await reader.read()).partition(b"\r\n")[0] == answered
        writer.close()


async def test_a_port_in_use_is_one_sentence(program: Program) -> None:
    taken = Address(host="127.0.0.1", port=program.door.port)
    with pytest.raises(ConfigurationError, match="PAPERBOY_HTTP_HOST/PORT: something else listens"):
        await WebDoor(taken, (), program.found).run()
