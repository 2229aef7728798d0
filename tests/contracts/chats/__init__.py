"""The chat platforms under one contract suite: each a harness around its adapter and its loopback stand-in.

To add one: a module here with ``harness()``, an async context manager that yields a ``ChatHarness``, and its name in
``PLATFORMS``.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, Protocol, cast

from bot.model import Channel, Member, MessageRef
from bot.ports.chat import ChatAdapter

PLATFORMS = ("console", "discord", "email", "slack")

Failure = Literal["answer lost", "unavailable", "asked to wait", "payload refused"]


class OtherSide(Protocol):
    """What the suite does to, and sees of, a platform."""

    def posts(self, channel: Channel) -> int:
        """How many messages lie in the channel itself."""
        ...

    def thread_posts(self, head: MessageRef) -> int:
        """How many messages lie in the thread of ``head``, without ``head``."""
        ...

    def told(self) -> int:
        """How many private messages people got."""
        ...

    def fail_next(self, failure: Failure) -> None:
        """What happens to the next post. "answer lost": it is carried out; the others: it is not."""
        ...

    def forget_keys(self) -> None:
        """As after a long time: the platform itself no longer knows the keys of earlier posts."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatHarness:
    """A running adapter. ``side`` is None where nothing can go wrong between adapter and platform.
    ``missing`` is a channel that doesn't exist, ``silent`` a member who takes no private messages. ``tells``: people
    can be told something in private there; ``reads_back``: what lies there can be looked up."""

    adapter: ChatAdapter
    channel: Channel
    member: Member
    missing: Channel | None = None
    silent: Member | None = None
    side: OtherSide | None = None
    tells: bool = True
    reads_back: bool = True


def open_harness(platform: str) -> AbstractAsyncContextManager[ChatHarness]:
    module = import_module(f"tests.contracts.chats.{platform}")
    return cast(AbstractAsyncContextManager[ChatHarness], module.harness())
