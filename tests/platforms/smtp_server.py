"""A mail server on loopback (aiosmtpd), which can be told to go wrong in the ways that real ones do."""

import asyncio
import ssl
import warnings
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from types import TracebackType
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Fault = Literal["answer lost", "answer late", "put off", "refused at data", "closes", "lost"]
"""``lost``: the message itself, not only the answer to it."""


@dataclass(slots=True)
class Taken:
    """A message that the server took, and for whom."""

    sender: str
    recipient: str
    message: EmailMessage


@dataclass
class MailSide:
    """What the server took, and what it is to do next: ``refusals`` by recipient, ``faults`` one a message."""

    taken: list[Taken] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    greylisted: dict[str, int] = field(default_factory=dict)
    connections: int = 0
    logins: list[str] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    late: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(one.message["Message-ID"]) for one in self.taken)


class _Handler:
    def __init__(self, side: MailSide) -> None:
        self._side = side

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._side.faults and self._side.faults[0] == "closes":
            self._side.faults.pop(0)
            return "421 4.3.2 Shutting down"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self._side.refusals.get(address):
            return refusal
        if self._side.greylisted.get(address):
            self._side.greylisted[address] -= 1
            return "450 4.7.1 Greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        fault = self._side.faults.pop(0) if self._side.faults else None
        if fault == "put off":
            return "451 4.3.0 Try again later"
        if fault == "refused at data":
            return "554 5.7.1 Looks like spam to ada@example.net"
        if fault == "lost":
            _abort(server)
            return "250 OK"
        message = BytesParser(policy=default).parsebytes(envelope.content)  # type: ignore[arg-type]
        self._side.taken.append(Taken(str(envelope.mail_from), envelope.rcpt_tos[0], message))  # type: ignore[arg-type]
        self._side.arrived.set()
        if fault == "answer lost":
            _abort(server)
        if fault == "answer late":
            await self._side.late.wait()
        return "250 OK"


def _abort(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()


class _Counting(SMTP):
    side: MailSide

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.side.connections += self.transport is None  # it is called again once the connection is encrypted
        super().connection_made(transport)


class MailServerHere:
    """``async with`` it: then it listens on ``port``. ``password`` None: no login is asked for."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, password: str | None = None) -> None:
        self.side = MailSide()
        self.port = 0
        self._tls, self._password = tls, password
        self._server: asyncio.Server | None = None
        self._sessions: list[SMTP] = []

    async def __aenter__(self) -> "MailServerHere":
        self._server = await asyncio.get_running_loop().create_server(self._session, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Close the port and every connection."""
        self.side.late.set()
        if self._server is not None:
            self._server.close()
        for session in self._sessions:
            if session.transport is not None:
                session.transport.abort()
        await asyncio.gather(*(session._handler_coroutine for session in self._sessions), return_exceptions=True)

    def _session(self) -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that a login without TLS is unsafe: on loopback it is not
            session = self._new_session()
        session.side = self.side
        self._sessions.append(session)
        return session

    def _new_session(self) -> "_Counting":
        return _Counting(
            _Handler(self.side),
            hostname="localhost",
            tls_context=self._tls,
            authenticator=self._authenticate,
            auth_require_tls=False,
            auth_required=self._password is not None,
            loop=asyncio.get_running_loop(),
        )

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.side.logins.append(data.login.decode())
        return AuthResult(success=data.password.decode() == self._password, handled=False)
