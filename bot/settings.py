"""Settings, typed, read once from the environment (``PAPERBOY_…``) and the files of ``bot.settings_files``."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.errors import ConfigurationError
from bot.setting_values import IpAddresses, PublicAddress, ZoneName, as_meant, reachable
from bot.settings_files import DOTENV, ENCODING, IN_A_FILE, PREFIX, SecretFiles, names_given, settings_file, written_in


def data_folder() -> Path:
    """Where a person's own Paperboy keeps its files, unless settings say otherwise."""
    return Path(platformdirs.user_data_dir("paperboy", appauthor=False))


COPY_ME = "Every setting of Paperboy. Copy this file to .env and set what you need; all of it is optional."


def _database_url() -> str:
    return f"sqlite:///{data_folder() / 'paperboy.db'}"


class SettingsGroup(BaseSettings):
    """Settings that belong together. An empty or blank value counts as unset.

    Field names are those of the environment without ``PAPERBOY_``; descriptions are the comments of ``.env.example``.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=DOTENV,
        env_file_encoding=ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    @field_validator("*", mode="before")
    @classmethod
    def _read_as_meant(cls, value: object, of: ValidationInfo) -> object:
        if not isinstance(value, str):
            return value
        return as_meant(value) or cls.model_fields[of.field_name or ""].get_default(call_default_factory=True)

    @field_validator("*")
    @classmethod
    def _leads_somewhere(cls, value: object, of: ValidationInfo) -> object:
        """Libraries stumble over what can be no host or port, each in its own way."""
        return reachable(of.field_name or "", value) if isinstance(value, str) and value else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What wins over what: see ``bot.settings_files``. Without ``.env`` the settings file isn't read either."""
        files = dotenv_settings
        if isinstance(files, DotEnvSettingsSource) and files.env_file:
            files = DotEnvSettingsSource(settings_cls, env_file=(settings_file(), DOTENV))
        return init_settings, env_settings, SecretFiles(settings_cls), files


class PlatformSettings(SettingsGroup):
    """What an operator can set about one chat platform; its adapter says what."""

    @property
    def configured(self) -> bool:
        """Whether these settings start the platform."""
        return False


class Settings(SettingsGroup):
    """What an operator can set about everything but the chat platforms."""

    database_url: str = Field(
        default_factory=_database_url,
        description="Where everything is kept: sqlite:////absolute/file.db, postgresql://user:password@host/database "
        "(extra postgres), or sqlite:///:memory: for nothing kept. Empty: a file in your data folder.",
    )
    sources: str = Field(
        "",
        description="Where papers come from: huggingface, arxiv:cs.CL+cs.LG, biorxiv:neuroscience+genomics, "
        "medrxiv:epidemiology, sample; separated by commas. "
        "Empty: the bundled sample, and huggingface as well once a chat platform is configured.",
    )
    contact: str = Field("", description="An address or page for the user agent, so that a source can reach you.")
    huggingface_base: str = Field("https://huggingface.co", description="Base address of Hugging Face.")
    arxiv_rss_base: str = Field("https://rss.arxiv.org", description="Base address of arXiv's daily feeds.")
    arxiv_api_base: str = Field("https://export.arxiv.org", description="Base address of arXiv's query API.")
    arxiv_oai_base: str = Field(
        "https://oaipmh.arxiv.org/oai", description="Address of arXiv's OAI-PMH, for what was missed and withdrawn."
    )
    crossref_base: str = Field("https://api.crossref.org", description="Base address of Crossref, for works by DOI.")
    openalex_base: str = Field("https://api.openalex.org", description="Base address of OpenAlex, for works by DOI.")
    doi_base: str = Field("https://doi.org", description="Base address of doi.org, for works by DOI.")
    biorxiv_base: str = Field("https://api.biorxiv.org", description="Base address of the API of bioRxiv and medRxiv.")
    member: str = Field("", description="Your name in the console and in one-shot commands. Empty: your login name.")
    zone: ZoneName = Field(
        "UTC", description="Time zone for people whose platform doesn't tell theirs, such as Europe/Berlin."
    )
    setup: Literal["managers", "members"] = Field(
        "managers",
        description="Who may set up and change daily picks in a channel: managers (whom the platform calls so, and "
        "whoever set it up), or members: everybody there.",
    )
    grace_hours: float = Field(
        6.0,
        gt=0,
        le=72,
        description="How late a missed post is still made, in hours; later it waits for the next slot.",
    )
    keep_days: int = Field(
        30, ge=0, description="For how many days data is kept after Paperboy was removed from a server or workspace."
    )
    backup_dir: str = Field(
        "", description="Folder for a copy of the database every day, on another disk if you can. Empty: none is made."
    )
    backup_keep: int = Field(7, ge=1, description="How many of these copies are kept.")
    like_emoji: str = Field("👍❤🔥🎉", description="Emoji that mean: more like this.")
    dislike_emoji: str = Field("👎", description="Emoji that mean: less like this.")
    save_emoji: str = Field("🔖⭐📌", description="Emoji that put a paper on the reading list.")
    embeddings: bool = Field(True, description="Use sentence embeddings where the extra 'embeddings' is installed.")
    popularity: bool = Field(True, description="Let upvotes count a little in picks.")
    recency: bool = Field(True, description="Let newness count a little in picks.")
    bar: Literal["broad", "usual", "strict"] = Field(
        "usual", description="How sure a pick must be, unless a subscription says otherwise: broad, usual or strict."
    )
    log_level: Literal["auto", "debug", "info", "warning", "error"] = Field(
        "auto",
        description="What is logged: debug, info, warning, error, or auto: info, and in the console only errors.",
    )
    log_format: Literal["auto", "console", "json"] = Field(
        "auto", description="How it is logged: console, json, or auto: readable on a terminal, JSON lines elsewhere."
    )
    sentry_dsn: SecretStr | None = Field(
        None,
        description="Address of a Sentry project for errors: their kind and place, no texts, names or values. "
        "Needs the extra 'sentry'. Empty: nothing leaves this machine.",
    )
    http_host: str = Field("127.0.0.1", description="Address that the HTTP door listens on.")
    http_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="Port of the HTTP door: /livez, /readyz, and what platforms are told and show over HTTP. "
        "Empty: 3000 where a platform needs the door, else it stays shut.",
    )
    http_proxies: IpAddresses = Field(
        (),
        description="Addresses of the proxies in front of the HTTP door, separated by commas: only these are believed "
        "when they say who asks (X-Forwarded-For), so that one visitor's flood does not shut out others.",
    )
    metrics: bool = Field(
        False, description="Serve figures for Prometheus at /metrics of the HTTP door; needs the extra 'metrics'."
    )
    metrics_token: SecretStr | None = Field(
        None, description="What a scrape has to bring as a bearer token. Empty: only this machine is answered."
    )
    public_url: PublicAddress = Field(
        "",
        description="Address under which others reach the HTTP door, such as https://paperboy.example.org. "
        "Empty: the address that a request names.",
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Key that encrypts mail addresses and tokens of installations at rest, and signs links in mail. "
        "Mail needs it; for installations the client secret is used where it is empty.",
    )


