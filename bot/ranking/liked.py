"""How likely somebody wants a paper, by the papers that they like: together, and in each of the fields they lie in.

What is liked is drawn towards the known papers around it, in meaning, words and latent semantics alike: three likes
hold few of the words of their field, the papers around them hold the others. Fitted on labelled days to the readers'
own likes, and to others drawn at random from what they would like, of one to eight papers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

import numpy as np
from scipy import sparse

from bot.meaning.word_table import unit
from bot.model import PaperId
from bot.ranking.candidates import Candidates
from bot.ranking.features import FeatureSpace
from bot.ranking.fields import fields_of, mean_direction
from bot.ranking.profile import Halves, Tally
from bot.ranking.term_index import Floats, Ints
from bot.ranking.terms import Terms, Vector, weighted_sum

SLOPE, BIAS, GROWTH = 8.35, -7.3, 0.91
MANY = 20
"""The bias falls by ``GROWTH · ln n`` with n likes, up to many: their mean is near to more papers than one is."""
WORDS_COUNT, LATENT_COUNTS = 1.0, 0.3
"""What the likeness of words, and by latent semantics, counts beside that of meaning."""
ONE_FIELD, OF_MANY = 1.0, 0.5
"""The bias of one of k fields is lower by ``ONE_FIELD + OF_MANY · ln k``: more fields are nearer to any paper."""

NEIGHBOURS, NEAR, PULL, FEW = 15, 0.4, 1.0, 0.05
"""Of what is liked: how many papers draw it, from which likeness on, and how strongly all of them beside one like, at
most; beside n likes the square root of n times less. A few that are hardly near draw it by little."""
CO_AUTHORS_TELL, MOST_TOLD = 1.5, 3.0
"""What each author in common with what is liked, beside the first, adds to the odds, a rare name counting as one; and
how many tell at most. One name may be anybody's, and proves nothing; three make a paper likely, on whatever it is."""
DENSE_SHARE = 0.025
"""The share of all papers whose likeness says how much of what is published lies near an interest."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One field of likes, drawn towards what is around it. ``pulls`` are the papers that draw it, and how strongly.

    ``lengths`` are the squared lengths of the three directions. ``density`` is how near the nearest known papers are:
    where a field is crowded, a paper as near as they is likelier wanted than one of a field of its own.
    """

    meaning: Vector
    words: Terms
    latent: Vector
    lengths: tuple[float, float, float]
    pulls: Mapping[PaperId, float]
    density: float
    bias: float


@dataclass(frozen=True)
class LikedMeaning:
    """What one group of interests likes: all of it as one field, and each of the fields that it has.

    ``direction``, ``terms`` and ``latent`` are those of all ``count`` of it, at unit length; ``kept`` are the meanings
    of the likes that are known one by one; ``names`` are the authors of all.
    """

    space: FeatureSpace
    count: int
    direction: Floats
    terms: Terms
    latent: Floats
    kept: Mapping[PaperId, Halves]
    names: Collection[str] = frozenset()

    @cached_property
    def fields(self) -> tuple[_Drawn, ...]:
        """Worked out when something is ranked, so that ten likes in a row cost it once."""
        found = [(self.direction, self.count, 1.0, likes_bias(self.count))]
        meanings = np.array(list(self.kept.values()), dtype=np.float32).reshape(len(self.kept), -1)
        parted = fields_of(meanings)
        for places in parted if len(parted) > 1 else ():
            bias = likes_bias(len(places)) - ONE_FIELD - OF_MANY * log(len(parted))
            own = sqrt(len(meanings) / len(places))
            found.append((mean_direction(meanings, places), len(places), own, bias))
        likeness = self._around(np.array([direction for direction, *_ in found]))
        return tuple(self._drawn(*field, near) for field, near in zip(found, likeness, strict=True))

    def odds(self, candidates: Candidates) -> Vector:
        """For each paper the logarithm of the odds, by the field that it fits best."""
        by_words = candidates.rows.terms @ _columns(
            [each.words for each in self.fields], candidates.rows.terms.shape[1]
        )
        found = np.full(len(candidates.papers), -np.inf)
        for column, field in enumerate(self.fields):
            along = [candidates.meanings @ field.meaning, by_words[:, column], candidates.latents @ field.latent]
            own = _own_pulls(field.pulls, candidates)
            near, words, latent = (
                _likeness(each, own, length) for each, length in zip(along, field.lengths, strict=True)
            )
            evidence = near + WORDS_COUNT * words + LATENT_COUNTS * latent + field.density
            found = np.maximum(found, SLOPE * evidence + field.bias)
        return found + CO_AUTHORS_TELL * self._co_authors(candidates)

    def _co_authors(self, candidates: Candidates) -> Vector:
        """How many authors beside the first each paper has in common with what is liked, rare names counting most."""
        found = np.zeros(len(candidates.papers))
        liked = frozenset(self.names)
        for place, paper in enumerate(candidates.readable if liked else ()):
            common = sorted(liked & paper.names)
            if len(common) > 1:
                found[place] = max(0.0, min(MOST_TOLD, sum(map(self.space.rarity, common))) - 1)
        return found

    def _around(self, directions: Floats) -> Floats:
        """The likeness of each direction to the known papers, other than one's own likes."""
        likeness = directions @ self.space.near_to_likes.T
        known = self.space.places_near_to_likes
        likeness[:, [known[paper] for paper in self.kept if paper in known]] = -1
        return np.asarray(likeness, dtype=np.float32)

    def _drawn(self, direction: Floats, count: int, own: float, bias: float, likeness: Floats) -> _Drawn:
        """``own`` makes up for the words of other fields, which are among those of all likes."""
        best, pulls = _nearest(likeness, PULL / sqrt(count))
        some = self.space.sampled_near_to_likes[best]
        around = self.space.sample.take(some)
        meaning, meaning_length = _together(direction, pulls @ self.space.near_to_likes[best])
        latent, latent_length = _together(own * self.latent, pulls @ unit(around.dense[:, self.space.latent]))
        words, words_length = _words_together(self.terms, own, _pulled(around.terms, pulls))
        many = min(len(likeness), max(NEIGHBOURS, int(DENSE_SHARE * len(likeness))))
        return _Drawn(
            meaning=meaning,
            words=words,
            latent=latent,
            lengths=(meaning_length, words_length, latent_length),
            pulls={self.space.sample_ids[place]: pull for place, pull in zip(some, pulls.tolist(), strict=True)},
            density=float(np.sort(np.partition(likeness, -many)[-many:]).mean()) if many else 0.0,
            bias=bias,
        )


