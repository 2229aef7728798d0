"""Signing in to the web page with Slack: OpenID Connect, for the workspaces that Paperboy is installed in.

Facts: https://docs.slack.dev/authentication/sign-in-with-slack. The token comes over TLS from Slack itself, where
OpenID Connect Core 3.1.3.7 leaves its signature aside; its claims are checked. Slack's access token is not used.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.client import SlackConnection, unreachable
from adapters.slack.failures import error_code
from adapters.slack.settings import SlackSettings
from adapters.slack.workspaces import PLATFORM, Workspaces
from bot.errors import ConfigurationError, NotAllowed, Unavailable
from bot.model import Member, Tenant
from bot.ports.platform_sign_in import ProvenAccount, SignInAttempt
from bot.ports.time import Clock

ISSUER = "https://slack.com"
SCOPES = "openid profile"
OF_OURS = frozenset({"invalid_client_id", "bad_client_secret", "bad_redirect_uri", "oauth_authorization_url_mismatch"})
"""What Slack answers where settings, or the app's, are wrong."""
OF_THE_CODE = frozenset({"invalid_code", "code_already_used", "code_expired"})

log = structlog.get_logger()


class SlackSignIn:
    """See ``bot.ports.platform_sign_in.PlatformSignIn``."""

    platform = PLATFORM
    name = "Slack"
    team_word = "workspace"

    def __init__(
        self,
        settings: SlackSettings,
        client_secret: str,
        connection: SlackConnection,
        workspaces: Workspaces,
        clock: Clock,
    ) -> None:
        self._client_id = settings.slack_client_id
        self._client_secret = client_secret
        self._authorize_url = settings.slack_openid_url
        self._connection = connection
        self._workspaces = workspaces
        self._clock = clock

    def address(self, attempt: SignInAttempt) -> str:
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "scope": SCOPES,
            "redirect_uri": attempt.back,
            "state": attempt.state,
            "nonce": attempt.nonce,
        }
        return f"{self._authorize_url}?{urlencode(asked)}"

    async def accounts(self, attempt: SignInAttempt, code: str) -> Sequence[ProvenAccount]:
        claims = _claims(await self._id_token(attempt, code))
        if wrong := self._wrong_claim(claims, attempt):
            log.warning("slack.sign_in_refused", reason=wrong)
            raise NotAllowed
        team, user = claims.get("https://slack.com/team_id"), claims.get("https://slack.com/user_id")
        if not team or not user or await self._workspaces.of(str(team)) is None:
            return []
        place = str(claims.get("https://slack.com/team_name") or team)
        member = Member(Tenant(PLATFORM, str(team)), str(user))
        return [ProvenAccount(member=member, name=str(claims.get("name") or ""), place=place)]

    async def _id_token(self, attempt: SignInAttempt, code: str) -> str:
        if not self._connection.is_open:
            raise Unavailable("Slack is not connected yet.")
        form = {
            "client_id": self._client_id,
            "client_secret": self._client_secret,
            "code": code,
            "grant_type": "authorization_code",
            "redirect_uri": attempt.back,
        }
        try:
            answer = await self._connection.client(None).api_call("openid.connect.token", data=form)
        except SlackApiError as error:
            raise _refused(error_code(error)) from None
        except Exception as error:
            if not unreachable(error):
                raise
            raise Unavailable(f"Slack did not say who signs in ({type(error).__name__}).") from None
        return str(answer.get("id_token") or "")

    def _wrong_claim(self, claims: Mapping[str, Any], attempt: SignInAttempt) -> str:
        """The first claim that is not as OpenID Connect Core 3.1.3.7 wants it, or ''."""
        audience, ends = claims.get("aud"), claims.get("exp")
        right = {
            "iss": claims.get("iss") == ISSUER,
            "aud": audience in (self._client_id, [self._client_id]),
            "exp": isinstance(ends, (int, float)) and ends > self._clock.now().timestamp(),
            "nonce": compare_digest(str(claims.get("nonce", "")).encode(), attempt.nonce.encode()),
        }
        return next((name for name, fine in right.items() if not fine), "")


def _refused(code: str) -> ConfigurationError | NotAllowed | Unavailable:
    log.warning("slack.sign_in_refused", reason=code)
    if code in OF_OURS:
        return ConfigurationError(f"Slack refuses the sign-in ({code}): see docs/slack.md.")
    if code in OF_THE_CODE:
        return NotAllowed()
    return Unavailable(f"Slack answered {code or 'nothing that can be read'}.")


def _claims(token: str) -> Mapping[str, Any]:
    """What a token says; nothing where it can't be read."""
    try:
        middle = token.split(".")[1]
        read = json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (IndexError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
