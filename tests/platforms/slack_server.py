"""A small Slack on loopback, written from the protocol: enough Web API, Socket Mode, signed HTTP and OAuth for tests.

It answers the true slack_sdk and slack_bolt over real sockets. What was sent to it lies in ``calls``, ``messages``,
``views`` and ``responses``; ``faults`` are used up one by one.
"""

import asyncio
import base64
import hashlib
import hmac
import itertools
import json
import time
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

Payload = dict[str, Any]

TEAM, CHANNEL, BOT, ANNA, BEN = "T1", "C1", "UBOT", "UANNA", "UBEN"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-one", "xapp-one", "signing-secret"
CLIENT_ID, CLIENT_SECRET = "1.2", "client-secret"
SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,commands,groups:history,groups:read,"
    "im:history,im:write,reactions:read,users:read"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one call. ``after``: only once the call was carried out."""

    drop: bool = False
    status: int = 0
    error: str = ""
    retry_after: int = 0
    after: bool = False


@dataclass(slots=True)
class Refusal(Exception):  # noqa: N818
    error: str


@dataclass(slots=True)
class SlackServer:
    """``async with SlackServer() as slack``."""

    calls: list[tuple[str, Payload]] = field(default_factory=list)
    messages: list[Payload] = field(default_factory=list)
    views: dict[str, Payload] = field(default_factory=dict)
    homes: dict[str, Payload] = field(default_factory=dict)
    responses: list[Payload] = field(default_factory=list)
    answered: dict[str, asyncio.Event] = field(default_factory=dict)
    """Set once something comes through the response URL that ends in this."""
    uploads: list[str] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    tokens: dict[str, str] = field(default_factory=lambda: {BOT_TOKEN: TEAM})
    """The workspace of each; '' once the app was removed from it."""
    scopes: str = SCOPES
    closed: set[str] = field(default_factory=set)
    admins: set[str] = field(default_factory=lambda: {ANNA})
    channels: dict[str, set[str]] = field(default_factory=lambda: {CHANNEL: {BOT}, "C2": set()})
    creators: dict[str, str] = field(default_factory=dict)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    opened: int = 0
    turn_away: bool = False
    others: int = 0
    """Connections of the app that other processes hold."""
    """Close each socket at once: ten are open already."""
    _acks: dict[str, "asyncio.Future[Payload]"] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _runner: web.AppRunner | None = None
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    base: str = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/{method}", self._api)
        app.router.add_get("/api/{method}", self._api)
        app.router.add_get("/socket", self._socket)
        app.router.add_post("/response/{id}", self._response)
        app.router.add_post("/upload/{id}", self._upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in list(self.sockets):
            with suppress(Exception):
                await socket.close()
        if self._runner:
            await self._runner.cleanup()

    # -- what a test asks ----------------------------------------------------------------------------------------------

    @property
    def api_base(self) -> str:
        return f"{self.base}/api/"

    def fail(self, method: str, *faults: Fault) -> None:
        self.faults[method].extend(faults)

    def called(self, method: str) -> list[Payload]:
        return [params for name, params in self.calls if name == method]

    async def until(self, condition: Any) -> None:
        """Wait until something sent to this server makes the condition true."""
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(condition)

    async def sent(self, count: int = 1) -> list[Payload]:
        """What came through response URLs, once there are so many."""
        await self.until(lambda: len(self.responses) >= count)
        return self.responses

    # -- what a test does ----------------------------------------------------------------------------------------------

    async def deliver(self, kind: str, payload: Payload, *, retry: int = 0) -> Payload:
        """Send through the newest socket; return the payload of the acknowledgement."""
        envelope = f"e{next(self._numbers)}"
        acked = self._acks[envelope] = asyncio.get_running_loop().create_future()
        shown = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        await self.sockets[-1].send_json({**shown, "retry_attempt": retry, "retry_reason": ""})
        async with asyncio.timeout(3):
            return await acked

    async def command(self, text: str, *, user: str = ANNA, channel: str = CHANNEL) -> Payload:
        return await self.deliver("slash_commands", self.command_payload(text, user=user, channel=channel))

    def command_payload(self, text: str, *, user: str = ANNA, channel: str = CHANNEL, team: str = TEAM) -> Payload:
        return {
            "team_id": team,
            "user_id": user,
            "channel_id": channel,
            "command": "/papers",
            "text": text,
            "response_url": self.response_url(),
            "trigger_id": f"t{next(self._numbers)}",
        }

    async def press(self, action: Payload, *, user: str = ANNA, channel: str = CHANNEL, **more: Any) -> Payload:
        """Press a button of a message; ``view=…`` presses in a window or the App Home."""
        place: Payload = {"container": {"type": "view"}} if "view" in more else self._message_place(channel)
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM, "name": user.lower()},
            "trigger_id": f"t{next(self._numbers)}",
            "actions": [{"type": "button", "block_id": "b", **action}],
            **place,
        }
        for key, value in more.items():
            payload[key] = {**payload.get(key, {}), **value}
        return await self.deliver("interactive", payload)

    def _message_place(self, channel: str) -> Payload:
        return {
            "container": {"type": "message", "channel_id": channel, "message_ts": "1.0", "is_ephemeral": False},
            "channel": {"id": channel},
            "response_url": self.response_url(),
        }

    async def event(self, event: Payload, *, event_id: str = "", team: str = TEAM, retry: int = 0) -> Payload:
        return await self.deliver("events_api", self.event_payload(event, event_id=event_id, team=team), retry=retry)

    def event_payload(self, event: Payload, *, event_id: str = "", team: str = TEAM) -> Payload:
        event_id = event_id or f"Ev{next(self._numbers)}"
        return {"type": "event_callback", "team_id": team, "event": event, "event_id": event_id}

    def response_url(self) -> str:
        return f"{self.base}/response/{next(self._numbers)}"

    def allow(self, team: str) -> str:
        """The code of an installation into a workspace, as the browser brings it back."""
        code = f"code{next(self._numbers)}"
        self._codes[code] = team
        return code

    async def post_signed(self, url: str, body: str, *, content: str, sign: str = "good") -> int:
        """Deliver over HTTP; return the status. ``sign`` is good, bad, stale, missing, odd or foreign."""
        headers = {"Content-Type": content, **self.signature(body, sign)}
        async with aiohttp.ClientSession() as http, http.post(url, data=body.encode(), headers=headers) as answer:
            await answer.read()
            return answer.status

    def signature(self, body: str, sign: str = "good") -> dict[str, str]:
        """The headers by which Slack proves that it sent a body."""
        if sign == "missing":
            return {}
        stamp = str(int(time.time()) - (600 if sign == "stale" else 0)) if sign != "odd" else "yesterday"
        mac = hmac.new(SIGNING_SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        signature = "v0=" + {"bad": "0" * 64, "foreign": "é" * 64}.get(sign, mac)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}

    async def http_command(self, url: str, text: str, *, sign: str = "good", team: str = TEAM) -> int:
        body = urlencode(self.command_payload(text, team=team))
        return await self.post_signed(url, body, content="application/x-www-form-urlencoded", sign=sign)

    async def http_event(self, url: str, event: Payload, **named: str) -> int:
        return await self.post_signed(url, json.dumps(self.event_payload(event, **named)), content="application/json")

    # -- Web API -------------------------------------------------------------------------------------------------------

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = await _params(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or params.get("token", "")
        fault = self.faults[method].popleft() if self.faults[method] else Fault()
        if fault != Fault() and not fault.after:
            return self._failed(fault, request)
        try:
            answer: Payload = {"ok": True, **self._answer(method, params, token)}
        except Refusal as refusal:
            answer = {"ok": False, "error": refusal.error}
        await self._tell(lambda: self.calls.append((method, params)))
        if fault.after:
            return self._failed(fault, request)
        return web.json_response(answer, headers={"x-oauth-scopes": self.scopes})

    def _failed(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        if fault.retry_after:
            headers = {"Retry-After": str(fault.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault.error:
            return web.json_response({"ok": False, "error": fault.error})
        if fault.status:
            return web.Response(status=fault.status, text="upstream error")
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    def _answer(self, method: str, params: Payload, token: str) -> Payload:
        if method == "oauth.v2.access":
            return self._installed(params)
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                raise Refusal("invalid_auth")
            return {"url": f"{self.base.replace('http', 'ws')}/socket"}
        team = self.tokens.get(token)
        if team is None:
            raise Refusal("invalid_auth")
        if not team:
            raise Refusal("account_inactive")
        return getattr(self, "_" + method.replace(".", "_").lower())(params, team)  # type: ignore[no-any-return]

    def _auth_test(self, params: Payload, team: str) -> Payload:
        return {"team_id": team, "user_id": BOT, "bot_id": "BBOT", "url": "https://one.slack.com/"}

    def _installed(self, params: Payload) -> Payload:
        if params.get("client_secret") != CLIENT_SECRET:
            raise Refusal("bad_client_secret")
        team = self._codes.pop(params.get("code", ""), None)
        if team is None:
            raise Refusal("invalid_code")
        token = f"xoxb-{team}"
        self.tokens[token] = team
        who = {"team": {"id": team, "name": team}, "authed_user": {"id": ANNA}, "app_id": "A1", "bot_user_id": BOT}
        return {**who, "access_token": token, "token_type": "bot", "scope": self.scopes}

    def _chat_postmessage(self, params: Payload, team: str) -> Payload:
        channel = params["channel"]
        if channel not in self.channels and not channel.startswith("D"):
            raise Refusal("channel_not_found")
        if channel in self.channels and BOT not in self.channels[channel]:
            raise Refusal("not_in_channel")
        if not params.get("text"):
            raise Refusal("no_text")
        message = {**params, "ts": f"{time.time():.0f}.{next(self._numbers):06}", "user": BOT, "team": team}
        self.messages.append(message)
        return {"channel": channel, "ts": message["ts"]}

    def _chat_postephemeral(self, params: Payload, team: str) -> Payload:
        return {"message_ts": f"{time.time():.0f}.{next(self._numbers):06}"}

    def _conversations_open(self, params: Payload, team: str) -> Payload:
        if params["users"] in self.closed:
            raise Refusal("user_disabled")
        return {"channel": {"id": f"D{params['users']}"}}

    def _conversations_info(self, params: Payload, team: str) -> Payload:
        if params["channel"] not in self.channels:
            raise Refusal("channel_not_found")
        channel = params["channel"]
        created = self.creators.get(channel, "USOMEBODY")
        return {"channel": {"id": channel, "is_member": BOT in self.channels[channel], "creator": created}}

    def _users_conversations(self, params: Payload, team: str) -> Payload:
        return {
            "channels": [{"id": one, "name": one.lower()} for one, inside in self.channels.items() if BOT in inside]
        }

    def _conversations_history(self, params: Payload, team: str) -> Payload:
        if params["channel"] not in self.channels:
            raise Refusal("channel_not_found")
        found = [m for m in self.messages if m["channel"] == params["channel"] and not m.get("thread_ts")]
        shown = [{k: v for k, v in m.items() if k != "metadata" or params.get("include_all_metadata")} for m in found]
        return _page(sorted(shown, key=lambda m: float(m["ts"]), reverse=True), params)

    def lay(self, ts: str, name: str, *users: str) -> None:
        """Put an emoji on a message without telling anybody."""
        (message,) = [m for m in self.messages if m["ts"] == ts]
        message.setdefault("reactions", []).append({"name": name, "users": [*users], "count": len(users)})

    def _conversations_replies(self, params: Payload, team: str) -> Payload:
        return _page([m for m in self.messages if params["ts"] in (m["ts"], m.get("thread_ts"))], params)

    def _users_info(self, params: Payload, team: str) -> Payload:
        user = params["user"]
        return {
            "user": {"id": user, "is_admin": user in self.admins, "tz": "Europe/Berlin", "is_bot": user == "UROBOT"}
        }

    def _views_open(self, params: Payload, team: str) -> Payload:
        view = {"id": f"V{next(self._numbers)}", **params["view"]}
        self.views[view["id"]] = view
        return {"view": view}

    _views_push = _views_open

    def _views_update(self, params: Payload, team: str) -> Payload:
        named = (v["id"] for v in self.views.values() if v.get("external_id") == params.get("external_id"))
        view_id = params.get("view_id") or next(named)
        self.views[view_id] = {"id": view_id, **params["view"]}
        return {"view": self.views[view_id]}

    def _views_publish(self, params: Payload, team: str) -> Payload:
        self.homes[params["user_id"]] = params["view"]
        return {"view": {"id": "VHOME", **params["view"]}}

    def _files_getuploadurlexternal(self, params: Payload, team: str) -> Payload:
        return {"upload_url": f"{self.base}/upload/1", "file_id": "F1"}

    def _files_completeuploadexternal(self, params: Payload, team: str) -> Payload:
        return {"files": [{"id": "F1"}]}

    # -- sockets and response URLs -------------------------------------------------------------------------------------

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        if self.turn_away:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        hello = {"type": "hello", "num_connections": len(self.sockets) + 1 + self.others}
        await socket.send_json({**hello, "connection_info": {"app_id": "A1"}})
        self.sockets.append(socket)
        await self._tell(lambda: setattr(self, "opened", self.opened + 1))
        async for message in socket:
            data = json.loads(message.data)
            waiting = self._acks.get(data.get("envelope_id", ""))
            if waiting and not waiting.done():
                waiting.set_result(data.get("payload") or {})
        self.sockets.remove(socket)
        await self._tell(lambda: None)
        return socket

    async def _response(self, request: web.Request) -> web.StreamResponse:
        payload = await request.json()
        fault = self.faults["response_url"].popleft() if self.faults["response_url"] else Fault()
        if fault != Fault():
            return self._failed(fault, request)
        await self._tell(lambda: self.responses.append(payload))
        self.answered.pop(request.match_info["id"], asyncio.Event()).set()
        return web.json_response({"ok": True})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        form = await request.post() if request.content_type.startswith("multipart/") else {}
        content = form.get("filename") or await request.read()
        held = content.file.read() if isinstance(content, web.FileField) else content
        self.uploads.append(held if isinstance(held, str) else bytes(held).decode())
        return web.Response(text="OK")

    async def _tell(self, change: Any) -> None:
        async with self._news:
            change()
            self._news.notify_all()


def _page(messages: list[Payload], params: Payload) -> Payload:
    """Those between ``oldest`` and ``latest``, from ``cursor`` on, ``limit`` at most."""
    oldest, latest = float(params.get("oldest", 0)), float(params.get("latest", "inf"))
    ends = str(params.get("inclusive", "")).lower() in ("1", "true")
    inside = [m for m in messages if oldest < float(m["ts"]) < latest or (ends and float(m["ts"]) in (oldest, latest))]
    begin, limit = int(params.get("cursor") or 0), min(int(params.get("limit", 100)), 999)
    end = begin + limit
    more = {"response_metadata": {"next_cursor": str(end)}} if end < len(inside) else {}
    return {"messages": inside[begin:end], "has_more": bool(more), **more}


async def _params(request: web.Request) -> Payload:
    """Arguments as the SDK sends them: JSON, or a form whose structured values are JSON texts."""
    params: Payload = dict(request.query)
    scheme, _, keys = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Basic":
        params["client_id"], _, params["client_secret"] = base64.b64decode(keys).decode().partition(":")
    if request.content_type == "application/json":
        return params | await request.json()
    for key, value in (await request.post()).items():
        text = str(value)
        params[key] = json.loads(text) if text[:1] in ("{", "[") else text
    return params