def misspelt_names(groups: Iterable[type[SettingsGroup]]) -> list[str]:
    """Names in the environment or the files that look like settings and are none, each with the one it may mean."""
    known = {f"{PREFIX}{name.upper()}" for group in groups for name in group.model_fields}
    unknown = names_given() - known - {f"{name}{IN_A_FILE}" for name in known}
    ours = {name: _meant(name, known, 0.75) for name in unknown if name.startswith(PREFIX)}
    almost = {name: meant for name in unknown - ours.keys() if (meant := _meant(name, known, 0.9))}
    return [f"{name} is no setting.{meant}" for name, meant in sorted((ours | almost).items())]


def _meant(name: str, known: Iterable[str], similarity: float) -> str:
    near = process.extractOne(name, sorted(known), scorer=OSA.normalized_similarity, score_cutoff=similarity)
    return f" Did you mean {near[0]}?" if near else ""


def read_settings(groups: Sequence[type[SettingsGroup]]) -> list[SettingsGroup]:
    """Read each group from where its settings stand.

    Raises ``ConfigurationError`` naming every wrong setting of all groups, and never its value.
    """
    for file in (Path(DOTENV), settings_file()):
        written_in(file)  # raises for what would be misread
    read: list[SettingsGroup] = []
    wrong: list[str] = []
    for group in groups:
        try:
            read.append(group())
        except ValidationError as error:
            wrong += [f"{PREFIX}{str(one['loc'][0]).upper()}: {_said(one)}" for one in error.errors()]
    if wrong:
        raise ConfigurationError(f"These settings can't be used: {'; '.join(dict.fromkeys(wrong))}.")
    return read


_RIGHT = {
    "bool_parsing": "it should be true or false",
    "int_parsing": "it should be a whole number, in digits",
    "float_parsing": "it should be a number, such as 6 or 0.5",
}


def _said(error: ErrorDetails) -> str:
    """What is wrong with a value, in our words where the check is ours or pydantic's do not say what is right."""
    if error["type"] in _RIGHT:
        return _RIGHT[error["type"]]
    ours = error["type"] == "value_error"
    text = str(error["ctx"]["error"]) if ours else error["msg"].replace("Input should", "it should")
    return text.removesuffix(".")


def notify_socket() -> str:
    """Where systemd wants to be told how the program is; '' where it does not listen."""
    return os.environ.get("NOTIFY_SOCKET", "")


def secrets_of(groups: Iterable[SettingsGroup]) -> frozenset[str]:
    """The values that must never be shown or logged."""
    values = (getattr(group, name) for group in groups for name in type(group).model_fields)
    return frozenset(value.get_secret_value() for value in values if isinstance(value, SecretStr))


def example(groups: Sequence[type[SettingsGroup]], opening: str = COPY_ME) -> str:
    """The text of ``.env.example``: every setting with its description, commented out."""
    lines = [f"# {opening}", ""]
    for group in groups:
        for name, field in group.model_fields.items():
            lines += [f"# {field.description}", f"#{PREFIX}{name.upper()}={_default(field.default)}", ""]
    return "\n".join(lines)


def _default(value: object) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, (bool, int, float)) else ""
