"""What the newest papers are about: topics, organisations and categories, the most frequent first. Kept in memory."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.model import InterestKind, Paper
from bot.ports.papers import Papers
from bot.ports.time import Clock
from bot.text import fold

SAMPLE_SIZE = 2_000
"""Papers that are counted."""

FRESH = 3_600.0
"""Seconds for which a count stands."""

Counts = dict[InterestKind, list[tuple[str, str]]]
"""(as searched, as shown) of each kind, the most frequent first."""


class PopularTerms:
    """Counts terms when first asked, and again when the counts are old."""

    def __init__(self, papers: Papers, clock: Clock) -> None:
        self._papers = papers
        self._clock = clock
        self._counts: Counts = {}
        self._counted_at: float | None = None
        self._counting = asyncio.Lock()

    async def like(self, kind: InterestKind, typed: str, most: int) -> list[str]:
        """Terms with a word that begins with ``typed``; the most popular ones when nothing is typed."""
        wanted = fold(typed)
        terms = (await self._current()).get(kind, [])
        fitting = [shown for folded, shown in terms if _begins(folded, wanted)]
        return fitting[:most]

    async def _current(self) -> Counts:
        async with self._counting:  # who asks meanwhile waits, rather than being told that there is nothing
            now = self._clock.monotonic()
            if self._counted_at is None or now - self._counted_at > FRESH:
                self._counts = counted(await self._papers.sample(SAMPLE_SIZE))
                self._counted_at = now
            return self._counts


def counted(papers: Sequence[Paper]) -> Counts:
    """Every term of the papers, each in its most usual spelling."""
    spellings: dict[InterestKind, dict[str, Counter[str]]] = {}
    for paper in papers:
        for kind, term in _terms(paper):
            spellings.setdefault(kind, {}).setdefault(fold(term), Counter())[term] += 1
    return {kind: _ordered(of_kind) for kind, of_kind in spellings.items()}


def _ordered(spellings: dict[str, Counter[str]]) -> list[tuple[str, str]]:
    by_count = sorted(spellings.items(), key=lambda item: (-item[1].total(), item[0]))
    return [(folded, counts.most_common(1)[0][0]) for folded, counts in by_count]


def _terms(paper: Paper) -> Iterator[tuple[InterestKind, str]]:
    yield from ((InterestKind.TOPIC, keyword) for keyword in paper.keywords)
    yield from ((InterestKind.CATEGORY, category) for category in paper.categories)
    if paper.organisation:
        yield InterestKind.ORGANISATION, paper.organisation.name


def _begins(folded: str, wanted: str) -> bool:
    return not wanted or folded.startswith(wanted) or f" {wanted}" in folded or f"-{wanted}" in folded
