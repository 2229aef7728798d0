"""The feature space in use: fitted, kept, and refitted in the background as papers come."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.model import Paper
from bot.ports.papers import Papers
from bot.ports.ranking import Spaces, StoredSpace
from bot.ports.time import Clock
from bot.ports.vectors import Embeddings, SentenceEmbeddings
from bot.ranking.features import METHOD, FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.serialization import space_bytes, space_from

log = structlog.get_logger()

QUICK = 2_000
"""Most papers of a fit that is made while a request waits: under two seconds."""
MAX_FITTED_PAPERS = 100_000
"""The newest papers that a feature space is fitted on."""
GROWTH, AGE = 1.1, timedelta(days=1)
"""A space is refitted when there are a tenth more papers; and daily, once anything is new."""
LOOK = timedelta(minutes=10)
FOLLOW = timedelta(seconds=30)
"""Between two looks for a space that another process fitted."""
FIRST_LOOK = timedelta(seconds=30)
"""A start is busy enough, and there is a space to begin with."""

Corpus = tuple[Sequence[Paper], Embeddings]
FitApart = Callable[[Corpus], Awaitable[FeatureSpace]]
"""``learn_from`` without holding up anything else, for minutes if need be."""


class FeatureSpaces:
    """Hands out one feature space at a time. A refit happens apart, and picks go on with the old space."""

    def __init__(
        self, papers: Papers, kept: Spaces, embeddings: SentenceEmbeddings, fit_apart: FitApart, clock: Clock
    ) -> None:
        self._papers = papers
        self._kept = kept
        self._embeddings = embeddings
        self._fit_apart = fit_apart
        self._clock = clock
        self._space: FeatureSpace | None = None
        self._fitted: datetime | None = None
        self._read_last = ""
        self._lock = asyncio.Lock()

    async def current(self) -> FeatureSpace:
        """The space to use now; the first time it is read or, failing that, fitted on the newest papers."""
        async with self._lock:
            if self._space is None:
                await self._read()
            space = self._space
            if space is None or (space.papers < QUICK and await self._outgrown(space)):
                space = await self._fit(QUICK, _fit_here)
            return space

    async def run(self) -> None:
        """Refit whenever it is due, until cancelled."""
        await self._clock.sleep(FIRST_LOOK.total_seconds())
        while True:
            await self.refit_if_due()
            await self._clock.sleep(LOOK.total_seconds())

    async def follow(self) -> None:
        """Go over to whatever space another process has fitted, soon after; until cancelled."""
        while True:
            await self._clock.sleep(FOLLOW.total_seconds())
            await self.take_newest()

    async def take_newest(self) -> None:
        """Use the space that is kept, if this process has one in use and it is another."""
        newest = await self._kept.newest(METHOD)
        if newest is None or self._space is None or newest.version in (self._space.version, self._read_last):
            return
        async with self._lock:
            await self._read()

    async def refit_if_due(self) -> bool:
        """Refit on all papers when the space is too small or too old; say whether it was."""
        space = await self.current()
        count = await self._papers.count()
        old = self._fitted is None or self._clock.now() - self._fitted >= AGE
        grown = min(count, MAX_FITTED_PAPERS) > space.papers * GROWTH
        if not grown and not (old and count != space.papers) and not await self._lacks_embeddings(space):
            return False
        await self._fit(MAX_FITTED_PAPERS, self._fit_apart)
        return True

    async def _outgrown(self, space: FeatureSpace) -> bool:
        return await self._papers.count() > space.papers * GROWTH or await self._lacks_embeddings(space)

    async def _lacks_embeddings(self, space: FeatureSpace) -> bool:
        """Whether it could use embeddings by now."""
        return not space.embedded and await self._embeddings.complete()

    async def _read(self) -> None:
        stored = await self._kept.load(METHOD)
        if stored is None:
            return
        self._read_last = stored.fit.version
        try:
            space = await asyncio.to_thread(space_from, stored.content)
        except (ValueError, KeyError, TypeError):  # written by another version of Paperboy
            log.info("feature_space_outdated")
            return
        if self._embeddings.on or not space.embedded:
            self._space, self._fitted = space, stored.fitted

    async def _fit(self, most: int, fit: FitApart) -> FeatureSpace:
        papers = await self._papers.sample(most)
        space = await fit((papers, await self._embeddings.of([paper.id for paper in papers])))
        now = self._clock.now()
        content = await asyncio.to_thread(space_bytes, space)
        await self._kept.save(StoredSpace(fit=space.fit, papers=space.papers, fitted=now, content=content))
        self._space, self._fitted = space, now
        log.info("feature_space_fitted", papers=space.papers, terms=len(space.term_index.terms))
        return space


def learn_from(corpus: Corpus) -> FeatureSpace:
    return learn(*corpus)


async def _fit_here(corpus: Corpus) -> FeatureSpace:
    return await asyncio.to_thread(learn_from, corpus)
