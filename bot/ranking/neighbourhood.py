"""Where in the word table an interest lies: what names it, drawn towards the papers around it, away from the crowd."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.model import PaperId
from bot.ranking.term_index import Floats
from bot.ranking.terms import Vector

Places = npt.NDArray[np.int64]

CROWD_SHARE, LEAST_CROWD, AWAY = 0.1, 15, 0.6
"""The share of the known papers that are the crowd around an interest, at least how many, and how much of their mean
is taken off its direction. What draws *agent memory* is on agents first of all, and so are most papers around it: what
it is about lies in how it differs from them."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A direction among meanings. ``pulls`` are the papers that draw it, and how strongly; ``crowd`` is taken off it
    once it has unit length."""

    direction: Vector
    pulls: Mapping[PaperId, float]
    crowd: Vector

    def likeness(self, meanings: Floats, place_of: Mapping[PaperId, int]) -> Vector:
        """Cosines of papers (rows of unit length) to it. A paper's own pull does not count: it proves nothing."""
        own = np.zeros(len(meanings))
        for paper, pull in self.pulls.items():
            if paper in place_of:
                own[place_of[paper]] = pull
        along, along_crowd = (_products(meanings, one) for one in (self.direction, self.crowd))
        length = np.sqrt(np.maximum(self.direction @ self.direction - 2 * own * along + own**2, 1e-12))
        inside = (self.direction @ self.crowd - own * along_crowd) / length
        rest = np.sqrt(np.maximum(1 - 2 * inside + self.crowd @ self.crowd, 1e-12))
        return np.asarray(((along - own) / length - along_crowd) / rest)


def drawn(start: Vector, meanings: Floats, ids: Sequence[PaperId], weights: Vector, most: int) -> Neighbourhood:
    """From ``start`` towards the ``most`` papers of the greatest weight, as far as they weigh anything."""
    some = np.flatnonzero(weights > 0)
    best = some[np.argsort(-weights[some], kind="stable")[:most]]
    direction = start + weights[best] @ meanings[best].astype(np.float64)
    pulls = {ids[place]: float(weights[place]) for place in best.tolist()}
    return Neighbourhood(direction, pulls, AWAY * _crowd(direction, meanings, best))


def _crowd(direction: Vector, meanings: Floats, drawing: Places) -> Vector:
    """The mean of the known papers nearest to a direction, other than those that draw it."""
    likeness = _products(meanings, direction)
    many = min(len(likeness), max(LEAST_CROWD, int(CROWD_SHARE * len(likeness))))
    nearest = np.argsort(-likeness, kind="stable")[:many]
    others = np.setdiff1d(nearest, drawing)
    if not len(others):
        return np.zeros(len(direction))
    return np.asarray(meanings[others].mean(axis=0, dtype=np.float64))


def _products(rows: Floats, direction: Vector) -> Vector:
    return np.asarray(rows @ direction.astype(np.float32), dtype=np.float64)
