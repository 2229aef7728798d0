"""The workspaces Paperboy may act in, and as whom."""

from dataclasses import asdict, dataclass, field, replace

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import SlackConnection
from adapters.slack.connecting import translate_error
from bot.encryption import Cipher
from bot.model import Tenant
from bot.ports.installations import Installations
from bot.ports.time import Clock

PLATFORM = "slack"
INSTALLATIONS = "slack installations"
"""What the tokens of installations are encrypted for."""
EVENT_TICK = 1.0
"""Slack tells the time of an event in whole seconds, rounded down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One installation: the workspace, and the bot user Paperboy is there. It stands ``since`` that Unix time."""

    team: str
    bot_user: str
    bot_id: str
    token: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    since: float = 0.0

    @property
    def tenant(self) -> Tenant:
        return Tenant(PLATFORM, self.team)

    def may(self, scope: str) -> bool:
        return scope in self.scopes


class Workspaces:
    """The one workspace of a bot token in settings, and all that installed the app themselves."""

    def __init__(
        self, connection: SlackConnection, installations: Installations, cipher: Cipher | None, clock: Clock
    ) -> None:
        self._connection = connection
        self._installations = installations
        self._cipher = cipher
        self._clock = clock
        self._own: Workspace | None = None

    async def sign_in(self, token: str) -> Workspace:
        """Take the workspace of a bot token; raises ``ConfigurationError`` or ``Unavailable`` in one sentence."""
        own = await signed_in(self._connection.client(token), token)
        self._own = replace(own, since=self._clock.now().timestamp())
        return self._own

    async def of(self, team: str) -> Workspace | None:
        """The workspace, or None when Paperboy is not, or no longer, installed there."""
        if self._own is not None and self._own.team == team:
            return self._own
        sealed = await self._installations.of(Tenant(PLATFORM, team))
        return self._opened(sealed) if sealed else None

    def is_own(self, workspace: Workspace) -> bool:
        """Whether this is the workspace of the bot token in settings."""
        return self._own is not None and self._own.team == workspace.team

    async def all_installed(self) -> list[Workspace]:
        """Those that installed the app themselves, as far as they can be read."""
        kept = await self._installations.of_platform(PLATFORM)
        return [workspace for workspace in map(self._opened, kept.values()) if workspace]

    async def installed(self, workspace: Workspace) -> None:
        """Keep an installation; a newer one replaces it."""
        if self._cipher is None:
            raise RuntimeError("installations need a secret key")
        now = self._clock.now()
        kept = replace(workspace, since=now.timestamp())
        await self._installations.save(workspace.tenant, self._cipher.encrypt(asdict(kept)), now)

    async def removed(self, team: str, at: float) -> bool:
        """Erase the token at once; False when it was installed anew since ``at``, and so stays."""
        standing = await self.of(team)
        if standing is not None and at + EVENT_TICK < standing.since:
            return False
        if self._own is not None and self._own.team == team:
            self._own = None
        await self._installations.erase(Tenant(PLATFORM, team))
        return True

    def _opened(self, sealed: str) -> Workspace | None:
        kept = self._cipher.decrypt(sealed) if self._cipher else None
        return Workspace(**{**kept, "scopes": tuple(kept["scopes"])}) if kept else None

    def client(self, workspace: Workspace) -> AsyncWebClient:
        return self._connection.client(workspace.token)


async def signed_in(client: AsyncWebClient, token: str) -> Workspace:
    """Whose token this is (``auth.test``); raises ``ConfigurationError`` or ``Unavailable`` in one sentence."""
    try:
        who = await client.auth_test()
    except Exception as error:
        raise translate_error(error, "PAPERBOY_SLACK_BOT_TOKEN") from None
    scopes = str(who.headers.get("x-oauth-scopes", ""))
    return Workspace(
        team=str(who["team_id"]),
        bot_user=str(who["user_id"]),
        bot_id=str(who.get("bot_id") or ""),
        token=token,
        scopes=tuple(scope.strip() for scope in scopes.split(",") if scope.strip()),
    )
