"""Exports handed over in the direct conversation: as a file where the scope was granted, else as text to copy."""

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import wording
from adapters.slack.client import unreachable
from adapters.slack.failures import error_code
from adapters.slack.mrkdwn import code_parts
from adapters.slack.permissions import People
from adapters.slack.rate_limit import PostingRate
from adapters.slack.workspaces import Workspace, Workspaces
from bot.errors import DeliveryError
from bot.model import File

log = structlog.get_logger()

PART = 3_500
MOST_PARTS = 12


class Exports:
    """Hands a file over, and says where it is."""

    def __init__(self, workspaces: Workspaces, people: People, rate: PostingRate) -> None:
        self._workspaces = workspaces
        self._people = people
        self._rate = rate

    async def hand_over(self, workspace: Workspace, user: str, file: File) -> str:
        """Send it; return the sentence that says so."""
        channel = await self._people.conversation(workspace, user)
        try:
            if not channel:
                return wording.NOT_HANDED_OVER
            if workspace.may("files:write"):
                return await self._as_file(workspace, channel, file)
            return await self._as_text(workspace, channel, file)
        except SlackApiError as error:
            log.warning("slack.export_failed", why=error_code(error))
        except DeliveryError as error:
            log.warning("slack.export_failed", why=str(error))
        except Exception as error:
            if not unreachable(error):
                raise
            log.warning("slack.export_failed", why=type(error).__name__)
        return wording.NOT_HANDED_OVER

    async def _as_file(self, workspace: Workspace, channel: str, file: File) -> str:
        client = self._workspaces.client(workspace)
        await client.files_upload_v2(channel=channel, filename=file.name, title=file.name, content=file.content)
        return wording.HANDED_OVER

    async def _as_text(self, workspace: Workspace, channel: str, file: File) -> str:
        client = self._workspaces.client(workspace)
        parts = code_parts(file.content, PART)
        for part in parts[:MOST_PARTS]:
            await self._rate.wait(f"{workspace.tenant}/{channel}")
            await client.chat_postMessage(channel=channel, text=part, unfurl_links=False, unfurl_media=False)
        return wording.HANDED_OVER if len(parts) <= MOST_PARTS else wording.CUT
