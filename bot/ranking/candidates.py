"""The papers to choose from, and what is known of each whoever they are for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.meaning.about import CLAIM
from bot.meaning.topic_meaning import things_of
from bot.model import Paper, PaperId, Reason, ReasonKind
from bot.ranking import explain
from bot.ranking.explain import Switches
from bot.ranking.features import FeatureSpace
from bot.ranking.paper_batch import PaperBatch, Which
from bot.ranking.rows import Rows
from bot.ranking.rules import Readable
from bot.ranking.term_index import Floats
from bot.ranking.terms import Vector


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The papers of a batch that may be chosen. ``newest`` is the day that counts as today;
    ``likers`` are the tastes of people who liked or saved a paper.

    A place is one in the batch: what is worked out for all its papers serves everybody.
    """

    batch: PaperBatch
    allowed: Which
    newest: date | None = None
    likers: Mapping[PaperId, Sequence[Floats]] = field(default_factory=dict)
    switches: Switches = field(default_factory=Switches)

    @classmethod
    def all_of(cls, batch: PaperBatch, newest: date | None = None) -> "Candidates":
        """Every paper of a batch."""
        return cls(batch=batch, allowed=np.ones(len(batch), dtype=bool), newest=newest)

    @property
    def space(self) -> FeatureSpace:
        return self.batch.space

    @property
    def papers(self) -> Sequence[Paper]:
        """The papers of the batch, allowed or not."""
        return self.batch.papers

    @property
    def rows(self) -> Rows:
        return self.batch.rows

    @property
    def readable(self) -> Sequence[Readable]:
        return self.batch.readable

    @cached_property
    def places(self) -> list[int]:
        """Where the papers stand that may be chosen."""
        return np.flatnonzero(self.allowed).tolist()

    def is_about(self, place: int, topic: str) -> bool:
        """Whether it can be said that a paper is about a topic."""
        return bool(self.batch.about(topic)[place] >= CLAIM)

    def in_part(self, place: int, reason: Reason) -> Reason:
        """A reason with the part of its topic that the paper is about: of "agents and robotics" maybe agents alone."""
        parts = things_of(reason.subject) if reason.kind is ReasonKind.TOPIC else ()
        named = [part for part in parts if self.is_about(place, part)]
        return replace(reason, subject=" and ".join(named)) if 0 < len(named) < len(parts) else reason

    def circumstances(self, place: int) -> list[Reason]:
        """What upvotes and newness add to one paper, for whomever."""
        return explain.circumstances(self.papers[place], self.newest, self.switches)

    @property
    def by_circumstances(self) -> Vector:
        """What ``circumstances`` add to each paper."""
        return self.batch.circumstances(self.newest, self.switches)

    def without(self, unwanted: npt.ArrayLike) -> "Candidates":
        """The same less some, told by one truth a paper of the batch."""
        return replace(self, allowed=self.allowed & ~np.asarray(unwanted, dtype=bool))
