"""The one way to the network, kept polite: paced, bounded in time and size, and silent where it was asked to be."""

import asyncio
import random
import re
import zlib
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property

import httpx
import structlog

from bot import __version__
from bot.addresses import is_loopback, is_number
from bot.errors import ConfigurationError, SourceBroken, SourceDown
from bot.ports.leases import Leases
from bot.ports.time import Clock
from bot.sources.response_cache import ResponseCache

DOWN_WAIT = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=1)
HELD = timedelta(seconds=90)
"""How long a turn may last, longer than any answer: a process that died gives way after it."""
FIRST_BACKOFF = 2.0

_RATE_LIMIT_WINDOW = re.compile(r"\bt=(\d{1,6})\b")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one answer may cost: seconds to connect, between two reads, and in all; bytes; redirects; attempts."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    size: int = 16 * 2**20
    redirects: int = 3
    attempts: int = 3


class RateLimiter:
    """Lets requests to one operator pass one at a time, ``every`` apart, and none while paused.

    All that goes to the same operator shares one, whatever its hosts are called and wherever settings point; those
    of several processes share ``leases``. ``silence`` is the least pause after "too many requests".
    """

    def __init__(self, operator: str, clock: Clock, leases: Leases, *, every: timedelta, silence: timedelta) -> None:
        self.operator = operator
        self._name, self._pause = f"lane:{operator}", f"pause:{operator}"
        self._clock = clock
        self._leases = leases
        self._every = every
        self._silence = silence
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for this request's turn and hold it. Raises ``SourceDown`` at once while paused."""
        async with self._turn:
            await self._claim()
            next_at = self._clock.now() + self._every
            try:
                yield
            finally:
                await self._leases.release(self._name, max(next_at, self._clock.now()))

    async def pause(self, retry_after: timedelta | None) -> SourceDown:
        """Send nothing for as long as we were told, and at least ``silence``."""
        wait = min(max(retry_after or self._silence, self._silence), LONGEST_PAUSE)
        await self._leases.release(self._pause, self._clock.now() + wait)
        return SourceDown(f"{self.operator} asked for fewer requests; none is sent for {_minutes(wait)}.", wait)

    async def _claim(self) -> None:
        while True:
            await self._refuse_while_paused()
            now = self._clock.now()
            free = await self._leases.acquire(self._name, now, now + HELD)
            if free is None:
                return
            if free - now > HELD:  # Nobody may hold it that long: a clock was wrong.
                await self._leases.release(self._name, now)
            else:
                await self._clock.sleep((free - now).total_seconds())

    async def _refuse_while_paused(self) -> None:
        until = await self._leases.until(self._pause)
        left = until - self._clock.now() if until else timedelta(0)
        if timedelta(0) < left <= LONGEST_PAUSE:
            raise SourceDown(f"{self.operator} asked for fewer requests; none is sent for {_minutes(left)} more.", left)


class _AttemptError(Exception):
    """One attempt failed in a way that another may not."""


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: httpx.Headers
    body: bytes
    location: httpx.URL | None


