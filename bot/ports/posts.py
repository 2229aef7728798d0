"""What was posted, for reactions to it."""

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
