"""What an operator can set about Discord."""

from pydantic import Field, NonNegativeInt, SecretStr

from bot.settings import CommaList, PlatformSettings


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

    @property
    def configured(self) -> bool:
        return self.discord_token is not None