def liked_meaning(space: FeatureSpace, liked: Tally, kept: Mapping[PaperId, Halves]) -> LikedMeaning | None:
    """From the sum of liked papers, and their meanings as far as they are kept one by one; None where nothing is."""
    direction, latent = direction_of(liked.dense[space.table]), direction_of(liked.dense[space.latent])
    if not liked.count or direction is None:
        return None
    length = float(np.linalg.norm(liked.terms.values)) or 1.0
    terms = Terms(liked.terms.places, liked.terms.values / length)
    no_latent = np.zeros(len(space.mean), dtype=np.float32)
    return LikedMeaning(
        space, liked.count, direction, terms, no_latent if latent is None else latent, kept, liked.names
    )


def direction_of(total: Vector) -> Floats | None:
    """At unit length; None where there is nothing."""
    length = float(np.linalg.norm(total))
    return np.asarray(total / length, dtype=np.float32) if length > 0 else None


def likes_bias(count: int) -> float:
    """The bias of the evidence that so many likes give."""
    return BIAS - GROWTH * log(min(max(1, count), MANY))


def _nearest(likeness: Floats, pull: float) -> tuple[Ints, Vector]:
    """The places that draw most, in order, and how strongly: in all ``pull`` at most."""
    weights = np.maximum(likeness.astype(np.float64) - NEAR, 0) ** 2
    best = np.argsort(-weights, kind="stable")[:NEIGHBOURS]
    best = best[weights[best] > 0]
    return best, pull * weights[best] / (FEW + float(weights[best].sum()))


def _together(own: Floats, pulled: Vector) -> tuple[Vector, float]:
    """Both, and the squared length, as if what is one's own had unit length."""
    return own + pulled, 1.0 + float(2 * own @ pulled + pulled @ pulled)


def _words_together(terms: Terms, own: float, pulled: Terms) -> tuple[Terms, float]:
    length = 1.0 + float(2 * own * (pulled.values @ terms.at(pulled.places)) + pulled.values @ pulled.values)
    return weighted_sum([(own, terms), (1, pulled)]), length


def _pulled(rows: sparse.csr_matrix, pulls: Vector) -> Terms:
    """The weighted sum of some rows."""
    places, which = np.unique(rows.indices, return_inverse=True)
    weights = np.repeat(pulls, np.diff(rows.indptr))
    return Terms.of(places, np.bincount(which, weights * rows.data, len(places)).astype(np.float64))


def _columns(words: Sequence[Terms], terms: int) -> Floats:
    """One column a field, dense over the terms."""
    found = np.zeros((terms, len(words)), dtype=np.float32)
    for column, each in enumerate(words):
        found[each.places, column] = each.values
    return found


def _own_pulls(pulls: Mapping[PaperId, float], candidates: Candidates) -> Vector:
    own = np.zeros(len(candidates.papers))
    for paper, pull in pulls.items():
        if paper in candidates.place_of:
            own[candidates.place_of[paper]] = pull
    return own


def _likeness(along: Vector, own: Vector, length: float) -> Vector:
    """Cosines of papers to a direction, from their products with it. A paper's own pull does not count: it proves
    nothing."""
    lengths = np.sqrt(np.maximum(length - 2 * own * along + own**2, 0.25))
    return np.asarray(np.minimum((along - own) / lengths, 1.0), dtype=np.float64)
