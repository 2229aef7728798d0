"""A small Discord on loopback, for the true discord.py: REST, gateway, interactions, and faults on demand.

Written from Discord's published protocol, with only what Paperboy uses. It refuses what Discord refuses: see
``discord_limits``. Tests drive it in the same event loop and read what it holds.
"""

import asyncio
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.discord_limits import problems_of_commands, problems_of_message, problems_of_modal
from tests.platforms.discord_rates import LimitedError, RateLimits
from tests.platforms.discord_shapes import (
    ALICE,
    APPLICATION,
    EPHEMERAL,
    GENERAL,
    GUILD,
    LOADING,
    PAPERS,
    Json,
    a_channel,
    a_guild,
    a_member,
    a_message,
    a_thread,
    a_user,
    an_application,
    an_interaction,
    attachments,
    parts,
    typed,
)

TOKEN = "loopback-token"
EPOCH_MS = 1420070400000


class RefusedError(Exception):
    def __init__(self, status: int, code: int, message: str = "refused") -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass
class Fault:
    """What goes wrong with the next matching requests. ``after``: the request is carried out first."""

    method: str
    path: str
    status: int = 0
    code: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False
    times: int = 1
    delay: float = 0.0


@dataclass
class Exchange:
    """One interaction and all that was answered to it."""

    payload: Json
    began: float = field(default_factory=time.monotonic)
    took: float | None = None
    kind: int = 0
    messages: list[Json] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    over: bool = False
    original: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def answered(self, count: int = 1, seconds: float = 5.0) -> list[Json]:
        """Wait until that many messages are there that say something."""
        async with asyncio.timeout(seconds):
            while len(done := [m for m in self.messages if not m["flags"] & LOADING]) < count:
                await self._change()
        return done

    async def acknowledged(self, seconds: float = 5.0) -> "Exchange":
        async with asyncio.timeout(seconds):
            while self.took is None:
                await self._change()
        return self

    async def _change(self) -> None:
        await self.changed.wait()
        self.changed.clear()


