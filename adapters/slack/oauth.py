"""Installation into further workspaces: Bolt's OAuth flow over Paperboy's own store."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from logging import Logger
from typing import Any

import structlog
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import wording
from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces import Workspace, Workspaces
from bot.ports.installations import Installations
from bot.ports.time import Clock

log = structlog.get_logger()

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
STATE_LIFE = timedelta(minutes=10)

OAUTH_LOG = logging.getLogger("slack_bolt.paperboy.oauth")
OAUTH_LOG.setLevel(logging.ERROR)
"""At WARNING Bolt logs the code of a failed installation."""

Installed = Callable[[Workspace, str], Awaitable[None]]
"""Called with the new installation and the id of whoever made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthKeys:
    """What Slack calls the app's credentials."""

    client_id: str
    client_secret: str
    authorize_url: str


class Installing:
    """Makes the flow that carries an installation through."""

    def __init__(
        self,
        keys: OAuthKeys,
        client: AsyncWebClient,
        workspaces: Workspaces,
        installations: Installations,
        clock: Clock,
        installed: Installed,
    ) -> None:
        self._keys = keys
        self._client = client
        self._store = _Store(workspaces)
        self._states = _States(installations, clock)
        self._installed = installed

    def flow(self, redirect_url: str) -> AsyncOAuthFlow:
        """A flow that comes back to ``redirect_url``; every option is given, so that none is read from elsewhere."""
        settings = AsyncOAuthSettings(
            client_id=self._keys.client_id,
            client_secret=self._keys.client_secret,
            scopes=list(SCOPES),
            user_scopes=[],
            redirect_uri=redirect_url,
            install_path=INSTALL_PATH,
            install_page_rendering_enabled=False,
            redirect_uri_path=REDIRECT_PATH,
            callback_options=AsyncCallbackOptions(success=self._succeeded, failure=_failed),
            authorization_url=self._keys.authorize_url,
            installation_store=self._store,
            installation_store_bot_only=True,
            state_store=self._states,
            state_expiration_seconds=int(STATE_LIFE.total_seconds()),
            logger=OAUTH_LOG,
        )
        return AsyncOAuthFlow(client=self._client, logger=OAUTH_LOG, settings=settings)

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        workspace = workspace_in(args.installation)
        log.info("slack.installed", team=workspace.team)
        await self._installed(workspace, str(args.installation.user_id or ""))
        return await args.default.success(args)


def workspace_in(installation: Installation) -> Workspace:
    """What Paperboy keeps of an installation."""
    scopes = installation.bot_scopes or ()
    return Workspace(
        team=str(installation.team_id or ""),
        bot_user=str(installation.bot_user_id or ""),
        bot_id=str(installation.bot_id or ""),
        token=str(installation.bot_token or ""),
        scopes=tuple(scopes.split(",") if isinstance(scopes, str) else scopes),
    )


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    log.warning("slack.install_failed", reason=args.reason)
    return await args.default.failure(args)


class _Store(AsyncInstallationStore):
    """Bolt's door to our installations; it only saves, since requests are authorised by our own function."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    @property
    def logger(self) -> Logger:
        return OAUTH_LOG

    async def async_save(self, installation: Installation) -> None:
        if not installation.team_id:
            raise BoltError(wording.WORKSPACES_ONLY)
        await self._workspaces.installed(workspace_in(installation))


class _States(AsyncOAuthStateStore):
    """One-time states in our database, so that any replica can finish what another began."""

    def __init__(self, installations: Installations, clock: Clock) -> None:
        self._installations = installations
        self._clock = clock

    @property
    def logger(self) -> Logger:
        return OAUTH_LOG

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        state = secrets.token_urlsafe(24)
        await self._installations.begin(state, self._clock.now() + STATE_LIFE)
        return state

    async def async_consume(self, state: str) -> bool:
        return await self._installations.finish(state, self._clock.now())
