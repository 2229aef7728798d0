"""Writing together what many ask for at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Group(Generic[T]):
    members: list[T] = field(default_factory=list)
    written: bool = False
    error: Exception | None = None


class Grouped(Generic[T]):
    """Whoever comes while others are written shares the next transaction with all who wait; nobody waits for company.

    ``write`` must bear to be given the same twice: a group whose writer was cancelled is written by the next in line.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._write = write
        self._turn = asyncio.Lock()
        self._open = _Group[T]()

    async def put(self, one: T) -> None:
        """Return once it is written; raise what writing its group raised."""
        group = self._open
        group.members.append(one)
        async with self._turn:
            if not group.written:
                self._open = _Group()
                await self._settle(group)
        if group.error:
            raise group.error

    async def _settle(self, group: _Group[T]) -> None:
        try:
            await self._write(group.members)
        except Exception as error:
            group.error = error
        group.written = True