class DiscordServer:
    def __init__(self) -> None:
        self.channels: dict[str, Json] = {}
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self.commands: list[Json] = []
        self.guild_commands: dict[str, list[Json]] = {}
        self.guilds: dict[str, Json] = {}
        self.exchanges: dict[str, Exchange] = {}
        self.faults: list[Fault] = []
        self.refused: list[str] = []
        self.requests: list[tuple[str, str]] = []
        self.deny: dict[str, set[str]] = defaultdict(set)
        self.limits: RateLimits | None = None
        self.close_codes: list[int] = []
        self.starts_left = 999
        self.shards = 1
        self._sockets: dict[web.WebSocketResponse, tuple[int, int]] = {}
        self._events: dict[tuple[int, int], list[Json]] = defaultdict(list)
        self._last_id = 0
        self.add_guild(GUILD, PAPERS, GENERAL)

    # -- the world -----------------------------------------------------------------------------------------------------

    def add_guild(self, guild_id: str, *channel_ids: str, system_channel: str | None = None) -> Json:
        for channel_id in channel_ids:
            self.channels[channel_id] = a_channel(channel_id, 0, guild_id=guild_id, name=f"c{channel_id[-2:]}")
        self.guilds[guild_id] = a_guild(guild_id, system_channel)
        return self.guild_create(guild_id)

    def guild_create(self, guild_id: str) -> Json:
        channels = [c for c in self.channels.values() if c.get("guild_id") == guild_id]
        threads = [c for c in channels if c["type"] == 11]
        return {**self.guilds[guild_id], "channels": [c for c in channels if c["type"] != 11], "threads": threads}

    def direct(self, user: str) -> Json:
        found = next((c for c in self.channels.values() if c.get("_with") == user), None)
        if found is None:
            found = a_channel(self.snowflake(), 1, recipients=[a_user(user)], _with=user)
            self.channels[found["id"]] = found
        return found

    def posts(self, channel_id: str) -> list[Json]:
        return [m for m in self.messages[channel_id] if not m["flags"] & EPHEMERAL]

    def snowflake(self) -> str:
        self._last_id = max(self._last_id + 1, (int(time.time() * 1000) - EPOCH_MS) << 22)
        return str(self._last_id)

    # -- what people do ------------------------------------------------------------------------------------------------

    async def command(self, path: str, user: str = ALICE, **options: object) -> Exchange:
        return await self.interact(2, typed(self.commands, path, options), user=user)

    async def command_in(self, where: Json, path: str, user: str = ALICE, **options: object) -> Exchange:
        """``where`` overrides parts of the interaction, as ``in_direct`` and ``in_foreign_guild`` make them."""
        return await self.interact(2, typed(self.commands, path, options), user=user, **where)

    async def complete(self, path: str, argument: str, words: str) -> list[Json]:
        exchange = await self.interact(4, typed(self.commands, path, {argument: words}, focused=argument))
        return (await exchange.acknowledged()).choices

    async def press(
        self, message: Json, label: str, user: str = ALICE, value: str | None = None, **where: Any
    ) -> Exchange:
        part = next(p for p in parts(message) if label in (p.get("label"), p.get("placeholder"), p.get("custom_id")))
        data = {"custom_id": part["custom_id"], "component_type": part["type"], "values": [value] if value else []}
        where = {"channel_id": message["channel_id"], **where}
        return await self.interact(3, data, user=user, message=message, **where)

    async def submit(self, exchange: Exchange, user: str = ALICE, where: Json | None = None, **values: str) -> Exchange:
        """Send a form, with its fields as they were filled but for ``values``; several choices with commas between."""
        assert exchange.modal
        rows = []
        for label in exchange.modal["components"]:
            part = label["component"]
            chosen = [option["value"] for option in part.get("options", ()) if option.get("default")]
            chosen += [str(default["id"]) for default in part.get("default_values", ())]
            value = values.get(part["custom_id"], part.get("value") or ",".join(chosen))
            picked = {"values": value.split(",") if value else []} if part["type"] in (3, 8) else {"value": value}
            rows.append({"type": 18, "component": {"type": part["type"], "custom_id": part["custom_id"], **picked}})
        data = {"custom_id": exchange.modal["custom_id"], "components": rows}
        return await self.interact(5, data, user=user, **(where or {}))

    async def write(self, text: str, user: str = ALICE, *, bot: bool = False) -> Json:
        """Somebody writes to Paperboy in a direct message."""
        channel = self.direct(user)["id"]
        message = a_message(self.snowflake(), channel, {"content": text}, 0) | {"author": a_user(user, bot=bot)}
        await self.dispatch("MESSAGE_CREATE", message)
        return message

    async def menu(self, name: str, message: Json) -> Exchange:
        data = {"id": "1", "name": name, "type": 3, "target_id": message["id"]}
        return await self.interact(2, {**data, "resolved": {"messages": {message["id"]: message}}})

    async def react(self, message: Json, emoji: str, user: str = ALICE, *, added: bool = True) -> None:
        """Put an emoji on a message, or take it off, and tell of it."""
        self.lay(message, emoji, user, added=added)
        channel = self.channels[message["channel_id"]]
        event = {"user_id": user, "channel_id": channel["id"], "message_id": message["id"], "burst": False, "type": 0}
        event |= {"emoji": {"id": None, "name": emoji}}
        if channel.get("guild_id"):
            event["guild_id"] = channel["guild_id"]
        if added:
            event["message_author_id"] = APPLICATION
        await self.dispatch("MESSAGE_REACTION_ADD" if added else "MESSAGE_REACTION_REMOVE", event)

    def lay(self, message: Json, emoji: str, user: str, *, added: bool = True) -> None:
        """The same without telling: nobody is connected."""
        users: list[str] = message.setdefault("_emoji", {}).setdefault(emoji, [])
        users.append(user) if added else users.remove(user)
        kinds = {"emoji": {"id": None}, "me": False, "me_burst": False, "burst_colors": []}
        message["reactions"] = [
            {
                **kinds,
                "emoji": {"id": None, "name": name},
                "count": len(put),
                "count_details": {"normal": len(put), "burst": 0},
            }
            for name, put in message["_emoji"].items()
            if put
        ]

    def in_direct(self, user: str) -> Json:
        channel = self.direct(user)
        return {"channel_id": channel["id"], "guild": False, "owners": {"0": "0"}, "context": 1}

    def in_foreign_guild(self, user: str) -> Json:
        guild, channel = self.snowflake(), self.snowflake()
        self.channels[channel] = a_channel(channel, 0, guild_id=guild, name="foreign")
        return {"channel_id": channel, "owners": {"1": user}, "context": 0}

    async def interact(self, kind: int, data: Json, **where: Any) -> Exchange:
        channel = self.channels[where.pop("channel_id", PAPERS)]
        exchange = Exchange(an_interaction(self.snowflake(), kind, data, channel, **where))
        self.exchanges[exchange.payload["token"]] = exchange
        await self.dispatch("INTERACTION_CREATE", exchange.payload)
        return exchange

    @property
    def connected(self) -> list[tuple[int, int]]:
        """The shards that are connected, each with how many there are."""
        return sorted(self._sockets.values())

    async def dispatch(self, name: str, event: Json) -> None:
        """Tell the shard that has the server; 0 of what belongs to none."""
        guild = event.get("guild_id") or (event.get("id", 0) if name in ("GUILD_CREATE", "GUILD_DELETE") else 0)
        for shard in {(0, 1), *self._events, *self._sockets.values()}:
            if (int(guild) >> 22) % shard[1] == shard[0]:
                await self._tell(shard, name, event)

    async def _tell(self, shard: tuple[int, int], name: str, event: Json) -> None:
        events = self._events[shard]
        events.append({"op": 0, "t": name, "s": len(events) + 1, "d": event})
        for socket, its in list(self._sockets.items()):
            if its == shard:
                await self._hand(socket, events[-1])

    async def _hand(self, socket: web.WebSocketResponse, event: Json) -> None:
        await socket.send_json(event)

    def told(self, name: str) -> int:
        """How often an event was told, to all shards together."""
        return sum(event["t"] == name for events in self._events.values() for event in events)

    async def drop_gateway(self, code: int = 4000) -> None:
        for socket in list(self._sockets):
            await socket.close(code=code)

    async def invalidate_session(self) -> None:
        for socket in list(self._sockets):
            await socket.send_json({"op": 9, "d": False})

    # -- serving -------------------------------------------------------------------------------------------------------

    async def start(self, port: int = 0) -> None:
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, self.port = self._runner.addresses[0][:2]
        self.api_base, self.gateway_url = f"http://{host}:{self.port}/api", f"ws://{host}:{self.port}/gateway"

    async def stop(self) -> None:
        for socket in list(self._sockets):
            await socket.close()
        await self._runner.cleanup()

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}})
        async for message in socket:
            if message.type is WSMsgType.TEXT and not await self._told(socket, json.loads(message.data)):
                break
        self._sockets.pop(socket, None)
        return socket

    async def _told(self, socket: web.WebSocketResponse, frame: Json) -> bool:
        if frame["op"] == 1:
            await socket.send_json({"op": 11})
        elif frame["op"] == 2 and self.close_codes:
            await socket.close(code=self.close_codes.pop(0))
            return False
        elif frame["op"] == 2:
            number, count = frame["d"].get("shard", (0, 1))
            self._sockets[socket] = number, count
            await self._ready((number, count))
        elif frame["op"] == 6:
            self._sockets[socket] = shard = self._shard_of(frame["d"]["session_id"])
            for event in self._events[shard][frame["d"]["seq"] :]:
                await socket.send_json(event)
            await self._tell(shard, "RESUMED", {})
        return True

    async def _ready(self, shard: tuple[int, int]) -> None:
        number, count = shard
        its = [guild for guild in self.guilds if (int(guild) >> 22) % count == number]
        guilds = [{"id": guild, "unavailable": True} for guild in its]
        ready = {"v": 10, "user": a_user(APPLICATION, bot=True), "guilds": guilds, "session_id": f"{number} {count}"}
        ready |= {"resume_gateway_url": self.gateway_url, "application": {"id": APPLICATION, "flags": 0}}
        await self._tell(shard, "READY", ready | {"shard": [number, count]})
        for guild in its:
            await self._tell(shard, "GUILD_CREATE", self.guild_create(guild))

    def _shard_of(self, session: str) -> tuple[int, int]:
        number, count = session.split()
        return int(number), int(count)

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        self.requests.append((request.method, path))
        body = await _body(request)
        fault = self._fault(request.method, path)
        if fault and not fault.after:
            return await self._faulty(request, fault)
        try:
            headers = self.limits.admit(request.method, path) if self.limits else {}
            status, answer = self._route(request, path, body)
        except LimitedError as limited:
            return _json(429, limited.body, limited.headers)
        except RefusedError as refusal:
            self.refused.append(f"{request.method} {path} {refusal}")
            return _json(refusal.status, {"code": refusal.code, "message": str(refusal)})
        return await self._faulty(request, fault) if fault else _json(status, answer, headers)

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.method == method and re.search(fault.path, path):
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    async def _faulty(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if not fault.status:
            assert request.transport
            request.transport.abort()
            return web.Response()
        body = {"code": fault.code, "message": "fault", "retry_after": 0.05, "global": False}
        return _json(fault.status, body, fault.headers)

    def _route(self, request: web.Request, path: str, body: Json) -> tuple[int, Any]:
        for method, pattern, serve in self._routes():
            if request.method == method and (match := re.fullmatch(pattern, path)):
                if "/webhooks/" not in path and "/interactions/" not in path:
                    _authorized(request)
                return serve(*match.groups(), body, request.query)
        raise RefusedError(404, 0, f"no route {request.method} {path}")

    def _routes(self) -> list[tuple[str, str, Callable[..., tuple[int, Any]]]]:
        return [
            ("GET", r"/users/@me", lambda *_: (200, a_user(APPLICATION, bot=True))),
            ("GET", r"/oauth2/applications/@me", lambda *_: (200, an_application())),
            ("GET", r"/users/@me/guilds", lambda *_: (200, list(self.guilds.values()))),
            ("GET", r"/guilds/(\d+)", lambda guild, *_: (200, self.guilds[guild])),
            ("GET", r"/guilds/(\d+)/channels", lambda guild, *_: (200, self.guild_create(guild)["channels"])),
            ("GET", r"/guilds/(\d+)/members/(\d+)", lambda _, user, *__: (200, a_member(user, bot=True))),
            ("GET", r"/gateway/bot", lambda *_: (200, self._gateway_bot())),
            ("PUT", r"/applications/\d+/commands", self._put_commands),
            ("PUT", r"/applications/\d+/guilds/(\d+)/commands", self._put_guild_commands),
            ("POST", r"/users/@me/channels", lambda body, _: (200, self.direct(str(body["recipient_id"])))),
            ("POST", r"/channels/(\d+)/messages", self._post_message),
            ("GET", r"/channels/(\d+)/messages", self._history),
            ("POST", r"/channels/(\d+)/messages/(\d+)/threads", self._post_thread),
            ("GET", r"/channels/(\d+)/messages/(\d+)/reactions/(.+)", self._reactors),
            ("POST", r"/interactions/\d+/(\w+)/callback", self._callback),
            ("POST", r"/webhooks/\d+/(\w+)", self._followup),
            ("PATCH", r"/webhooks/\d+/(\w+)/messages/@original", self._edit),
        ]

    # -- routes --------------------------------------------------------------------------------------------------------

    def _put_commands(self, body: Any, _: Any) -> tuple[int, Any]:
        self._must(problems_of_commands(body))
        made = {"application_id": APPLICATION, "version": "1", "description": ""}
        self.commands = [{"id": str(n), **made, **command} for n, command in enumerate(body, 1)]
        return 200, self.commands

    def _put_guild_commands(self, guild: str, body: Any, query: Any) -> tuple[int, Any]:
        before = self.commands
        self.guild_commands[guild] = self._put_commands(body, query)[1]
        self.commands = before
        return 200, self.guild_commands[guild]

    def _post_message(self, channel_id: str, body: Json, _: Any) -> tuple[int, Any]:
        channel = self._may(channel_id, "post")
        self._must(problems_of_message(body))
        if body.get("enforce_nonce"):
            for message in self.messages[channel_id]:
                if message.get("nonce") == body["nonce"]:
                    return 200, message
        return 200, self._message(channel["id"], body, body.get("flags", 0), nonce=body.get("nonce"))

    def _history(self, channel_id: str, _: Json, query: Any) -> tuple[int, Any]:
        """The oldest after a message; else the newest, before one where it is named."""
        self._may(channel_id, "history")
        posts, most = self.posts(channel_id), int(query.get("limit", 50))
        if "after" in query:
            return 200, [m for m in posts if int(m["id"]) > int(query["after"])][:most][::-1]
        before = int(query.get("before", self.snowflake()))
        return 200, [m for m in posts if int(m["id"]) < before][-most:][::-1]

    def _reactors(self, channel_id: str, message_id: str, emoji: str, _: Json, __: Any) -> tuple[int, Any]:
        self._may(channel_id, "history")
        message = next(m for m in self.messages[channel_id] if m["id"] == message_id)
        return 200, [a_user(user) for user in message["_emoji"].get(emoji, ())]

    def _post_thread(self, channel_id: str, message_id: str, body: Json, _: Any) -> tuple[int, Any]:
        channel = self._may(channel_id, "thread")
        if message_id in self.channels:
            raise RefusedError(400, 160004, "A thread has already been created for this message")
        if not any(m["id"] == message_id for m in self.messages[channel_id]):
            raise RefusedError(404, 10008, "Unknown Message")
        if not 1 <= len(body["name"]) <= 100:
            raise RefusedError(400, 50035, "thread name")
        self.channels[message_id] = a_thread(message_id, channel, body["name"])
        return 201, self.channels[message_id]

    def _callback(self, token: str, body: Json, _: Any) -> tuple[int, Any]:
        exchange = self._exchange(token)
        if exchange.over or time.monotonic() - exchange.began > 3:
            raise RefusedError(404, 10062, "Unknown interaction")
        if exchange.took is not None:
            raise RefusedError(400, 40060, "Interaction has already been acknowledged.")
        data = body.get("data") or {}
        exchange.kind = body["type"]
        if body["type"] == 9:
            self._must(problems_of_modal(data))
            exchange.modal = data
        elif body["type"] == 8:
            exchange.choices = data["choices"]
        elif body["type"] == 4:
            self._must(problems_of_message(data))
            self._answer(exchange, data, data.get("flags", 0))
        elif body["type"] == 5:
            exchange.original = self._answer(exchange, {}, data.get("flags", 0) | LOADING)["id"]
        exchange.took = time.monotonic() - exchange.began
        exchange.changed.set()
        return 200, {"interaction": {"id": exchange.payload["id"], "type": exchange.payload["type"]}, "resource": None}

    def _followup(self, token: str, body: Json, _: Any) -> tuple[int, Any]:
        exchange = self._exchange(token)
        self._must(problems_of_message(body))
        thinking = next((m for m in exchange.messages if m["flags"] & LOADING), None)
        if thinking is None:
            return 200, self._answer(exchange, body, body.get("flags", 0))
        thinking["flags"] = thinking["flags"] & ~LOADING | body.get("flags", 0) & ~EPHEMERAL
        thinking["components"] = body.get("components", [])
        thinking["attachments"] = attachments(body)
        exchange.changed.set()
        return 200, thinking

    def _edit(self, token: str, body: Json, _: Any) -> tuple[int, Any]:
        """Of the deferred answer, which has no layout yet, or of the message that was pressed."""
        exchange = self._exchange(token)
        deferred = next((m for m in exchange.messages if m["id"] == exchange.original), None)
        message = deferred or {**exchange.payload["message"]}
        self._must(problems_of_message({"flags": message["flags"], **body}))
        message["flags"] = message["flags"] & ~LOADING | body.get("flags", 0)
        message |= {"components": body["components"], "attachments": attachments(body)}
        if deferred is None:
            exchange.messages.append(message)
        exchange.changed.set()
        return 200, message

    # -- shapes --------------------------------------------------------------------------------------------------------

    def _answer(self, exchange: Exchange, body: Json, flags: int) -> Json:
        message = self._message(exchange.payload["channel_id"], body, flags)
        exchange.messages.append(message)
        exchange.changed.set()
        return message

    def _message(self, channel_id: str, body: Json, flags: int, nonce: str | None = None) -> Json:
        made = a_message(self.snowflake(), channel_id, body, flags) | ({"nonce": nonce} if nonce else {})
        self.messages[channel_id].append(made)
        return made

    def _gateway_bot(self) -> Json:
        limit = {"total": 1000, "remaining": self.starts_left, "reset_after": 0, "max_concurrency": 1}
        return {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}

    def _exchange(self, token: str) -> Exchange:
        if token not in self.exchanges:
            raise RefusedError(404, 10015, "Unknown Webhook")
        return self.exchanges[token]

    def _may(self, channel_id: str, what: str) -> Json:
        channel = self.channels.get(channel_id)
        if channel is None:
            raise RefusedError(404, 10003, "Unknown Channel")
        if what in self.deny[channel_id]:
            raise RefusedError(403, 50007 if channel["type"] == 1 else 50013, "Missing Permissions")
        return channel

    def _must(self, problems: list[str]) -> None:
        if problems:
            raise RefusedError(400, 50035, "; ".join(problems))


async def _body(request: web.Request) -> Any:
    if request.content_type != "multipart/form-data":
        raw = await request.read()
        return json.loads(raw) if raw else {}
    body: Json = {}
    files: dict[str, int] = {}
    async for part in await request.multipart():
        raw = await part.read(decode=False)  # type: ignore[union-attr, call-arg]
        if part.name == "payload_json":  # type: ignore[union-attr]
            body = json.loads(raw)
        elif part.filename:  # type: ignore[union-attr]
            files[part.filename] = len(raw)  # type: ignore[union-attr, index]
    return body | {"_files": files}


def _authorized(request: web.Request) -> None:
    if request.headers.get("Authorization") != f"Bot {TOKEN}":
        raise RefusedError(401, 0, "401: Unauthorized")


def _json(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    """With exactly this content type: discord.py reads any other as plain text."""
    told = {"Content-Type": "application/json", "Via": "1.1 loopback", **(headers or {})}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=told)
