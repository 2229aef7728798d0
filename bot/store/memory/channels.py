"""A channel under another id, in dictionaries."""

from collections.abc import Iterable
from typing import Protocol

from bot.model import Channel


class KeepsChannels(Protocol):
    """A part that keeps something about channels."""

    def move_channel(self, old: Channel, new: Channel) -> None: ...


class MemoryChannels:
    """See ``bot.ports.channels.Channels``. A part that keeps something about channels is handed in here."""

    def __init__(self, parts: Iterable[KeepsChannels]) -> None:
        self._parts = tuple(parts)

    async def move(self, old: Channel, new: Channel) -> None:
        for part in self._parts:
            part.move_channel(old, new)
