"""Channels that get another id."""

from typing import Protocol

from bot.model import Channel


class Channels(Protocol):
    """What is kept of channels as a whole, whichever part of the store keeps it."""

    async def move(self, old: Channel, new: Channel) -> None:
        """Let all that is kept of ``old`` stand under ``new``, in one transaction; ``old`` is as if never seen then.

        Where both have something that a channel has once, a subscription or an interest, that of ``new`` stays. Both
        are of one tenant.
        """
        ...
