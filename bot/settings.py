"""Every setting of Paperboy, typed, read once from the environment (``PAPERBOY_…``) and an optional ``.env`` file."""

from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigurationError

PREFIX = "PAPERBOY_"


def data_folder() -> Path:
    """Where a person's own Paperboy keeps its files, unless settings say otherwise."""
    return Path(platformdirs.user_data_dir("paperboy", appauthor=False))


def _database_url() -> str:
    return f"sqlite:///{data_folder() / 'paperboy.db'}"


def _comma_list(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


CommaList = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_list)]


class Settings(BaseSettings):
    """What an operator can set. An empty value counts as unset. Descriptions are the comments of ``.env.example``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(
        default_factory=_database_url,
        description="Where everything is kept: sqlite:////absolute/file.db, or sqlite:///:memory: for nothing kept. "
        "Empty: a file in your data folder.",
    )
    sources: str = Field(
        "",
        description="Where papers come from: huggingface, arxiv:cs.CL+cs.LG, sample; separated by commas. "
        "Empty: the bundled sample, and huggingface as well once a chat platform is configured.",
    )
    contact: str = Field("", description="An address or page for the user agent, so that a source can reach you.")
    huggingface_base: str = Field("https://huggingface.co", description="Base address of Hugging Face.")
    arxiv_rss_base: str = Field("https://rss.arxiv.org", description="Base address of arXiv's daily feeds.")
    arxiv_api_base: str = Field("https://export.arxiv.org", description="Base address of arXiv's query API.")
    member: str = Field("", description="Your name in the console and in one-shot commands. Empty: your login name.")
    zone: str = Field("UTC", description="Time zone for people whose platform doesn't tell theirs.")
    grace_hours: float = Field(
        6.0,
        gt=0,
        le=72,
        description="How late a missed post is still made, in hours; later it waits for the next slot.",
    )
    keep_days: int = Field(
        30, ge=0, description="For how many days data is kept after Paperboy was removed from a server or workspace."
    )
    like_emoji: str = Field("👍❤🔥🎉", description="Emoji that mean: more like this.")
    dislike_emoji: str = Field("👎", description="Emoji that mean: less like this.")
    save_emoji: str = Field("🔖⭐📌", description="Emoji that put a paper on the reading list.")
    embeddings: bool = Field(True, description="Use sentence embeddings where the extra 'embeddings' is installed.")
    popularity: bool = Field(True, description="Let upvotes count a little in picks.")
    recency: bool = Field(True, description="Let newness count a little in picks.")
    log_level: Literal["auto", "debug", "info", "warning", "error"] = Field(
        "auto",
        description="What is logged: debug, info, warning, error, or auto: info, and in the console only errors.",
    )
    log_format: Literal["auto", "console", "json"] = Field(
        "auto", description="How it is logged: console, json, or auto: readable on a terminal, JSON lines elsewhere."
    )
    discord_token: SecretStr | None = Field(
        None, description="The bot token of your Discord application. Setting it starts Discord."
    )
    discord_api_base: str = Field("https://discord.com/api/v10", description="Base address of Discord's API.")
    discord_gateway_url: str = Field("", description="Address of Discord's gateway. Empty: Discord tells.")
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
    slack_admins: CommaList = Field(
        (), description="Slack user ids that may change any channel's settings, separated by commas."
    )
    secret_key: SecretStr | None = Field(
        None, description="Key that encrypts Slack installation tokens at rest. Empty: the Slack client secret is used."
    )
    http_host: str = Field("127.0.0.1", description="Address that Slack's http mode listens on.")
    http_port: int = Field(3000, ge=0, le=65535, description="Port that Slack's http mode listens on.")
    public_url: str = Field(
        "",
        description="Address under which Slack and browsers reach this program, such as https://paperboy.example.org; "
        "for Slack's http mode and installation pages. Empty: the address that a request names.",
    )

    @property
    def platforms(self) -> tuple[str, ...]:
        """The chat platforms that these settings start; the console when none is configured."""
        slack = self.slack_bot_token or self.slack_app_token or self.slack_client_id
        named = [name for name, wanted in (("discord", self.discord_token), ("slack", slack)) if wanted]
        return tuple(named) or ("console",)

    @property
    def chosen_sources(self) -> str:
        """``sources``, or what an empty setting means."""
        return self.sources or ("sample" if self.platforms == ("console",) else "sample,huggingface")


def load_settings() -> Settings:
    """Read the environment; raises ``ConfigurationError`` naming every wrong setting, and never its value."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise ConfigurationError(f"These settings can't be used: {wrong}.") from None


def secrets_of(settings: Settings) -> frozenset[str]:
    """The values that must never be shown or logged."""
    values = (getattr(settings, name) for name in Settings.model_fields)
    return frozenset(value.get_secret_value() for value in values if isinstance(value, SecretStr))


def example() -> str:
    """The text of ``.env.example``: every setting with its description, commented out."""
    lines = ["# Every setting of Paperboy. Copy this file to .env and set what you need; all of it is optional.", ""]
    for name, field in Settings.model_fields.items():
        lines += [f"# {field.description}", f"#{PREFIX}{name.upper()}={_default(name)}", ""]
    return "\n".join(lines)


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, (bool, int, float)) else ""
