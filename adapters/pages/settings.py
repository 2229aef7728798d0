"""What an operator can set about the web page."""

from enum import StrEnum

from pydantic import Field

from bot.settings import PlatformSettings


class Mode(StrEnum):
    """Whom the page is for."""

    OFF = "off"
    LOCAL = "local"
    PRIVATE = "private"
    PUBLIC = "public"


class WebSettings(PlatformSettings):
    """Whom the page is for; where it is reached is said by the settings of the HTTP door."""

    web: Mode = Field(
        Mode.OFF,
        description="Whom the web page is for: off; local, the person at this machine (as paperboy run --web); "
        "private, people who sign in from chat; "
        "public, everybody, for papers. All but local need PAPERBOY_PUBLIC_URL.",
    )

    @property
    def configured(self) -> bool:
        return self.web is not Mode.OFF
