"""Notices another process that serves from the same database: people would be answered twice."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.ports.leases import Leases
from bot.ports.time import Clock

HELD = timedelta(seconds=90)
"""A process that was killed holds its lease for so long."""
RENEW = 30.0

AT_START = (
    "another Paperboy serves {platform} from this database, or one was killed less than two minutes ago. "
    "Two with the same token answer everything twice: let only one run."
)
FOR_CERTAIN = "another Paperboy serves {platform} from this database and answers everything too: stop one of the two."

log = structlog.get_logger()


class Presence:
    """Holds the lease of a platform while this process serves it. ``complain`` tells the operator a sentence."""

    def __init__(
        self, platform: str, leases: Leases, clock: Clock, holder: str, complain: Callable[[str], None]
    ) -> None:
        self._platform = platform
        self._name = f"serving:{platform}"
        self._leases = leases
        self._clock = clock
        self._holder = holder
        self._complain = complain

    async def run(self) -> None:
        """Hold the lease until cancelled; tell where somebody else does, at the start and once that is certain."""
        began, alone, said = self._clock.now(), await self._acquired(), set[str]()
        try:
            while True:
                if not alone:
                    self._say_once(said, FOR_CERTAIN if self._clock.now() - began > HELD else AT_START)
                await self._clock.sleep(RENEW)
                alone = await self._acquired()
        finally:
            if alone:
                await self._leases.release(self._name, self._clock.now())

    def _say_once(self, said: set[str], sentence: str) -> None:
        if sentence not in said:
            said.add(sentence)
            log.warning("process.not_alone", platform=self._platform, certain=sentence == FOR_CERTAIN)
            self._complain(sentence.format(platform=self._platform))

    async def _acquired(self) -> bool:
        now = self._clock.now()
        return await self._leases.acquire(self._name, now, now + HELD, self._holder) is None
