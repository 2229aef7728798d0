"""Which papers Paperboy's answers show that others see too, so that an emoji on one of them means something."""

from collections.abc import Sequence
from datetime import timedelta

from discord.utils import snowflake_time

from bot.identity import PaperId
from bot.ports.key_value import KeyValue
from bot.ports.time import Clock

RETENTION = timedelta(days=30)
"""How long after an answer an emoji on it counts."""

_PREFIX = "discord.shared."


class SharedPosts:
    """Remembers message ids and papers, for ``RETENTION``. Nothing about people."""

    def __init__(self, state: KeyValue, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    async def remember(self, message: int, papers: Sequence[PaperId]) -> None:
        """The message shows these papers now, or none any more."""
        await self._state.put(f"{_PREFIX}{message}", " ".join(papers) or None)

    async def papers_of(self, message: int) -> tuple[PaperId, ...]:
        """The papers of a remembered message, in order; none of any other."""
        kept = await self._state.get(f"{_PREFIX}{message}")
        return tuple(PaperId(paper) for paper in (kept or "").split())

    async def forget_old(self) -> None:
        """Forget what was shared longer ago than ``RETENTION``; a message's id tells its age."""
        oldest = self._clock.now() - RETENTION
        for name in await self._state.named(_PREFIX):
            if snowflake_time(int(name.removeprefix(_PREFIX))) < oldest:
                await self._state.put(name, None)
