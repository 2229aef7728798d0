"""The papers to choose from, and what is known of each whoever they are for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from bot.meaning.about import CLAIM, about, topic_meaning
from bot.meaning.papers import PaperMeanings
from bot.model import Paper, PaperId, Reason
from bot.ranking import explain
from bot.ranking.explain import Switches
from bot.ranking.features import FeatureSpace
from bot.ranking.rows import Rows
from bot.ranking.rules import Readable
from bot.ranking.term_index import Floats
from bot.ranking.terms import Vector


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The papers to choose from, as rows and as text. ``newest`` is the day that counts as today;
    ``likers`` are the tastes of people who liked or saved a paper."""

    space: FeatureSpace
    papers: Sequence[Paper]
    rows: Rows
    readable: Sequence[Readable]
    newest: date | None = None
    likers: Mapping[PaperId, Sequence[Floats]] = field(default_factory=dict)
    switches: Switches = field(default_factory=Switches)

    @cached_property
    def place_of(self) -> dict[PaperId, int]:
        """Where each paper stands."""
        return {paper.id: place for place, paper in enumerate(self.papers)}

    @cached_property
    def meanings(self) -> Floats:
        """The papers by the word table alone, at unit length."""
        return self.space.meanings(self.rows)

    @cached_property
    def latents(self) -> Floats:
        """The papers by latent semantics alone, at unit length."""
        return self.space.latents(self.rows)

    @cached_property
    def words(self) -> PaperMeanings:
        """The papers as topics are compared with them."""
        return PaperMeanings.of([paper.meaning for paper in self.readable])

    def about(self, topic: str) -> Floats:
        """How likely each paper is about a topic, as a careful reader would judge."""
        if topic not in self._about:
            self._about[topic] = about(self.words, [topic_meaning(topic)])[:, 0]
        return self._about[topic]

    def is_about(self, place: int, topic: str) -> bool:
        """Whether it can be said that a paper is about a topic."""
        return bool(self.about(topic)[place] >= CLAIM)

    @cached_property
    def _about(self) -> dict[str, Floats]:
        return {}

    def circumstances(self, place: int) -> list[Reason]:
        """What upvotes and newness add to one paper, for whomever."""
        return explain.circumstances(self.papers[place], self.newest, self.switches)

    @cached_property
    def by_circumstances(self) -> Vector:
        """What ``circumstances`` add to each paper."""
        popular = [explain.popularity(paper, self.switches) for paper in self.papers]
        recent = [explain.recency(paper, self.newest, self.switches) for paper in self.papers]
        return np.array(popular, dtype=np.float64) + np.array(recent, dtype=np.float64)

    def without(self, unwanted: Sequence[bool]) -> "Candidates":
        kept = [place for place, leave in enumerate(unwanted) if not leave]
        return Candidates(
            space=self.space,
            papers=[self.papers[i] for i in kept],
            rows=self.rows.take(kept),
            readable=[self.readable[i] for i in kept],
            newest=self.newest,
            likers=self.likers,
            switches=self.switches,
        )