class PoliteClient:
    """GET requests to one operator. No connection outlives its answer, so there is nothing to close.

    ``accept`` are the media types that are asked for. Beside its own site, an operator may lead to ``partners``: names
    of hosts, and those below them.
    """

    def __init__(
        self,
        limiter: RateLimiter,
        clock: Clock,
        contact: str = "",
        limits: Limits | None = None,
        *,
        accept: str = "*/*",
        partners: Collection[str] = (),
    ) -> None:
        self._limiter = limiter
        self._clock = clock
        self._contact = contact
        self._limits = limits or Limits()
        self._accept = accept
        self._partners = partners
        self._cache = ResponseCache()

    async def get(self, url: str, params: Mapping[str, str], *, kind: str) -> bytes | None:
        """The body of a good answer; None where there is no such thing (404).

        ``kind`` must be part of the content type (``json``, ``xml``). Raises ``SourceDown`` after the last attempt or
        when asked to slow down, ``SourceBroken`` for an answer that makes no sense.
        """
        address = httpx.URL(url, params=dict(params))
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return await self._attempt(address, kind)
            except _AttemptError as error:
                log.info("source.stumbled", operator=self._limiter.operator, attempt=attempt, why=(why := str(error)))
            if attempt < self._limits.attempts:
                await self._clock.sleep(FIRST_BACKOFF**attempt * random.uniform(0.5, 1.0))
        raise SourceDown(f"{self._limiter.operator} could not be read: {why}.", DOWN_WAIT)

    async def _attempt(self, address: httpx.URL, kind: str) -> bytes | None:
        known = self._cache.get(str(address))
        answer = await self._follow(address, {"If-None-Match": known[0]} if known else {})
        if answer.status == httpx.codes.NOT_FOUND:
            return None
        if answer.status == httpx.codes.NOT_MODIFIED and known:
            return known[1]
        await self._expect(answer, kind)
        if etag := answer.headers.get("etag"):
            self._cache.put(str(address), etag, answer.body)
        return answer.body

    async def _follow(self, address: httpx.URL, headers: Mapping[str, str]) -> _Response:
        for _ in range(self._limits.redirects + 1):
            answer = await self._exchange(address, headers)
            if answer.location is None:
                return answer
            if not may_redirect(address, answer.location, self._partners):
                raise SourceBroken(f"{self._limiter.operator} redirects to an address outside its own site.")
            address = answer.location
        raise SourceBroken(f"{self._limiter.operator} redirects in circles.")

    async def _exchange(self, address: httpx.URL, headers: Mapping[str, str]) -> _Response:
        async with self._limiter.turn():
            try:
                async with asyncio.timeout(self._limits.total):
                    return await self._read(address, headers)
            except TimeoutError:
                raise _AttemptError(f"no whole answer in {self._limits.total:.0f} seconds") from None
            except httpx.TimeoutException:
                raise _AttemptError("no answer in time") from None
            except (httpx.HTTPError, httpx.InvalidURL):
                raise _AttemptError("the connection failed") from None
            except zlib.error:
                raise _AttemptError("its answer could not be unpacked") from None

    async def _read(self, address: httpx.URL, headers: Mapping[str, str]) -> _Response:
        async with self._http.stream("GET", address, headers=headers) as response:
            location = response.next_request.url if response.next_request else None
            body = await self._body(response)
            return _Response(response.status_code, response.headers, body, location)

    async def _body(self, response: httpx.Response) -> bytes:
        """The body, unpacked by no more than it may hold: a few KB of gzip can stand for gigabytes."""
        body, unpacker = bytearray(), self._unpacker(response.headers.get("content-encoding", ""))
        async for chunk in response.aiter_raw():
            body += unpacker.decompress(chunk, self._limits.size + 1 - len(body)) if unpacker else chunk
            if len(body) > self._limits.size:
                raise SourceBroken(f"{self._limiter.operator} sent more than {self._limits.size >> 20} MB.")
            if unpacker and unpacker.eof:  # what follows it is no part of the answer, and zlib would keep all of it
                break
        if unpacker and body and not unpacker.eof:
            raise _AttemptError("the answer was cut off")
        return bytes(body)

    def _unpacker(self, encoding: str) -> "zlib._Decompress | None":
        encoding = encoding.strip().lower()
        if encoding in ("", "identity"):
            return None
        if encoding not in ("gzip", "x-gzip"):
            raise SourceBroken(f"{self._limiter.operator} answered in an encoding that was not asked for.")
        return zlib.decompressobj(16 + zlib.MAX_WBITS)

    async def _expect(self, answer: _Response, kind: str) -> None:
        """Let a good answer pass. Everything else is raised as what the caller should do about it."""
        operator, wait = self._limiter.operator, _requested_wait(answer.headers, self._clock.now())
        if answer.status == httpx.codes.TOO_MANY_REQUESTS or (answer.status == 503 and wait):
            raise await self._limiter.pause(wait)
        if answer.status >= 500:
            raise _AttemptError(f"it answered {answer.status}")
        if answer.status != httpx.codes.OK:
            raise SourceBroken(f"{operator} refused the request ({answer.status}).")
        content = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in content:
            named = content[:60] or "an unnamed type"
            raise SourceBroken(f"{operator} answered with {named} where {kind} was expected.")

    @cached_property
    def _http(self) -> httpx.AsyncClient:
        """Plain http is loopback only (see ``checked_base``), so no proxy stands in between there."""
        return httpx.AsyncClient(
            timeout=httpx.Timeout(self._limits.read, connect=self._limits.connect),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=0),
            headers={"User-Agent": _user_agent(self._contact), "Accept": self._accept, "Accept-Encoding": "gzip"},
            mounts={"http://": None},
        )


def checked_base(base: str, setting: str) -> str:
    """A base address without a closing slash. Raises ``ConfigurationError`` unless https, or http on this machine."""
    try:
        address = httpx.URL(base.strip())
    except httpx.InvalidURL:
        address = httpx.URL()
    secure = address.scheme == "https" or (address.scheme == "http" and is_loopback(address.host))
    if not address.host or not secure:
        raise ConfigurationError(f"{setting} must be an https address (http only on this machine itself).")
    return str(address).rstrip("/")


def may_redirect(origin: httpx.URL, location: httpx.URL, partners: Collection[str] = ()) -> bool:
    """Whether ``origin`` may lead to ``location``: encrypted and of the same site or of ``partners``, or both local.

    A site is what two names share after their first label (rss.arxiv.org and export.arxiv.org), or a name and those
    below it. An address in numbers is of no site but its own, so nobody outside can lead to a private network.
    """
    if is_loopback(origin.host) or is_loopback(location.host):
        return is_loopback(origin.host) and is_loopback(location.host)
    host = location.host
    with_partner = any(host == partner or host.endswith(f".{partner}") for partner in partners)
    return location.scheme == "https" and (with_partner or _same_site(origin.host, host))


def _same_site(one: str, other: str) -> bool:
    if one == other or (one.endswith(f".{other}") and "." in other) or other.endswith(f".{one}"):
        return True
    parent = one.partition(".")[2]
    return not is_number(one) and "." in parent and parent == other.partition(".")[2]


def _requested_wait(headers: httpx.Headers, now: datetime) -> timedelta | None:
    """Retry-After in seconds or as a date (RFC 9110), else the rest of the window that a RateLimit header names."""
    retry_after = headers.get("retry-after", "").strip()
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after[:9]), LONGEST_PAUSE.total_seconds()))
    if retry_after:
        return _until(retry_after, now)
    window = _RATE_LIMIT_WINDOW.search(headers.get("ratelimit", ""))
    return timedelta(seconds=int(window[1])) if window else None


def _until(retry_after: str, now: datetime) -> timedelta | None:
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max((at if at.tzinfo else at.replace(tzinfo=UTC)) - now, timedelta(0))


def _user_agent(contact: str) -> str:
    reach = re.sub(r"[^ -~]", "", contact).strip()
    return f"paperboy/{__version__}" + (f" (+{reach})" if reach else "")


def _minutes(wait: timedelta) -> str:
    seconds = wait.total_seconds()
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
