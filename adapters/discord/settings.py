"""What an operator can set about Discord."""

from pydantic import Field, NonNegativeInt, SecretStr

from bot.setting_values import CommaList
from bot.settings import PlatformSettings


class DiscordSettings(PlatformSettings):
    """The token starts Discord; the addresses are for tests and proxies."""

    discord_token: SecretStr | None = Field(
        None, description="The bot token of your Discord application. Setting it starts Discord."
    )
    discord_api_base: str = Field("https://discord.com/api/v10", description="Base address of Discord's API.")
    discord_gateway_url: str = Field("", description="Address of Discord's gateway. Empty: Discord's own.")
    discord_shards: NonNegativeInt = Field(
        0,
        description="Connections among which Discord deals out the bot's servers, and which processes share; the same "
        "for all of them. 0: as many as Discord recommends, which is one up to some thousand servers.",
    )

    discord_setup_roles: CommaList = Field(
        (),
        description="Roles whose people may set daily picks up in any channel of their server, besides those with the "
        "permission Manage Server or Manage Channels: names or ids, separated by commas.",
    )

    discord_client_id: str = Field(
        "",
        description="Client ID of your Discord application. With the client secret, people can sign in to the web page "
        "with Discord; register PAPERBOY_PUBLIC_URL/in/from/discord as a redirect there.",
    )
    discord_client_secret: SecretStr | None = Field(None, description="Client secret of your Discord application.")
    discord_authorize_url: str = Field(
        "https://discord.com/oauth2/authorize", description="Discord's page for signing in."
    )

    @property
    def configured(self) -> bool:
        return self.discord_token is not None
