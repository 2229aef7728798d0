"""Workspaces that removed the app while Paperboy was not there to hear of it."""

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.client import unreachable
from adapters.slack.failures import REMOVED_CODES, error_code
from adapters.slack.workspaces import Workspace, Workspaces
from bot.ports.chat import Core
from bot.ports.time import Clock

log = structlog.get_logger()

BETWEEN = 0.2
"""Seconds between two questions: ``auth.test`` takes hundreds a minute."""


async def check_installations(workspaces: Workspaces, core: Core, clock: Clock) -> None:
    """Ask once, after the start, whether each token still stands; what does not is treated as uninstalled."""
    for workspace in await workspaces.all_installed():
        await clock.sleep(BETWEEN)
        if await _gone(workspaces, workspace):
            now = clock.now()
            await workspaces.removed(workspace.team, now.timestamp())
            await core.tenant_left(workspace.tenant, now)


async def _gone(workspaces: Workspaces, workspace: Workspace) -> bool:
    try:
        await workspaces.client(workspace).auth_test()
    except SlackApiError as error:
        return error_code(error) in REMOVED_CODES
    except Exception as error:
        if not unreachable(error):
            raise
        log.warning("slack.installation_unconfirmed", team=workspace.team)
    return False
