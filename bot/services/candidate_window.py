"""The papers that digests are made of, read once for all that are due together."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import UTC, datetime, timedelta

from bot.model import Paper, PaperId, Selection, SourceState
from bot.ports.papers import Papers

OVERLAP = timedelta(hours=1)
"""Papers are looked at again for so long: a source may store what it read a little after a digest was made."""
FURTHEST = timedelta(days=14)
"""A catch-up goes back no further."""
FIRST_LOOK = timedelta(days=3)
"""Papers this new may be in the first digest of a channel; if there are none, the newest stored week."""
WEEK = timedelta(days=7)
NEWS = timedelta(days=45)
"""How far behind the newest stored day a paper may lie. What was looked up by its id, or read in afterwards, is new
to the store but no news."""


class CandidateWindow:
    """The new papers, read once for all the channels that are due together, and what was chosen from them."""

    def __init__(self, papers: Papers, now: datetime) -> None:
        self._papers = papers
        self._now = now
        self._since: dict[datetime, tuple[Paper, ...]] = {}
        self._states: Sequence[SourceState] | None = None
        self._shared: dict[tuple[Hashable, tuple[PaperId, ...]], Selection] = {}

    async def candidates(self, seen_to: datetime | None, *, first_look: timedelta = FIRST_LOOK) -> tuple[Paper, ...]:
        """The papers that came in after ``seen_to``; for None, those that a channel's first digest is made of.

        Counted in whole hours, so that channels of the same slot share one tuple.
        """
        since = max(seen_to - OVERLAP, self._now - FURTHEST) if seen_to else self._now - first_look
        since = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        if since not in self._since:
            self._since[since] = await self._news(since)
        return self._since[since] or (await self._newest_week() if seen_to is None else ())

    async def source_states(self) -> Sequence[SourceState]:
        """How the sources are, as this window first saw them."""
        if self._states is None:
            self._states = await self._papers.source_states()
        return self._states

    async def shared(
        self, wish: Hashable, papers: Sequence[Paper], choose: Callable[[], Awaitable[Selection]]
    ) -> Selection:
        """The selection of these papers that was made before for the same wish, else what ``choose`` makes now."""
        key = (wish, tuple(paper.id for paper in papers))
        if key not in self._shared:
            self._shared[key] = await choose()
        return self._shared[key]

    async def _news(self, since: datetime) -> tuple[Paper, ...]:
        newest = await self._papers.latest_day()
        recent = await self._papers.seen_since(since, newest - NEWS) if newest else ()
        return tuple(paper for paper in recent if not paper.withdrawn)

    async def _newest_week(self) -> tuple[Paper, ...]:
        newest = await self._papers.latest_day()
        week = await self._papers.between(newest - WEEK, newest) if newest else ()
        return tuple(paper for paper in week if not paper.withdrawn)
