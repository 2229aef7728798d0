"""What an operator can set about mail."""

import re
from typing import Literal

from pydantic import Field, SecretStr

from bot.addresses import is_loopback
from bot.errors import ConfigurationError
from bot.settings import PlatformSettings


class EmailSettings(PlatformSettings):
    """A submission server of the operator's, and who the mail is from."""

    email_host: str = Field("", description="Mail submission server, such as smtp.example.org. Setting it starts mail.")
    email_port: int | None = Field(
        None, ge=1, le=65535, description="Its port. Empty: 587 with starttls, 465 with tls, 25 with none."
    )
    email_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is encrypted: starttls, tls, or none (a server on this machine)."
    )
    email_user: str = Field("", description="Login of the mail server; empty where it asks for none.")
    email_password: SecretStr | None = Field(None, description="Password of the mail server.")
    email_from: str = Field("", description="Address that mail comes from, such as papers@example.org.")
    email_name: str = Field("Paperboy", description="Name beside that address.")
    email_bounces: str = Field(
        "",
        description="Address for messages that come back, such as bounces@example.org; it must take "
        "bounces+anything@example.org too, piped to: paperboy email bounce. Empty: only refusals at once are noticed.",
    )
    email_operator: str = Field(
        "", description="Who runs this, with the postal address where the law wants one; shown under each mail."
    )
    email_per_minute: int = Field(30, ge=1, le=6000, description="How many mails are sent in a minute at most.")
    email_retry_unknown: Literal["once", "never"] = Field(
        "once",
        description="Whether a mail is sent again when the server's answer to it was lost: once (it may come twice), "
        "or never (it may be missing).",
    )

    @property
    def configured(self) -> bool:
        return bool(self.email_host)

    @property
    def port(self) -> int:
        """The port to connect to."""
        return self.email_port or {"starttls": 587, "tls": 465, "none": 25}[self.email_security]

    @property
    def domain(self) -> str:
        """The domain that mail comes from."""
        return self.email_from.rpartition("@")[2]


def require_settings(settings: EmailSettings, public_url: str, secret_key: str) -> None:
    """Raise ``ConfigurationError`` naming the first setting that is missing or wrong."""
    if "@" not in settings.email_from or any(sign in settings.email_from for sign in " <>,\n"):
        raise ConfigurationError("PAPERBOY_EMAIL_FROM: mail needs an address to come from, such as papers@example.org.")
    if settings.email_bounces and not _ADDRESS.fullmatch(settings.email_bounces):
        raise ConfigurationError("PAPERBOY_EMAIL_BOUNCES must be an address with at most 20 characters before the @.")
    if not secret_key:
        raise ConfigurationError("PAPERBOY_SECRET_KEY: mail needs it to encrypt addresses and to sign links.")
    if not public_url.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise ConfigurationError(
            "PAPERBOY_PUBLIC_URL: mail needs the https address under which others reach the HTTP door, "
            "since people confirm and leave there."
        )
    if settings.email_security == "none" and settings.email_user and not is_loopback(settings.email_host):
        raise ConfigurationError("PAPERBOY_EMAIL_SECURITY is none: a password would cross the network in the clear.")


_ADDRESS = re.compile(r"[\w.-]{1,20}@[\w.-]+", re.ASCII)
