"""What was posted, for reactions to it."""

from typing import Protocol

from bot.model import MessageRef, PaperId


class Posts(Protocol):
    """What was posted, for reactions to it."""

    async def papers_of(self, message: MessageRef) -> tuple[PaperId, ...]:
        """The papers a posted message shows, in order; one when the message means that paper. Empty when unknown."""
        ...
