"""Where in the word table an interest lies: what names it, drawn towards the papers around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.model import PaperId
from bot.ranking.term_index import Floats
from bot.ranking.terms import Vector

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A direction among meanings. ``pulls`` are the papers that draw it, and how strongly."""

    direction: Vector
    pulls: Mapping[PaperId, float]

    def likeness(self, meanings: Floats, papers: Sequence[PaperId]) -> Vector:
        """Cosines of papers (rows of unit length) to it. A paper's own pull does not count: it proves nothing."""
        own = np.array([self.pulls.get(paper, 0.0) for paper in papers])
        along = meanings.astype(np.float64) @ self.direction
        length = np.sqrt(np.maximum(self.direction @ self.direction - 2 * own * along + own**2, 1e-12))
        return np.asarray((along - own) / length)


def drawn(start: Vector, meanings: Floats, ids: Sequence[PaperId], weights: Vector, most: int) -> Neighbourhood:
    """From ``start`` towards the ``most`` papers of the greatest weight, as far as they weigh anything."""
    best = np.argsort(-weights, kind="stable")[:most]
    best = best[weights[best] > 0]
    direction = start + weights[best] @ meanings[best].astype(np.float64)
    return Neighbourhood(direction, {ids[place]: float(weights[place]) for place in best.tolist()})
