"""What ``paperboy doctor`` looks at: settings, token, scopes, socket."""

import asyncio

from adapters.slack.adapter import require_settings
from adapters.slack.client import SlackConnection
from adapters.slack.manifest import SCOPES
from adapters.slack.settings import SlackSettings
from adapters.slack.sockets import socket_address
from adapters.slack.workspaces import Workspace, signed_in
from bot.errors import ConfigurationError, Unavailable
from bot.model import Finding, Verdict

TIME_LIMIT = 18.0
OPTIONAL = frozenset({"files:write"})
"""Without these everything works, if less nicely."""


async def findings(settings: SlackSettings) -> list[Finding]:
    """One finding a thing looked at; never raises for what it finds."""
    try:
        require_settings(settings)
        connection = SlackConnection(settings.slack_api_base)
    except ConfigurationError as error:
        return [Finding(about="Slack settings", verdict=Verdict.MISCONFIGURED, text=str(error))]
    async with connection.open():
        try:
            async with asyncio.timeout(TIME_LIMIT):
                asked = [*await _token(connection, settings), *await _socket(connection, settings)]
        except TimeoutError:
            return [Finding(about="Slack", verdict=Verdict.UNAVAILABLE, text="Slack did not answer in time.")]
    return [*asked, *_sign_in(settings)]


def _sign_in(settings: SlackSettings) -> list[Finding]:
    """What signing in to the web page still needs, which only Slack's own pages show."""
    if not settings.slack_sign_in:
        return []
    text = "It is switched on. The app must name PAPERBOY_PUBLIC_URL/in/from/slack (https) as a redirect URL."
    return [Finding(about="Slack sign-in", verdict=Verdict.FINE, text=text)]


async def _token(connection: SlackConnection, settings: SlackSettings) -> list[Finding]:
    if settings.slack_bot_token is None:
        return []
    token = settings.slack_bot_token.get_secret_value()
    try:
        workspace = await signed_in(connection.client(token), token)
    except (ConfigurationError, Unavailable) as error:
        return [_failed("Slack token", error)]
    fine = Finding(about="Slack token", verdict=Verdict.FINE, text=f"It is good for workspace {workspace.team}.")
    return [fine, scopes_of(workspace)]


def scopes_of(workspace: Workspace) -> Finding:
    """Whether the app has all the scopes that its manifest asks for."""
    missing = [scope for scope in SCOPES if not workspace.may(scope)]
    if not missing:
        return Finding(about="Slack scopes", verdict=Verdict.FINE, text="The app has every scope it uses.")
    verdict = Verdict.WARNING if OPTIONAL.issuperset(missing) else Verdict.MISCONFIGURED
    names = ", ".join(missing)
    text = f"Missing: {names}. Add them under OAuth & Permissions and reinstall the app."
    return Finding(about="Slack scopes", verdict=verdict, text=text)


async def _socket(connection: SlackConnection, settings: SlackSettings) -> list[Finding]:
    if settings.slack_mode != "socket" or settings.slack_app_token is None:
        return []
    try:
        await socket_address(connection.client(None), settings.slack_app_token.get_secret_value())
    except (ConfigurationError, Unavailable) as error:
        return [_failed("Slack socket", error)]
    return [Finding(about="Slack socket", verdict=Verdict.FINE, text="Slack opens a socket for the app.")]


def _failed(about: str, error: Exception) -> Finding:
    verdict = Verdict.MISCONFIGURED if isinstance(error, ConfigurationError) else Verdict.UNAVAILABLE
    return Finding(about=about, verdict=verdict, text=str(error))
