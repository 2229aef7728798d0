"""What a chat platform offers ``paperboy init``: what to click, what to paste, and where it can post then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from bot.model import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One thing to paste: ``setting`` is a field of the platform's settings, ``begins`` how such a thing begins."""

    setting: str
    name: str
    begins: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel that can be posted to, under the ``name`` that people know it by."""

    channel: Channel
    name: str
    threads: bool = True


class SetUp(Protocol):
    """How somebody makes the platform ready. Steps are sentences, each one thing to do.

    ``invitation`` and ``places`` raise ``ConfigurationError`` or ``Unavailable``, and end within 20 seconds.
    """

    title: str

    @property
    def secrets(self) -> Sequence[Secret]:
        """What to paste, in this order."""
        ...

    def preparation(self, public_url: str) -> Sequence[str]:
        """What to do before there is anything to paste."""
        ...

    async def invitation(self, settings: Any) -> Sequence[str]:
        """What to do so that there is a channel to post to."""
        ...

    async def places(self, settings: Any) -> Sequence[Place]:
        """The channels that can be posted to now."""
        ...


@runtime_checkable
class HasSetUp(Protocol):
    """An ``AdapterPackage`` that ``paperboy init`` can set up."""

    def set_up(self) -> SetUp:
        """Raise ``ConfigurationError`` naming the extra where it is missing."""
        ...
