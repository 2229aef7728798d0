"""What Discord and Slack answer to a sign-in, on loopback and strictly: a code is good once, for who asked for it."""

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from tests.platforms.slack_server import CLIENT_ID, CLIENT_SECRET, Payload, Refusal, SlackServer

DISCORD_CLIENT, DISCORD_SECRET = "440000000000000001", "discord-client-secret"
ADA = {"id": "990000000000000001", "username": "ada", "global_name": "Ada"}


def asked_for(address: str) -> dict[str, str]:
    """The question that an address puts to the platform; every name once."""
    pairs = parse_qsl(urlsplit(address).query, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


@dataclass(slots=True)
class DiscordSignInServer:
    """Discord's OAuth2 with PKCE. ``async with DiscordSignInServer() as discord``."""

    person: dict[str, Any] = field(default_factory=lambda: dict(ADA))
    servers: list[dict[str, Any]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    given: list[str] = field(default_factory=list)
    down: bool = False
    silent: bool = False
    """Never answers, as long as the asker waits."""
    base: str = ""
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/oauth2/authorize", self._page)
        app.router.add_post("/api/v10/oauth2/token", self._token)
        app.router.add_post("/api/v10/oauth2/token/revoke", self._revoke)
        app.router.add_get("/api/v10/users/@me", self._me)
        app.router.add_get("/api/v10/users/@me/guilds", self._guilds)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    def allow(self, address: str) -> dict[str, str]:
        """What the browser brings back once the person said yes on the page at ``address``."""
        asked = asked_for(address)
        assert asked["client_id"] == DISCORD_CLIENT
        assert (asked["response_type"], asked["scope"]) == ("code", "identify guilds")
        assert asked["code_challenge_method"] == "S256"
        code = f"discord-code-{len(self._codes) + len(self.given)}-{asked['state'][:8]}"
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    async def _page(self, request: web.Request) -> web.Response:
        page = "<!doctype html><html lang=en><title>Authorize</title><link rel=icon href='data:,'><h1>Authorize</h1>"
        return web.Response(text=page, content_type="text/html")

    async def _token(self, request: web.Request) -> web.Response:
        if self.silent:
            await asyncio.sleep(60)
        if self.down:
            return web.Response(status=503, text="<html>down</html>")
        if request.content_type != "application/x-www-form-urlencoded":
            return web.json_response({"error": "unsupported"}, status=415)
        form = {name: str(value) for name, value in (await request.post()).items()}
        if not _ours(form):
            return web.json_response({"error": "invalid_client"}, status=401)
        asked = self._codes.pop(form.get("code", ""), None)
        if form.get("grant_type") != "authorization_code" or asked is None or not _matches(form, asked):
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = f"discord-token-{len(self.given)}"
        self.tokens.add(token)
        self.given.append(token)
        told = {"access_token": token, "token_type": "Bearer", "expires_in": 604800, "scope": asked["scope"]}
        return web.json_response({**told, "refresh_token": f"refresh-{token}"})

    async def _revoke(self, request: web.Request) -> web.Response:
        form = await request.post()
        if not _ours(form):
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens.discard(str(form.get("token", "")))
        return web.json_response({})

    async def _me(self, request: web.Request) -> web.Response:
        return self._for_bearer(request, self.person)

    async def _guilds(self, request: web.Request) -> web.Response:
        return self._for_bearer(request, self.servers)

    def _for_bearer(self, request: web.Request, told: Any) -> web.Response:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)
        return web.json_response(told)


def _ours(form: Mapping[str, Any]) -> bool:
    return (form.get("client_id"), form.get("client_secret")) == (DISCORD_CLIENT, DISCORD_SECRET)


def _matches(form: dict[str, str], asked: dict[str, str]) -> bool:
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return challenge == asked["code_challenge"] and form.get("redirect_uri") == asked["redirect_uri"]


@dataclass(slots=True)
class SlackSignInServer(SlackServer):
    """A Slack that also answers ``openid.connect.token``. ``claims`` are put in place of what is true."""

    claims: Payload = field(default_factory=dict)
    _asked: dict[str, dict[str, str]] = field(default_factory=dict)

    def consent(self, address: str) -> dict[str, str]:
        """What the browser brings back once the person said yes on the page at ``address``."""
        asked = asked_for(address)
        assert (asked["response_type"], asked["client_id"], asked["scope"]) == ("code", CLIENT_ID, "openid profile")
        assert asked["redirect_uri"].startswith("https://")
        code = f"slack-code-{len(self.calls)}-{asked['state'][:8]}"
        self._asked[code] = asked
        return {"code": code, "state": asked["state"]}

    def _answer(self, method: str, params: Payload, token: str) -> Payload:
        if method != "openid.connect.token":
            return SlackServer._answer(self, method, params, token)
        if (params.get("client_id"), params.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise Refusal("bad_client_secret")
        asked = self._asked.pop(params.get("code", ""), None)
        if asked is None or params.get("grant_type") != "authorization_code":
            raise Refusal("invalid_code")
        if params.get("redirect_uri") != asked["redirect_uri"]:
            raise Refusal("bad_redirect_uri")
        return {"access_token": "xoxp-signing-in", "token_type": "Bearer", "id_token": self._id_token(asked)}

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        told = {"iss": "https://slack.com", "sub": "UANNA", "aud": CLIENT_ID, "exp": now + 300, "iat": now}
        told |= {"nonce": asked["nonce"], "name": "Anna", "https://slack.com/team_name": "One"}
        told |= {"https://slack.com/user_id": "UANNA", "https://slack.com/team_id": "T1", **self.claims}
        parts = ({"typ": "JWT", "alg": "RS256"}, told)
        return ".".join([*(_packed(json.dumps(each).encode()) for each in parts), _packed(b"signature")])


def _packed(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")
