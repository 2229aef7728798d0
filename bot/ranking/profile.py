"""What was learned of one person: sums of the rows of what they liked and disliked, one pair per named interest.

A profile is a fold over opinions and can always be rebuilt. Rows are rounded so that their sums are exact
(``bot.ranking.features``): the order of reactions does not matter, and taking one back is exactly that.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.meaning.papers import Halves
from bot.model import Opinion, PaperId
from bot.ranking.term_index import Floats
from bot.ranking.terms import Terms, Vector, weighted_sum

MOST_KEPT = 100
"""Likes whose meanings are kept one by one, of those of the newest papers; up to twice as many are at hand, so that
taking one back seldom needs all of them again."""


@dataclass(frozen=True, slots=True)
class PaperFeatures:
    """One paper as it is added to a profile. ``stamp`` changes with the paper's text.

    ``meaning`` is its direction in the word table.
    """

    terms: Terms
    dense: Floats
    meaning: Halves
    names: frozenset[str]
    stamp: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How a paper was counted: under which named interest, liked or not, and with which text."""

    group: str
    liked: bool
    stamp: int


@dataclass(slots=True)
class Tally:
    """The sum of some rows. Terms and names that come to nothing leave it."""

    dense: Vector
    count: int = 0
    terms: Terms = field(default_factory=Terms.nothing)
    names: Counter[str] = field(default_factory=Counter)

    def add(self, rows: Sequence[PaperFeatures], sign: int) -> None:
        """Add rows, or with ``sign`` -1 take them away again."""
        self.count += sign * len(rows)
        self.dense = sum((sign * row.dense.astype(np.float64) for row in rows), self.dense)
        self.terms = self.terms.plus(weighted_sum((sign, row.terms) for row in rows))
        for name in (name for row in rows for name in row.names):
            self.names[name] += sign
            if not self.names[name]:
                del self.names[name]


@dataclass(slots=True)
class Profile:
    """The sums of one person in one feature space (``space`` is its version).

    ``basis`` names what the division into groups rests on; a profile of another space or basis is folded anew.
    ``meanings`` are those of the likes with the greatest ids: that many of the newest papers, or all.
    """

    space: str
    basis: str
    width: int
    tallies: dict[tuple[str, bool], Tally] = field(default_factory=dict)
    marks: dict[PaperId, Counted] = field(default_factory=dict)
    meanings: dict[PaperId, Halves] = field(default_factory=dict)

    def tally(self, group: str, liked: bool) -> Tally:
        return self.tallies.get((group, liked)) or Tally(np.zeros(self.width))

    def changes(self, opinions: Mapping[PaperId, Opinion]) -> set[PaperId]:
        """The papers whose counting here is not what the opinions say now."""
        now = {paper: sign for paper, opinion in opinions.items() if (sign := verdict(opinion)) is not None}
        counted = {paper: mark.liked for paper, mark in self.marks.items()}
        return {paper for paper, _ in now.items() ^ counted.items()}

    @property
    def not_embedded(self) -> set[PaperId]:
        """The papers counted before they had an embedding."""
        return {paper for paper, mark in self.marks.items() if mark.stamp % 2 == 0}

    def outdated(self, rows: Mapping[PaperId, PaperFeatures]) -> bool:
        """Whether any of these rows is of another text than was counted, or has got its embedding since."""
        return any(paper in rows and rows[paper].stamp != mark.stamp for paper, mark in self.marks.items())

    def put(self, rows: Mapping[PaperId, PaperFeatures], groups: Mapping[PaperId, str], liked: bool) -> None:
        """Count papers as liked or disliked, each under its named interest."""
        for group in sorted(set(groups.values())):
            own = sorted(paper for paper in rows if groups[paper] == group)
            self.tallies.setdefault((group, liked), Tally(np.zeros(self.width))).add([rows[paper] for paper in own], 1)
            if liked:
                self._keep({paper: rows[paper].meaning for paper in own})
            self.marks |= {paper: Counted(group, liked, rows[paper].stamp) for paper in own}

    def kept(self, group: str) -> dict[PaperId, Halves]:
        """The likes of one named interest that are kept one by one, the oldest paper first."""
        newest = sorted(self.meanings)[-MOST_KEPT:]
        return {paper: self.meanings[paper] for paper in newest if self.marks[paper].group == group}

    @property
    def _likes(self) -> int:
        return sum(tally.count for (_, liked), tally in self.tallies.items() if liked)

    def _keep(self, meanings: Mapping[PaperId, Halves]) -> None:
        """Before they are counted: what is kept stays all likes, or those of the newest papers."""
        if len(self.meanings) < self._likes - len(meanings):
            oldest = min(self.meanings)
            meanings = {paper: meaning for paper, meaning in meanings.items() if paper > oldest}
        self.meanings |= meanings
        if len(self.meanings) > 2 * MOST_KEPT:
            self.meanings = {paper: self.meanings[paper] for paper in sorted(self.meanings)[-MOST_KEPT:]}

    def take_back(self, paper: PaperId, row: PaperFeatures | None) -> bool:
        """Undo ``put`` of one paper. False when its text is another or not at hand, so that only folding anew can."""
        mark = self.marks[paper]
        if row is None or mark.stamp != row.stamp:
            return False
        if paper in self.meanings:
            if MOST_KEPT >= len(self.meanings) < self._likes:
                return False
            del self.meanings[paper]
        key = (mark.group, mark.liked)
        self.tallies[key].add([row], -1)
        if not self.tallies[key].count:
            del self.tallies[key]
        del self.marks[paper]
        return True


def verdict(opinion: Opinion) -> bool | None:
    """Whether a paper counts for (True) or against (False): a dislike outweighs a save, a save alone is a like."""
    return opinion.liked if opinion.liked is not None else (True if opinion.saved else None)
