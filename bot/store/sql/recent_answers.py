"""What searches found of late, while the papers are the same: people turn pages and go back, feed readers ask again."""

import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace

from bot.model import Query
from bot.search.engine import Found
from bot.search.rank import Scored

Scores = tuple[tuple[int, float], ...]
"""Numbers of documents, each with its score, best first."""
MOST_ANSWERS = 1_000
"""Of two to three kilobytes each: the numbers and scores of a page's documents, not the papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One page of one search."""

    query: Query
    limit: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPage:
    """What ``find`` found, with each document's number and score in place of its ``page``."""

    found: Found
    scores: Scores

    @classmethod
    def of(cls, found: Found) -> "RankedPage":
        return cls(found=replace(found, page=()), scores=scores_of(found.page))


class RecentAnswers:
    """Keeps the answers asked for last, each as long as ``state`` is what it was; any thread may ask."""

    def __init__(self) -> None:
        self._kept: dict[Asked, tuple[Hashable, RankedPage]] = {}
        self._lock = threading.Lock()

    def answer(self, asked: Asked, state: Hashable, find: Callable[[], Found]) -> RankedPage:
        """The page that ``find`` found when all that it depends on was in the same ``state``, or finds now."""
        with self._lock:
            known, page = self._kept.get(asked, (None, None))
        if page is None or known != state:
            page = RankedPage.of(find())
        with self._lock:
            self._kept.pop(asked, None)
            self._kept[asked] = (state, page)
            if len(self._kept) > MOST_ANSWERS:
                del self._kept[next(iter(self._kept))]
        return page


def scores_of(page: Iterable[Scored]) -> Scores:
    return tuple((one.candidate.doc, one.score) for one in page)
