"""Slack's part of ``paperboy init``: an app made from the manifest, its two tokens, a channel it was invited to."""

import asyncio
import json
from collections.abc import Sequence
from urllib.parse import quote

from adapters.slack.client import SlackConnection
from adapters.slack.connecting import translate_error
from adapters.slack.manifest import manifest
from adapters.slack.settings import SlackSettings
from adapters.slack.workspaces import PLATFORM, signed_in
from bot.errors import Unavailable
from bot.model import Channel, Tenant
from bot.ports.setting_up import Place, Secret

TIME_LIMIT = 18.0
NEW_APP = "https://api.slack.com/apps?new_app=1&manifest_json="
"""Opens the form for a new app, filled in (https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests)."""

MAKE_AN_APP_LEVEL_ONE = (
    "On its page Basic Information, under App-Level Tokens, press Generate Token and Scopes, "
    "add the scope connections:write, press Generate, and copy it."
)


class SlackSetUp:
    """See ``bot.ports.setting_up.SetUp``."""

    title = "Slack"
    secrets = (
        Secret(setting="slack_bot_token", name="Bot token", begins="xoxb-"),
        Secret(setting="slack_app_token", name="App-level token", begins="xapp-"),
    )

    def preparation(self, public_url: str) -> Sequence[str]:
        """The app by one link that holds the whole manifest; Socket Mode, so that no public address is needed."""
        link = NEW_APP + quote(_compact_manifest(), safe="")
        return (
            f"Open this link, choose your workspace, press Next and Create:\n{link}",
            "On its page Install App, press Install, then Allow, and copy the Bot User OAuth Token.",
            MAKE_AN_APP_LEVEL_ONE,
        )

    async def invitation(self, settings: SlackSettings) -> Sequence[str]:
        """An app posts where it was invited."""
        return ("In Slack, open the channel that is to get daily picks and type:\n/invite @Paperboy",)

    async def places(self, settings: SlackSettings) -> Sequence[Place]:
        """The channels that it was invited to."""
        token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
        connection = SlackConnection(settings.slack_api_base)
        async with connection.open():
            client = connection.client(token)
            try:
                async with asyncio.timeout(TIME_LIMIT):
                    workspace = await signed_in(client, token)
                    answer = await client.users_conversations(
                        types="public_channel,private_channel", exclude_archived=True, limit=200
                    )
            except TimeoutError:
                raise Unavailable("Slack did not answer in time.") from None
            except Exception as error:
                raise translate_error(error, "PAPERBOY_SLACK_BOT_TOKEN") from None
        tenant = Tenant(PLATFORM, workspace.team)
        return [
            Place(channel=Channel(tenant, str(one["id"])), name=f"#{one.get('name', one['id'])}")
            for one in answer["channels"]
        ]


def _compact_manifest() -> str:
    """Without blanks: it goes into an address."""
    return json.dumps(manifest(), separators=(",", ":"))
