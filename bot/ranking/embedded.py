"""Papers by their sentence embeddings, less half of what all papers have in common, at unit length.

Measured on two data sets with text, half is better than nothing (likeness between people and within a list needs a
centre) and than all of it (with one like, what is common to a field still tells).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.model import PaperId
from bot.ports.vectors import Embeddings
from bot.ranking.term_index import Floats

NONE: Embeddings = {}

ENOUGH = 0.9
"""The share of a feature space's papers that must have an embedding for it to use them: else the words alone do."""
IN_COMMON = 0.5


@dataclass(frozen=True, slots=True)
class Frame:
    """What rows are made with: what is taken off each embedding, and the mean row.

    The mean row stands for a paper without an embedding, which is like any other then. Both have no columns in a space
    without embeddings."""

    centre: Floats
    usual: Floats

    @classmethod
    def of(cls, papers: Sequence[PaperId], embeddings: Embeddings) -> "Frame":
        """For these papers; without columns while too few of them have an embedding."""
        found = [embeddings[paper] for paper in papers if paper in embeddings]
        nothing = np.zeros(0, dtype=np.float32)
        if not found or len(found) < ENOUGH * len(papers):
            return cls(nothing, nothing)
        centre = np.asarray(IN_COMMON * np.mean(found, axis=0, dtype=np.float64), dtype=np.float32)
        return cls(centre, np.asarray(_unit(np.array(found) - centre).mean(axis=0, dtype=np.float64), dtype=np.float32))

    def rows(self, papers: Sequence[PaperId], embeddings: Embeddings) -> Floats:
        found = np.tile(self.usual, (len(papers), 1))
        known = [place for place, paper in enumerate(papers) if paper in embeddings]
        if known and len(self.centre):
            found[known] = _unit(np.array([embeddings[papers[place]] for place in known]) - self.centre)
        return found


def _unit(rows: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)
