"""What was learned of one person: sums of the rows of what they liked and disliked, one pair per named interest.

A profile is a fold over opinions and can always be rebuilt. Rows are rounded so that their sums are exact
(``bot.ranking.features``): the order of reactions does not matter, and taking one back is exactly that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from bot.model import Opinion, PaperId
from bot.ranking.vocabulary import Floats

_Key = TypeVar("_Key", int, str)
_Sum = TypeVar("_Sum", int, float)


@dataclass(frozen=True, slots=True)
class Row:
    """One paper as it is added to a profile. ``stamp`` changes with the paper's text."""

    places: npt.NDArray[np.int32]
    values: Floats
    dense: Floats
    names: frozenset[str]
    stamp: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How a paper was counted: under which named interest, liked or not, and with which text."""

    group: str
    liked: bool
    stamp: int


@dataclass(slots=True)
class Tally:
    """The sum of some rows. Terms and names that come to nothing leave it."""

    dense: npt.NDArray[np.float64]
    count: int = 0
    terms: dict[int, float] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)

    def add(self, row: Row, sign: int) -> None:
        self.count += sign
        self.dense = self.dense + sign * row.dense.astype(np.float64)
        for place, value in zip(row.places.tolist(), row.values.tolist(), strict=True):
            _shift(self.terms, place, sign * value)
        for name in row.names:
            _shift(self.names, name, sign)


def _shift(sums: dict[_Key, _Sum], key: _Key, by: _Sum) -> None:
    total = sums[key] + by if key in sums else by
    if total:
        sums[key] = total
    else:
        sums.pop(key, None)


@dataclass(slots=True)
class Profile:
    """The sums of one person in one feature space (``space`` is its version).

    ``basis`` names what the division into groups rests on; a profile of another space or basis is folded anew.
    """

    space: str
    basis: str
    width: int
    tallies: dict[tuple[str, bool], Tally] = field(default_factory=dict)
    marks: dict[PaperId, Mark] = field(default_factory=dict)

    def tally(self, group: str, liked: bool) -> Tally:
        return self.tallies.get((group, liked)) or Tally(np.zeros(self.width))

    def changes(self, opinions: Mapping[PaperId, Opinion]) -> set[PaperId]:
        """The papers whose counting here is not what the opinions say now."""
        now = {paper: sign for paper, opinion in opinions.items() if (sign := verdict(opinion)) is not None}
        return {paper for paper in now.keys() | self.marks.keys() if now.get(paper) is not self._counted(paper)}

    def _counted(self, paper: PaperId) -> bool | None:
        mark = self.marks.get(paper)
        return mark.liked if mark else None

    def put(self, paper: PaperId, row: Row, group: str, liked: bool) -> None:
        key = (group, liked)
        self.tallies.setdefault(key, Tally(np.zeros(self.width))).add(row, 1)
        self.marks[paper] = Mark(group, liked, row.stamp)

    def take_back(self, paper: PaperId, row: Row) -> bool:
        """Undo ``put``. False when the paper's text changed since, so that only folding anew can."""
        mark = self.marks[paper]
        if mark.stamp != row.stamp:
            return False
        key = (mark.group, mark.liked)
        self.tallies[key].add(row, -1)
        if not self.tallies[key].count:
            del self.tallies[key]
        del self.marks[paper]
        return True


def verdict(opinion: Opinion) -> bool | None:
    """Whether a paper counts for (True) or against (False): a dislike outweighs a save, a save alone is a like."""
    return opinion.liked if opinion.liked is not None else (True if opinion.saved else None)
