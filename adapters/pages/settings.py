"""What an operator can set about the web page."""

from enum import StrEnum

from pydantic import Field

from bot.settings import PlatformSettings


class Mode(StrEnum):
    """Whom the page is for."""

    OFF = "off"
    LOCAL = "local"
    PRIVATE = "private"
    TEAM = "team"
    PUBLIC = "public"

    @property
    def papers_are_public(self) -> bool:
        """Whether papers and search are for everybody."""
        return self in (Mode.LOCAL, Mode.PUBLIC)

    @property
    def shares_channels(self) -> bool:
        """Whether a channel's picks are for whoever has its private address."""
        return self in (Mode.LOCAL, Mode.TEAM, Mode.PUBLIC)


class WebSettings(PlatformSettings):
    """Whom the page is for; where it is reached is said by the settings of the HTTP door."""

    web: Mode = Field(
        Mode.OFF,
        description="Whom the web page is for: off; local, the person at this machine (as paperboy run --web); "
        "private, people who sign in from chat; "
        "team, also whoever has the private address of a channel's picks; "
        "public, also everybody, for papers. All but local need PAPERBOY_PUBLIC_URL.",
    )

    @property
    def configured(self) -> bool:
        return self.web is not Mode.OFF
