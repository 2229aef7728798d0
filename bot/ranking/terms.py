"""Sparse vectors over a term index."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from bot.ranking.term_index import Ints

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Terms:
    """Places in ascending order, and the value at each; everything else is zero."""

    places: Ints
    values: Vector

    @classmethod
    def nothing(cls) -> "Terms":
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0))

    @classmethod
    def of(cls, places: npt.NDArray[np.integer], values: npt.NDArray[np.floating]) -> "Terms":
        """From places in ascending order."""
        return cls(places.astype(np.int64), values.astype(np.float64))

    def at(self, places: Ints) -> Vector:
        """The values at other places."""
        if not len(self.places):
            return np.zeros(len(places))
        near = np.minimum(np.searchsorted(self.places, places), len(self.places) - 1)
        return np.where(self.places[near] == places, self.values[near], 0.0)

    def heaviest(self, count: int) -> Ints:
        """The places of the largest values, whatever their sign, in ascending order."""
        if len(self.places) <= count:
            return self.places
        return np.sort(self.places[np.argpartition(-np.abs(self.values), count - 1)[:count]])

    @property
    def length(self) -> float:
        """Euclidean. Summed up here: numpy's own way wakes a thread for each processor, and waits for them."""
        return sqrt(float(np.square(self.values).sum()))

    def plus(self, other: "Terms") -> "Terms":
        """Both together, as ``weighted_sum`` would add them; takes little where the other is short."""
        if not len(self.places):
            return other
        at = np.searchsorted(self.places, other.places)
        known = self.places[np.minimum(at, len(self.places) - 1)] == other.places
        values = self.values.copy()
        values[at[known]] += other.values[known]
        places = np.insert(self.places, at[~known], other.places[~known])
        values = np.insert(values, at[~known], other.values[~known])
        return Terms(places[values != 0], values[values != 0])

    def __len__(self) -> int:
        return len(self.places)


def weighted_sum(parts: Iterable[tuple[float, Terms]]) -> Terms:
    """Exact where weights are whole and values are multiples of 2^-24; what comes to nothing is left out."""
    known = [(weight, terms) for weight, terms in parts if len(terms)]
    if not known:
        return Terms.nothing()
    if len(known) == 1:
        ((weight, terms),) = known
        return Terms(terms.places, weight * terms.values) if weight else Terms.nothing()
    entries = np.concatenate([terms.places for _, terms in known])
    values = np.concatenate([weight * terms.values for weight, terms in known])
    sums: Vector = np.bincount(entries, values).astype(np.float64, copy=False)
    places = np.flatnonzero(sums)
    return Terms(places, sums[places])
