"""Signing in to the web page with an account of a chat platform, where the platform can prove whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from bot.model import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempt:
    """One sign-in on its way: secrets that one browser alone can bring back, and where it comes back to."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    """What PKCE's challenge (RFC 7636) is made of: 64 characters."""
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenAccount:
    """An account that a platform vouched for: as whom it signs in, and in words for the person."""

    member: Member
    name: str = ""
    place: str = ""
    """The server or workspace."""


class PlatformSignIn(Protocol):
    """What one platform does for it. Nothing of a person's tokens is kept or logged."""

    platform: str
    name: str
    """As people know it."""
    team_word: str
    """What a tenant is called there: server, workspace."""

    def address(self, attempt: SignInAttempt) -> str:
        """Where the browser is sent, to be asked by the platform whether it may tell who the person is."""
        ...

    async def accounts(self, attempt: SignInAttempt, code: str) -> Sequence[ProvenAccount]:
        """Whom the ``code`` proves, once in each tenant that Paperboy serves; none where it serves none of theirs.

        Raises ``NotAllowed``, without words, where it proves nobody, ``Unavailable`` where the platform does not
        answer, and ``ConfigurationError`` where the platform does not know the program.
        """
        ...


@runtime_checkable
class HasPlatformSignIn(Protocol):
    """A chat platform whose accounts may sign people in to the web page."""

    @property
    def platform_sign_in(self) -> PlatformSignIn | None:
        """None where settings don't ask for it."""
        ...
