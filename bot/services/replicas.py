"""Several processes over one database: each piece of work is done by one of them, and limits are shared by all."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from secrets import token_hex

import structlog

from bot.errors import StoreError
from bot.ports.leases import Leases
from bot.ports.replicas import Do, do_nothing
from bot.ports.time import Clock
from bot.services.process_names import PROCESS, WORK
from bot.services.shares import ShareChange, next_change

LEASE = timedelta(seconds=20)
"""A process that died is replaced after so long, and up to ``RENEW`` seconds more."""
RENEW = 5.0
STOP_AFTER = 13.0
"""Seconds after the last renewal when a process stops by itself: work has the rest of the lease to end in."""
ANSWER_SECONDS = 6.0
TURN_WAIT = 0.5
"""Seconds before a turn that another process has is asked for again."""

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
        self._presence = {f"{_process(platform)}{holder}": holder for platform in platforms}
        self._wanted: dict[str, str] = {}  # the name each is held under
        self._may_until: dict[str, float] = {}
        self._there: dict[str, frozenset[str]] = {}
        self._ended: Counter[str] = Counter()
        self._renewed = asyncio.Event()
        self._asking = asyncio.Lock()

    def alive(self, platform: str) -> int:
        return max(1, len(self._there.get(platform, ())))

    def ended(self, platform: str) -> int:
        return self._ended[platform]

    async def count(self, platform: str) -> int:
        try:
            there = frozenset((await self._leases.holders(_process(platform), self._clock.now())).values())
        except StoreError as error:
            log.warning("processes.not_counted", why=str(error))
        else:
            self._ended[platform] += len(self._there.get(platform, there) - there)
            self._there[platform] = there
        return self.alive(platform)

    def holds(self, work: str) -> bool:
        return self._left(_work(work)) > 0

    async def while_held(
        self, work: str, do: Do, otherwise: Callable[[], None] = do_nothing, *, together: str = ""
    ) -> bool:
        async with self._wanting(_work(work), together or self._holder):
            if not self.holds(work):
                otherwise()
            while not self.holds(work):
                await self._renewed.wait()
            return await self._done(work, do)

    async def done_by(self, work: str) -> str:
        name = _work(work)
        return (await self._leases.holders(name, self._clock.now())).get(name, "")

    async def share(self, works: Sequence[str], do: Callable[[str], Awaitable[None]]) -> None:
        doing: dict[str, asyncio.Task[bool]] = {}
        members = f"share:{works[0]}:"
        async with self._wanting(f"{members}{self._holder}", self._holder):
            try:
                while True:
                    change = await self._change(works, doing, members)
                    await _ended([doing.pop(work) for work in change.end])
                    for work in change.begin:
                        doing[work] = asyncio.create_task(self.while_held(work, partial(do, work)))
                    await self._next_look(doing)
            finally:
                await _ended(doing.values())

    async def turn(self, name: str, seconds: float) -> None:
        once, span = f"{self._holder} {token_hex(4)}", timedelta(seconds=seconds)
        while not await self._leases.hold([f"turn:{name}"], once, self._clock.now(), span):
            await self._clock.sleep(TURN_WAIT)

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

    async def _change(self, works: Sequence[str], doing: Collection[str], members: str) -> ShareChange:
        """What to begin and end of what is shared; nothing while the others can't be seen."""
        now = self._clock.now()
        try:
            sharing = sorted((await self._leases.holders(members, now)).values())
            held = await self._leases.holders(WORK, now)
        except StoreError as error:
            log.warning("processes.not_counted", why=str(error))
            return ShareChange()
        if self._holder not in sharing:
            return ShareChange()
        others = {work for work in works if held.get(_work(work), self._holder) != self._holder}
        return next_change(works, doing, others, sharing.index(self._holder), len(sharing))

    async def _next_look(self, doing: dict[str, asyncio.Task[bool]]) -> None:
        """Wait until others may have come or gone; raises what a work raised, and forgets those that were lost."""
        pause = asyncio.ensure_future(self._clock.sleep(RENEW))
        try:
            await asyncio.wait({pause, *doing.values()}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pause.cancel()
        for work in [work for work, task in doing.items() if task.done()]:
            doing.pop(work).result()

    @asynccontextmanager
    async def _wanting(self, name: str, holder: str) -> AsyncIterator[None]:
        """Ask for a lease again and again, and give it back in the end, unless others hold it together with us."""
        self._wanted[name] = holder
        try:
            await self._renew(unless_held=name)
            yield
        finally:
            self._wanted.pop(name)
            await self._give_back({name})

    async def _done(self, work: str, do: Do) -> bool:
        """Do the work; False where the right to it was lost before it had ended."""
        log.info("work.taken", work=work)
        working = asyncio.ensure_future(do())
        losing = asyncio.ensure_future(self._lost(_work(work)))
        try:
            await asyncio.wait({working, losing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            losing.cancel()
            if not working.done():
                working.cancel()
                await asyncio.wait({working})
        if working.cancelled():
            log.warning("work.lost", work=work)
            return False
        working.result()
        return True

    async def _lost(self, name: str) -> None:
        while (left := self._left(name)) > 0:
            await self._clock.sleep(left)

    def _left(self, name: str) -> float:
        return self._may_until.get(name, 0.0) - self._clock.monotonic()

    async def _renew(self, unless_held: str = "") -> None:
        """Ask for everything that is wanted; what can't be asked for runs out by itself.

        Of many that want something at once, one asks for all: those whose lease has come meanwhile need not.
        """
        async with self._asking:
            if self._left(unless_held) > 0:
                return
            asked, wanted = self._clock.monotonic(), self._presence | self._wanted
            held: set[str] = set()
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    for holder in set(wanted.values()):
                        names = [name for name in wanted if wanted[name] == holder]
                        held |= await self._leases.hold(names, holder, self._clock.now(), LEASE)
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


async def _ended(tasks: Collection["asyncio.Task[bool]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _process(platform: str) -> str:
    return f"{PROCESS}{platform}:"


def _work(name: str) -> str:
    return f"{WORK}{name}"
