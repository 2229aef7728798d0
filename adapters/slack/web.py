"""What Slack and browsers ask over HTTP: signed requests, and the pages that install the app."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock as SigningClock
from slack_sdk.signature import SignatureVerifier

from adapters.slack import wording
from adapters.slack.client import unreachable
from adapters.slack.oauth import INSTALL_PATH, REDIRECT_PATH
from bot.ports.http import HttpRequest, HttpResponse, Route
from bot.ports.time import Clock

log = structlog.get_logger()

EVENTS_PATH = "/slack/events"
Body = dict[str, Any]
FlowTo = Callable[[str], AsyncOAuthFlow]
"""Makes the installation flow that comes back to an address."""

NEEDED_OF_COMMAND = ("team_id", "user_id", "channel_id", "response_url")
SHAPE_ERRORS = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading a body of another shape than Slack's raises."""

NOT_YET = HttpResponse(status=503, body=wording.NOT_YET, headers=(("Retry-After", "10"),))
INSTALL_PAGE = ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")


class Signatures:
    """Lets pass only what Slack signed within the last five minutes."""

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        self._verifier = SignatureVerifier(signing_secret, _Now(clock))

    def good(self, body: bytes, headers: Mapping[str, str]) -> bool:
        try:
            return self._verifier.is_valid_request(body, {**headers})
        except (ValueError, TypeError):  # a timestamp that is no number, a body or signature that is no text
            return False


class SignedRequests:
    """Hands what Slack signed to Bolt; before ``serve`` it is told to come again."""

    def __init__(self, signatures: Signatures) -> None:
        self._signatures = signatures
        self._app: AsyncApp | None = None

    @property
    def routes(self) -> Sequence[Route]:
        return (Route(method="POST", path=EVENTS_PATH, answer=self._answer),)

    def serve(self, app: AsyncApp) -> None:
        """Answer from now on."""
        self._app = app

    async def _answer(self, request: HttpRequest) -> HttpResponse:
        if not _is_text(request.body):  # the SDK can check no signature of it
            return _malformed()
        if not self._signatures.good(request.body, request.headers):
            log.warning("slack.bad_signature", size=len(request.body))
            return HttpResponse(status=401, body=wording.NOT_SIGNED)
        body = read_body(request.body, request.headers.get("Content-Type", ""))
        if body is None:
            return _malformed()
        return await _dispatched(self._app, body, request.headers) if self._app else NOT_YET


class InstallPages:
    """The pages that install the app into a workspace; before ``serve`` a browser is told to come again."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url
        self._flow: FlowTo | None = None

    @property
    def routes(self) -> Sequence[Route]:
        return (
            Route(method="GET", path=INSTALL_PATH, answer=self._install),
            Route(method="GET", path=REDIRECT_PATH, answer=self._redirected),
        )

    def serve(self, flow: FlowTo) -> None:
        """Answer from now on."""
        self._flow = flow

    async def _install(self, request: HttpRequest) -> HttpResponse:
        if self._flow is None:
            return NOT_YET
        flow = self._flow(self._redirect_url(request))
        return _answered(await flow.handle_installation(_asked(request)), INSTALL_PAGE)

    async def _redirected(self, request: HttpRequest) -> HttpResponse:
        if self._flow is None:
            return NOT_YET
        flow = self._flow(self._redirect_url(request))
        try:
            return _answered(await flow.handle_callback(_asked(request)), INSTALL_PAGE)
        except Exception as error:
            if not unreachable(error):
                raise
            log.warning("slack.install_failed", reason=type(error).__name__)
            return HttpResponse(status=502, body=wording.INSTALL_AGAIN)

    def _redirect_url(self, request: HttpRequest) -> str:
        """Where Slack sends the browser back to; Slack itself refuses an address that the app does not name."""
        named = f"{request.headers.get('X-Forwarded-Proto', 'http')}://{request.headers.get('Host', '')}"
        return f"{self._public_url.rstrip('/') or named}{REDIRECT_PATH}"


def read_body(body: bytes, content_type: str) -> Body | None:
    """What Slack sent, or None when it is nothing that Slack sends.

    Bolt takes every form with the word "payload" in it for an interaction, a command's text and a channel's name
    included; here a form with a command is a command.
    """
    try:
        text = body.decode()
        if content_type.partition(";")[0].strip().lower() == "application/json":
            return _event(json.loads(text))
        fields = dict(parse_qsl(text, keep_blank_values=True))
        if "command" in fields:
            return fields if all(map(fields.get, NEEDED_OF_COMMAND)) else None
        return fields if "ssl_check" in fields else _interaction(json.loads(fields.get("payload", "")))
    except (ValueError, RecursionError):  # no text, no JSON; brackets by the thousand
        return None


def _event(value: Any) -> Body | None:
    """An event of a workspace, or the question whether this is the app's address."""
    if not _is_typed(value):
        return None
    complete = _is_typed(value.get("event")) and _is_name(value.get("team_id"))
    return value if value["type"] == "url_verification" or complete else None


def _interaction(value: Any) -> Body | None:
    """Something pressed, sent or chosen by somebody of a workspace."""
    if not _is_typed(value):
        return None
    people = (value.get("team"), value.get("user"))
    return value if all(isinstance(one, dict) and _is_name(one.get("id")) for one in people) else None


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_typed(value: Any) -> bool:
    return isinstance(value, dict) and _is_name(value.get("type"))


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


async def _dispatched(app: AsyncApp, body: Body, headers: Mapping[str, str]) -> HttpResponse:
    """Bolt's answer. ``socket_mode`` is how it takes a body that was parsed already."""
    given: dict[str, str | Sequence[str]] = {name: [value] for name, value in headers.items()}
    try:
        asked = AsyncBoltRequest(body=body, headers=given, mode="socket_mode")
        answer = await app.async_dispatch(asked)
    except SHAPE_ERRORS:
        return _malformed()
    return _answered(answer)


def _malformed() -> HttpResponse:
    log.warning("slack.malformed_request")
    return HttpResponse(status=400, body=wording.MALFORMED)


def _asked(request: HttpRequest) -> AsyncBoltRequest:
    return AsyncBoltRequest(body="", query=request.query, headers={name: [v] for name, v in request.headers.items()})


def _answered(answer: BoltResponse, *more: tuple[str, str]) -> HttpResponse:
    shown = dict(answer.headers)
    kind = shown.pop("content-type", ["application/json" if answer.body.startswith("{") else "text/plain"])[0]
    return HttpResponse(
        status=answer.status,
        body=answer.body,
        content_type=kind.partition(";")[0],
        headers=(*((name, value) for name, values in shown.items() for value in values), *more),
    )


class _Now(SigningClock):
    """The clock as the SDK's verifier asks for it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()
