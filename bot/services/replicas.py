"""Several processes over one database: each piece of work is done by one of them, and limits are shared by all."""

import asyncio
from collections.abc import Callable, Collection
from datetime import timedelta

import structlog

from bot.errors import StoreError
from bot.ports.leases import Leases
from bot.ports.replicas import Do, do_nothing
from bot.ports.time import Clock

LEASE = timedelta(seconds=20)
"""A process that died is replaced after so long, and up to ``RENEW`` seconds more."""
RENEW = 5.0
STOP_AFTER = 13.0
"""Seconds after the last renewal when a process stops by itself: work has the rest of the lease to end in."""
ANSWER_SECONDS = 6.0

log = structlog.get_logger()


class LeasedReplicas:
    """See ``bot.ports.replicas.Replicas``. Each piece of work has a lease; so has each process on each platform.

    How long this process may go on is measured here from before it asked, so that no two clocks need agree: a process
    that was stopped, or that can't reach the database, stops its work before another may begin it.
    """

    def __init__(self, leases: Leases, platforms: Collection[str], holder: str, clock: Clock) -> None:
        self._leases = leases
        self._platforms = platforms
        self._holder = holder
        self._clock = clock
        self._presence = frozenset(f"{_process(platform)}{holder}" for platform in platforms)
        self._wanted: set[str] = set()
        self._may_until: dict[str, float] = {}
        self._alive: dict[str, int] = {}
        self._renewed = asyncio.Event()
        self._asking = asyncio.Lock()

    def alive(self, platform: str) -> int:
        return max(1, self._alive.get(platform, 1))

    async def count(self, platform: str) -> int:
        try:
            self._alive[platform] = await self._leases.held(_process(platform), self._clock.now())
        except StoreError as error:
            log.warning("processes.not_counted", why=str(error))
        return self.alive(platform)

    def holds(self, work: str) -> bool:
        return self._left(_work(work)) > 0

    async def while_held(self, work: str, do: Do, otherwise: Callable[[], None] = do_nothing) -> bool:
        name = _work(work)
        self._wanted.add(name)
        try:
            await self._renew()
            if self._left(name) <= 0:
                otherwise()
            while self._left(name) <= 0:
                await self._renewed.wait()
            log.info("work.taken", work=work)
            ended = await self._done(name, do)
            if not ended:
                log.warning("work.lost", work=work)
            return ended
        finally:
            self._wanted.discard(name)
            await self._give_back({name})

    async def run(self) -> None:
        """Renew what is held and look who else is there, until cancelled."""
        try:
            while True:
                await self._renew()
                for platform in self._platforms:
                    await self.count(platform)
                await self._clock.sleep(RENEW)
        finally:
            await self._give_back(self._presence)

    async def _done(self, name: str, do: Do) -> bool:
        """Do the work; False where the right to it was lost before it had ended."""
        working = asyncio.ensure_future(do())
        losing = asyncio.ensure_future(self._lost(name))
        try:
            await asyncio.wait({working, losing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            losing.cancel()
            if not working.done():
                working.cancel()
                await asyncio.wait({working})
        if working.cancelled():
            return False
        working.result()
        return True

    async def _lost(self, name: str) -> None:
        while (left := self._left(name)) > 0:
            await self._clock.sleep(left)

    def _left(self, name: str) -> float:
        return self._may_until.get(name, 0.0) - self._clock.monotonic()

    async def _renew(self) -> None:
        """Ask for everything that is wanted; what can't be asked for runs out by itself."""
        async with self._asking:
            asked, wanted = self._clock.monotonic(), self._wanted | self._presence
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    held = await self._leases.hold(wanted, self._holder, self._clock.now(), LEASE)
            except (StoreError, TimeoutError) as error:
                log.warning("leases.not_renewed", why=str(error) or "The database does not answer.")
                return
            self._may_until |= dict.fromkeys(held, asked + STOP_AFTER)
        self._renewed.set()
        self._renewed.clear()

    async def _give_back(self, names: Collection[str]) -> None:
        async with self._asking:  # else a renewal on its way would take them again
            for name in names:
                self._may_until.pop(name, None)
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    await self._leases.give_back(names, self._holder)
            except (StoreError, TimeoutError) as error:  # the leases end by themselves
                log.warning("leases.not_given_back", why=str(error) or "The database does not answer.")


def _process(platform: str) -> str:
    return f"process:{platform}:"


def _work(name: str) -> str:
    return f"work:{name}"
