"""Signing in to the web page with Discord: OAuth2 with PKCE, for the servers that Paperboy is in.

Facts: https://discord.com/developers/docs/topics/oauth2. The token is asked for as a form, never as JSON. It is given
back as soon as it told who the person is and in which servers.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import aiohttp
import structlog

from adapters.discord.requests import PLATFORM, guild_tenant
from adapters.discord.servers import present_servers
from adapters.discord.settings import DiscordSettings
from bot.errors import ConfigurationError, NotAllowed, Unavailable
from bot.model import Member
from bot.ports.key_value import KeyValue
from bot.ports.platform_sign_in import ProvenAccount, SignInAttempt

SCOPES = "identify guilds"
SECONDS = 10.0
"""How long Discord may take for one answer."""

_UNREADABLE = (aiohttp.ClientError, OSError, TimeoutError, ValueError, KeyError, TypeError, AttributeError)
"""No answer, or one of another form than Discord's documents say."""

log = structlog.get_logger()


class DiscordSignIn:
    """See ``bot.ports.platform_sign_in.PlatformSignIn``."""

    platform = PLATFORM
    name = "Discord"
    team_word = "server"

    def __init__(self, settings: DiscordSettings, client_secret: str, state: KeyValue) -> None:
        self._base = settings.discord_api_base.rstrip("/")
        self._authorize_url = settings.discord_authorize_url
        self._keys = {"client_id": settings.discord_client_id, "client_secret": client_secret}
        self._state = state

    def address(self, attempt: SignInAttempt) -> str:
        challenge = urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": self._keys["client_id"],
            "scope": SCOPES,
            "redirect_uri": attempt.back,
            "state": attempt.state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._authorize_url}?{urlencode(asked)}"

    async def accounts(self, attempt: SignInAttempt, code: str) -> Sequence[ProvenAccount]:
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS), trust_env=True) as http:
                token = await self._token(http, attempt, code)
                try:
                    person, servers = await self._asked(http, "", token), await self._asked(http, "/guilds", token)
                finally:
                    await self._give_back(http, token)
            return await self._served(person, servers)
        except _UNREADABLE as error:
            raise Unavailable(f"Discord did not say who signs in ({type(error).__name__}).") from None

    async def _token(self, http: aiohttp.ClientSession, attempt: SignInAttempt, code: str) -> str:
        form = {
            **self._keys,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.back,
            "code_verifier": attempt.verifier,
        }
        async with http.post(f"{self._base}/oauth2/token", data=form) as answer:
            body = await answer.json() if answer.status < 500 else {}
            if answer.status == 200:
                return str(body["access_token"])
            reason = str(body.get("error", answer.status))
        log.warning("discord.sign_in_refused", reason=reason)
        if reason == "invalid_client":
            raise ConfigurationError("Discord does not accept PAPERBOY_DISCORD_CLIENT_ID and its CLIENT_SECRET.")
        if reason == "invalid_grant":
            raise NotAllowed
        raise Unavailable(f"Discord answered {reason}.")

    async def _asked(self, http: aiohttp.ClientSession, what: str, token: str) -> Any:
        async with http.get(f"{self._base}/users/@me{what}", headers={"Authorization": f"Bearer {token}"}) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def _give_back(self, http: aiohttp.ClientSession, token: str) -> None:
        """End the token; one that can't be ended now is forgotten here, and ends by itself within a week."""
        form = {**self._keys, "token": token, "token_type_hint": "access_token"}
        try:
            async with http.post(f"{self._base}/oauth2/token/revoke", data=form) as answer:
                answer.raise_for_status()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("discord.sign_in_token_not_revoked", why=type(error).__name__)

    async def _served(self, person: Mapping[str, Any], servers: Sequence[Mapping[str, Any]]) -> Sequence[ProvenAccount]:
        here = await present_servers(self._state)
        name = str(person.get("global_name") or person["username"])
        return [
            ProvenAccount(
                member=Member(guild_tenant(int(each["id"])), str(int(person["id"]))), name=name, place=str(each["name"])
            )
            for each in servers
            if int(each["id"]) in here
        ]
