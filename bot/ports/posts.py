"""What was posted, for reactions to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Channel, MessageRef, PaperId


class Posts(Protocol):
    """What was posted, for reactions to it."""

    async def papers_of(self, message: MessageRef) -> tuple[PaperId, ...]:
        """The papers a posted message shows, in order; one when the message means that paper. Empty when unknown."""
        ...

    async def channel_of(self, message: MessageRef) -> Channel | None:
        """The shared channel whose picks a posted message is, though it may lie in a thread of its own.

        None when unknown, and for a private conversation.
        """
        ...

    async def posted(self, platform: str, since: datetime) -> Sequence[MessageRef]:
        """Where the messages lie of the platform's digests that were made since then, oldest digest first."""
        ...

    async def thread_of(self, message: MessageRef) -> MessageRef | None:
        """The message in whose thread a posted message lies; None for one that lies in no thread, or is unknown."""
        ...
