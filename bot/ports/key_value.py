"""Small named facts of the installation that belong nowhere else."""

from collections.abc import Mapping
from typing import Protocol


class KeyValue(Protocol):
    """Named texts: a hash of the commands that a platform was told, the day of a planned erasure."""

    async def get(self, name: str) -> str | None:
        """The text kept under ``name``, or None."""
        ...

    async def put(self, name: str, value: str | None) -> None:
        """Keep ``value`` in place of what was kept; None forgets the name."""
        ...

    async def named(self, prefix: str) -> Mapping[str, str]:
        """All texts whose names start with ``prefix``, by name."""
        ...
