"""The cookie that says who is signed in."""

from dataclasses import dataclass

from adapters.pages.visits import Visit

LASTS = 30 * 24 * 60 * 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """Named so that a browser takes it over https alone, and from no other host, where the page has https."""

    https: bool

    @property
    def name(self) -> str:
        return "__Host-paperboy" if self.https else "paperboy-session"

    def put(self, key: str) -> tuple[str, str]:
        """The header that keeps a session in the browser."""
        secure = "; Secure" if self.https else ""
        return "Set-Cookie", f"{self.name}={key}; Path=/; Max-Age={LASTS}; HttpOnly; SameSite=Lax{secure}"

    @property
    def gone(self) -> tuple[str, str]:
        """The header that takes it away; browsers then keep no page that was drawn for it either."""
        secure = "; Secure" if self.https else ""
        return "Set-Cookie", f"{self.name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}"

    def key_in(self, visit: Visit) -> str:
        """What the browser brought, or ''."""
        return visit.cookies.get(self.name, "")
