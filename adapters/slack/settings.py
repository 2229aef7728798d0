"""What an operator can set about Slack."""

from typing import Literal

from pydantic import Field, SecretStr

from bot.setting_values import CommaList
from bot.settings import PlatformSettings


class SlackSettings(PlatformSettings):
    """Tokens of one workspace, or the client id and secret of an app that many install."""

    slack_bot_token: SecretStr | None = Field(
        None, description="Slack bot token (xoxb-…) of a single workspace. Setting it starts Slack."
    )
    slack_app_token: SecretStr | None = Field(None, description="Slack app-level token (xapp-…) for Socket Mode.")
    slack_mode: Literal["socket", "http"] = Field(
        "socket", description="socket needs no public address; http serves /slack/events."
    )
    slack_signing_secret: SecretStr | None = Field(None, description="Slack signing secret; needed in http mode.")
    slack_client_id: str = Field("", description="Slack client id, for installation into many workspaces.")
    slack_client_secret: SecretStr | None = Field(
        None, description="Slack client secret, for installation into many workspaces."
    )
    slack_api_base: str = Field("https://slack.com/api/", description="Base address of Slack's API.")
    slack_authorize_url: str = Field(
        "https://slack.com/oauth/v2/authorize", description="Slack's page for installation."
    )
    slack_sign_in: bool = Field(
        False,
        description="Let people sign in to the web page with Slack. Needs the client id and secret, and "
        "PAPERBOY_PUBLIC_URL/in/from/slack (https) as a redirect URL of the app.",
    )
    slack_openid_url: str = Field(
        "https://slack.com/openid/connect/authorize", description="Slack's page for signing in."
    )
    slack_admins: CommaList = Field(
        (), description="Slack user ids that may change any channel's settings, separated by commas."
    )

    @property
    def configured(self) -> bool:
        return bool(self.slack_bot_token or self.slack_app_token or self.slack_client_id)
