"""The one HTTP session to Slack, and clients on it that never send a message twice by themselves."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from bot.addresses import is_loopback
from bot.errors import ConfigurationError

TIME_LIMIT = 15.0
SHORT_WAIT = 3
"""A Retry-After of up to so many seconds is waited for on the spot; a longer one is told to the caller."""

SDK_LOG = logging.getLogger("slack_sdk.paperboy")
SDK_LOG.setLevel(logging.WARNING)
"""At DEBUG the SDK logs whole requests, message texts included."""


class ShortRateLimits(AsyncRateLimitErrorRetryHandler):
    """The only retry there is: a 429 did nothing, so sending again is safe. Lost answers are never retried here."""

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        return response is not None and response.status_code == 429 and _retry_after(response) <= SHORT_WAIT


class SlackConnection:
    """Opened for as long as the adapter runs."""

    def __init__(self, api_base: str) -> None:
        self._base = checked_base(api_base)
        self._session: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIME_LIMIT)) as session:
            self._session = session
            try:
                yield
            finally:
                self._session = None

    def client(self, token: str | None) -> AsyncWebClient:
        """A client with this token on the shared session."""
        client = AsyncWebClient(
            token=token,
            base_url=self._base,
            session=self.session,
            logger=SDK_LOG,
            retry_handlers=[ShortRateLimits(max_retry_count=2)],
        )
        if self.local:
            client.proxy = None
        return client

    async def post_json(self, url: str, payload: dict[str, Any]) -> int:
        """Send to a ``response_url``; return the HTTP status. Raises what aiohttp raises."""
        proxy = None if _is_here(url) else self.client(None).proxy
        async with self.session.post(url, json=payload, proxy=proxy) as answer:
            return answer.status

    @property
    def is_open(self) -> bool:
        return self._session is not None

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the connection to Slack is not open")
        return self._session

    @property
    def local(self) -> bool:
        """True for a server on this machine: the SDK would use a proxy of the environment even for that."""
        return _is_here(self._base)


def checked_base(url: str) -> str:
    """The API's address, ending in a slash; ``ConfigurationError`` for one that would send tokens in the clear."""
    if urlsplit(url).scheme != "https" and not _is_here(url):
        raise ConfigurationError("PAPERBOY_SLACK_API_BASE must be an https address.")
    return url if url.endswith("/") else f"{url}/"


def _is_here(url: str) -> bool:
    return is_loopback(urlsplit(url).hostname or "")


def unreachable(error: BaseException) -> bool:
    """True when no answer came at all."""
    return isinstance(error, (aiohttp.ClientError, asyncio.TimeoutError, OSError))


def _retry_after(response: HttpResponse) -> int:
    found = [value for name, values in response.headers.items() if name.lower() == "retry-after" for value in values]
    return int(found[0]) if found and found[0].isdigit() else 1
