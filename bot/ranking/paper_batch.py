"""Papers laid out for ranking: what many people's rankings ask of the same papers is worked out once."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from bot.meaning.about import about
from bot.meaning.papers import PaperMeanings
from bot.meaning.topic_meaning import topic_meaning
from bot.model import Interest, Paper, PaperId
from bot.ranking import explain
from bot.ranking.explain import Switches
from bot.ranking.features import FeatureSpace
from bot.ranking.rows import Rows
from bot.ranking.rules import Readable, named
from bot.ranking.term_index import Floats
from bot.ranking.terms import Vector

Which = npt.NDArray[np.bool_]
"""One truth a paper."""
_Column = TypeVar("_Column", Floats, Vector, Which)

MOST_COLUMNS = 500
"""Answers for all papers that are remembered; past that they are forgotten, and worked out again when asked for."""


@dataclass(frozen=True)
class PaperBatch:
    """Some papers in one feature space, as rows and as text."""

    space: FeatureSpace
    papers: Sequence[Paper]
    rows: Rows
    readable: Sequence[Readable]
    _columns: dict[Hashable, npt.NDArray[np.generic]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.papers)

    @cached_property
    def place_of(self) -> dict[PaperId, int]:
        """Where each paper stands."""
        return {paper.id: place for place, paper in enumerate(self.papers)}

    def holds(self, papers: Iterable[Paper]) -> Which:
        """Where these papers stand."""
        found = np.zeros(len(self), dtype=bool)
        found[[self.place_of[paper.id] for paper in papers]] = True
        return found

    @cached_property
    def places_by_name(self) -> Mapping[str, list[int]]:
        """Where the papers of each author stand, by folded name."""
        found: dict[str, list[int]] = {}
        for place, paper in enumerate(self.readable):
            for name in paper.names:
                found.setdefault(name, []).append(place)
        return found

    @cached_property
    def meanings(self) -> Floats:
        """The papers by the word table alone, at unit length."""
        return self.space.meanings(self.rows)

    @cached_property
    def latents(self) -> Floats:
        """The papers by latent semantics alone, at unit length."""
        return self.space.latents(self.rows)

    @cached_property
    def crowding(self) -> Vector:
        """How near the nearest known papers are to each."""
        return self.space.crowding(self.meanings, [paper.id for paper in self.papers])

    @cached_property
    def words(self) -> PaperMeanings:
        """The papers as topics are compared with them."""
        return PaperMeanings.of([paper.meaning for paper in self.readable])

    @cached_property
    def withdrawn(self) -> Which:
        """Which papers were withdrawn."""
        return np.array([paper.withdrawn for paper in self.papers], dtype=bool)

    def about(self, topic: str) -> Floats:
        """How likely each paper is about a topic, as a careful reader would judge."""
        return self.remembered(("about", topic), lambda: about(self.words, [topic_meaning(topic)])[:, 0])

    def named(self, interest: Interest) -> Which:
        """Which papers an interest names (``bot.ranking.rules.named``)."""
        key = ("named", interest.kind, interest.value, interest.muted)
        return self.remembered(key, lambda: np.array(named(self.readable, interest, self.words), dtype=bool))

    def circumstances(self, newest: date | None, switches: Switches) -> Vector:
        """What upvotes and newness add to each paper, for whomever."""
        return self.remembered(("circumstances", newest, switches), lambda: self._circumstances(newest, switches))

    def remembered(self, key: Hashable, make: Callable[[], _Column]) -> _Column:
        """A column of one value a paper, made when it is asked for first."""
        found = self._columns.get(key)
        if found is None:
            if len(self._columns) >= MOST_COLUMNS:
                self._columns.clear()
            found = self._columns[key] = make()
        return found  # type: ignore[return-value]  # a key always has columns of one type

    def _circumstances(self, newest: date | None, switches: Switches) -> Vector:
        popular = [explain.popularity(paper, switches) for paper in self.papers]
        recent = [explain.recency(paper, newest, switches) for paper in self.papers]
        return np.array(popular, dtype=np.float64) + np.array(recent, dtype=np.float64)


def gathered(space: FeatureSpace, papers: Sequence[Paper]) -> PaperBatch:
    """A batch of papers that are not at hand as rows yet."""
    return PaperBatch(space, papers, space.rows(papers), [Readable(paper) for paper in papers])
