"""What is served over HTTP, without the server: one door listens, and whoever is reached through it hands it routes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from bot.model import Finding

REFUSED = "refused"
"""In place of a route's method: it draws what the door refuses (unknown addresses, wrong methods, large bodies)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """A request whose body has arrived whole. Names of ``headers`` are read without regard to case.

    ``parts`` are what stands in the address where its route has names in braces, decoded. ``remote`` is the caller's
    address: the one that a proxy gives, where the setting ``http_proxies`` names that proxy.
    """

    query: str
    headers: Mapping[str, str]
    body: bytes
    path: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    remote: str = ""
    refused: int = 0
    """The status with which the door refuses it, where a route for ``REFUSED`` is to draw that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """An answer. ``headers`` may name one twice (``Set-Cookie``), and win over the door's own.

    ``packed`` lets it be compressed: never where a secret stands beside what a stranger wrote (BREACH)."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain"
    headers: Sequence[tuple[str, str]] = ()
    packed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address and who answers it; a body larger than the door takes is refused before.

    ``path`` may hold names in braces (``/day/{date}``, ``/paper/{id:.+}``). HEAD is answered like GET, without body.
    """

    method: str
    path: str
    answer: Callable[[HttpRequest], Awaitable[HttpResponse]]


@runtime_checkable
class HasRoutes(Protocol):
    """A chat platform that is reached over HTTP too. Its routes answer 503 until it is connected."""

    @property
    def routes(self) -> Sequence[Route]:
        """What the door serves for it; the same from its making to its end. Empty where it needs none."""
        ...


class HttpDoor(Protocol):
    """The one HTTP server of the program."""

    async def run(self) -> None:
        """Listen until cancelled; raises ``ConfigurationError`` when the address can't be had."""
        ...

    async def listening(self) -> str:
        """Return once requests are taken: the web address of this door, as seen from this machine."""
        ...


ReadinessCheck = Callable[[], Awaitable[Sequence[Finding]]]
"""What has to work before the program is of use; it is ready when nothing of it is misconfigured or unavailable."""
