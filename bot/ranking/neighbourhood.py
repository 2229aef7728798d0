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

    def likeness(self, meanings: Floats, place_of: Mapping[PaperId, int]) -> Vector:
        """Cosines of papers (rows of unit length) to it. A paper's own pull does not count: it proves nothing."""
        own = np.zeros(len(meanings))
        for paper, pull in self.pulls.items():
            if paper in place_of:
                own[place_of[paper]] = pull
        along = (meanings @ self.direction.astype(np.float32)).astype(np.float64)
        length = np.sqrt(np.maximum(self.direction @ self.direction - 2 * own * along + own**2, 1e-12))
        return np.asarray((along - own) / length)


def drawn(start: Vector, meanings: Floats, ids: Sequence[PaperId], weights: Vector, most: int) -> Neighbourhood:
    """From ``start`` towards the ``most`` papers of the greatest weight, as far as they weigh anything."""
    some = np.flatnonzero(weights > 0)
    best = some[np.argsort(-weights[some], kind="stable")[:most]]
    direction = start + weights[best] @ meanings[best].astype(np.float64)
    return Neighbourhood(direction, {ids[place]: float(weights[place]) for place in best.tolist()})
