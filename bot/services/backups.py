"""A copy of the database every day, in a folder of its own, and the old ones removed."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.errors import StoreError
from bot.ports.key_value import KeyValue
from bot.ports.time import Clock

EVERY = timedelta(days=1)
LATE = timedelta(days=2)
"""A newest copy older than this is told by the doctor."""
LOOK_EVERY = 600.0
_NAME = "paperboy-*.db"
_LAST = "backup"

log = structlog.get_logger()


class Backups:
    """Makes a copy once a day and keeps the newest ``keep``; other files in the folder are left alone."""

    def __init__(
        self, copy: Callable[[Path], Awaitable[None]], facts: KeyValue, folder: Path, keep: int, clock: Clock
    ) -> None:
        self._copy = copy
        self._facts = facts
        self._folder = folder
        self._keep = keep
        self._clock = clock

    async def run(self) -> None:
        """Copy when a day has gone by, until cancelled. Raises ``StoreError`` where that can't be done."""
        while True:
            last = await last_backup(self._facts)
            if last is None or self._clock.now() - last >= EVERY:
                await self.make()
            await self._clock.sleep(LOOK_EVERY)

    async def make(self) -> Path:
        """Make a copy now, and remove those that are too many; return where it lies."""
        now = self._clock.now()
        try:
            self._make_folder()
            copy = self._free_name(f"paperboy-{now:%Y%m%dT%H%M%SZ}")
            await self._copy(copy)
            removed = self._prune()
        except OSError as error:
            raise StoreError(f"The backup in {self._folder} can't be made: {error.strerror}.") from error
        await self._facts.put(_LAST, json.dumps({"at": now.isoformat()}))
        log.info("backup.made", file=copy.name, removed=removed)
        return copy

    def _make_folder(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _free_name(self, name: str) -> Path:
        """A second copy within one second sorts after the first: "_" comes after ".", and 2 to 9 are enough."""
        names = (f"{name}.db", *(f"{name}_{number}.db" for number in range(2, 10)))
        return next((path for path in map(self._folder.joinpath, names) if not path.exists()), self._folder / names[0])

    def _prune(self) -> int:
        """Names sort by time."""
        old = sorted(self._folder.glob(_NAME))[: -self._keep]
        for file in old:
            file.unlink()
        return len(old)


async def last_backup(facts: KeyValue) -> datetime | None:
    """When the newest copy was made; None if none ever was."""
    kept = await facts.get(_LAST)
    return datetime.fromisoformat(json.loads(kept)["at"]) if kept else None
