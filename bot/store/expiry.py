"""Removes what has outlived its use from every part of a store that keeps such."""

from datetime import datetime
from typing import Protocol, runtime_checkable


@runtime_checkable
class Expiring(Protocol):
    """A part of a store with rows that end by time. Whatever part has this is asked: none can be forgotten."""

    async def expire(self, now: datetime) -> None: ...


async def expire_parts(store: object, now: datetime) -> None:
    """Ask each part of a store that can, one after the other."""
    for part in vars(store).values():
        if isinstance(part, Expiring):
            await part.expire(now)
