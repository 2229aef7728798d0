"""Speaking to the mail server: one connection, its phases one by one, so that what failed says what was sent.

SMTP has no key that would make sending twice harmless: when the answer to the message's last dot is lost, nobody can
tell whether the server took it (RFC 1047). Whatever fails before ``DATA`` was surely not sent.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TypeVar

import structlog
from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from adapters.email.failures import LoginRefused, NoEncryption, Rejected, ServerDown, Unanswered
from adapters.email.settings import EmailSettings
from bot.ports.time import Clock

log = structlog.get_logger()

T = TypeVar("T")

STEP_SECONDS = 30.0
BEFORE_DATA_SECONDS = 120.0
"""For everything before the message itself: connecting, TLS, login, envelope."""
ANSWER_SECONDS = 310.0
"""For the answer to the dot. RFC 5321 4.5.3.2.6 asks for ten minutes of patience; one, as is usual, makes copies."""
RECONNECT_AFTER = 50
"""Messages over one connection: relays end it after some number of their own."""
IDLE_SECONDS = 60.0
"""A connection unused for longer is opened anew: many servers have closed it by then."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way to one recipient. ``begins`` is awaited just before the message itself is sent."""

    message: EmailMessage
    sender: str
    recipient: str
    begins: Callable[[], Awaitable[object]]


class MailServer:
    """The submission server. One message at a time; the connection stays open between them.

    ``shared_by`` tells how many processes share the pace that settings allow.
    """

    def __init__(
        self,
        settings: EmailSettings,
        clock: Clock,
        tls: ssl.SSLContext | None = None,
        shared_by: Callable[[], int] = lambda: 1,
    ) -> None:
        self._settings = settings
        self._shared_by = shared_by
        self._clock = clock
        self._tls = tls
        self._turn = asyncio.Lock()
        self._client: SMTP | None = None
        self._sent = 0
        self._used = 0.0
        self._next = 0.0

    async def send(self, posting: Outgoing) -> None:
        """Hand one message over.

        Raises ``Rejected`` (not taken), ``ServerDown``, ``LoginRefused`` or ``NoEncryption`` (surely not sent), and
        ``Unanswered`` (nobody knows).
        """
        async with self._turn:
            await self._pace()
            client = await self._until_data(posting)
            await self._data(client, posting.message)
            self._sent += 1

    async def check(self) -> None:
        """Connect, encrypt and log in, as before a message. Raises as ``send`` does."""
        async with self._turn:
            client = await self._within(self._connected())
            await self._within(_answered(client.noop()))

    async def close(self) -> None:
        """Say goodbye, for at most a second."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(1):
                    await client.quit()
            client.close()

    async def _pace(self) -> None:
        wait = self._next - self._clock.monotonic()
        if wait > 0:
            await self._clock.sleep(wait)
        apart = 60 / self._settings.email_per_minute * self._shared_by()
        self._next = max(self._next, self._clock.monotonic()) + apart

    async def _until_data(self, posting: Outgoing) -> SMTP:
        """The envelope is accepted; an old connection that turns out to be closed is opened anew once."""
        used_before = self._client is not None
        try:
            return await self._within(self._envelope(posting))
        except ServerDown:
            if not used_before:
                raise
        return await self._within(self._envelope(posting))

    async def _envelope(self, posting: Outgoing) -> SMTP:
        client = await self._connected()
        await _answered(client.mail(posting.sender))
        await _answered(client.rcpt(posting.recipient), of_recipient=True)
        await posting.begins()
        return client

    async def _data(self, client: SMTP, message: EmailMessage) -> None:
        with self._dropped_half_way() as kept:
            try:
                await client.data(message.as_bytes(), timeout=ANSWER_SECONDS)
            except SMTPResponseException as error:
                kept()
                await self._after_rejection(error)
                raise Rejected(error.code, error.message) from None
            except (SMTPException, OSError, TimeoutError) as error:
                raise Unanswered(type(error).__name__) from None
            kept()
        self._used = self._clock.monotonic()

    async def _within(self, step: Awaitable[T]) -> T:
        """Whatever fails here was surely not sent."""
        with self._dropped_half_way() as kept:
            try:
                async with asyncio.timeout(BEFORE_DATA_SECONDS):
                    done = await step
            except SMTPAuthenticationError as error:
                raise LoginRefused(error.code, error.message) from None
            except SMTPResponseException as error:
                kept()
                await self._after_rejection(error)
                raise ServerDown(f"{error.code} {error.message}") from None
            except Rejected:
                kept()
                await self._reset()
                raise
            except (SMTPException, OSError, TimeoutError) as error:
                raise ServerDown(str(error) or type(error).__name__) from None
            raise_if_cancelled()
            kept()
            return done

    @contextlib.contextmanager
    def _dropped_half_way(self) -> Iterator[Callable[[], object]]:
        """Give the connection up unless what is yielded is called.

        After a step that was cut off, by a cancellation too, nobody knows what the server waits for.
        """
        with contextlib.ExitStack() as half_way:
            half_way.callback(self._drop)
            yield half_way.pop_all

    async def _after_rejection(self, error: SMTPResponseException) -> None:
        if error.code == _CLOSING:
            self._drop()
        else:
            await self._reset()

    async def _reset(self) -> None:
        """Make the connection ready for the next message, or give it up."""
        try:
            if self._client is not None:
                await self._client.rset(timeout=STEP_SECONDS)
        except (SMTPException, OSError, TimeoutError):
            self._drop()

    async def _connected(self) -> SMTP:
        worn = self._sent >= RECONNECT_AFTER or self._clock.monotonic() - self._used > IDLE_SECONDS
        if self._client is not None and (worn or not self._client.is_connected):
            await self.close()
        if self._client is None:
            self._client, self._sent = await self._connect(), 0
        self._used = self._clock.monotonic()
        return self._client

    async def _connect(self) -> SMTP:
        settings = self._settings
        client = SMTP(
            hostname=settings.email_host,
            port=settings.port,
            use_tls=settings.email_security == "tls",
            start_tls=False,
            tls_context=self._tls,
            timeout=STEP_SECONDS,
        )
        with contextlib.ExitStack() as half_way:
            half_way.callback(client.close)
            await client.connect()
            await client.ehlo()
            if settings.email_security == "starttls":
                await _encrypt(client)
            if settings.email_user and settings.email_password:
                await client.login(settings.email_user, settings.email_password.get_secret_value())
            half_way.pop_all()
        log.debug("mail.connected", host=settings.email_host, port=settings.port)
        return client

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None


_CLOSING = 421


def raise_if_cancelled() -> None:
    """Raise ``CancelledError`` in a task that was cancelled and does not know it.

    ``wait_for`` of Python 3.11, on which aiosmtplib stands, forgets a cancellation that comes together with the
    server's answer (gh-86296). After a message it is for the caller to ask, once what became of it is written down.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def _encrypt(client: SMTP) -> None:
    """Never go on in the clear: somebody on the way may have taken the offer of STARTTLS out."""
    if not client.supports_extension("starttls"):
        raise NoEncryption
    await client.starttls()
    await client.ehlo()


async def _answered(step: Awaitable[object], *, of_recipient: bool = False) -> None:
    """Raise ``Rejected`` for what the server said no to; that it closes (421) is about no message."""
    try:
        await step
    except SMTPServerDisconnected:
        raise
    except SMTPResponseException as error:
        if error.code == _CLOSING:
            raise
        raise Rejected(error.code, error.message, of_recipient=of_recipient) from None
