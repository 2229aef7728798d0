"""How likely somebody wants a paper, by the papers that they like: together, and in each of the fields they lie in.

Likes are parted into fields (``fields.py``). Each field is the mean of its likes, drawn towards the known papers around
it, in meaning, words and latent semantics alike: three likes hold few of the words of their field, the papers around
them hold the others. This is pseudo-relevance feedback (after Rocchio, "Relevance feedback in information retrieval",
1971), with likes in place of a query. A paper's cosines to a field, added up, are the evidence that it is wanted; a
logistic curve makes odds of them, and the field that it fits best counts. The curve and the weights below were fitted
on labelled days to the readers' own likes, and to others drawn at random from what they would like, of one to eight
papers.

From above to below: the weights, a field, the odds of papers, how a field is drawn, and the arithmetic.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

import numpy as np

from bot.meaning.papers import Halves
from bot.meaning.word_table import unit
from bot.model import PaperId
from bot.ranking.features import FeatureSpace, nearness
from bot.ranking.fields import fields_of, mean_direction
from bot.ranking.names import shared_by_chance
from bot.ranking.paper_batch import PaperBatch
from bot.ranking.profile import Tally
from bot.ranking.term_index import Floats, Ints
from bot.ranking.terms import Terms, Vector

SLOPE, BIAS, GROWTH = 8.35, -5.6, 0.91
MAX_COUNTED_LIKES = 20
"""The bias falls by ``GROWTH · ln n`` with n likes, up to so many: their mean is near to more papers than one is."""
WORDS_COUNT, LATENT_COUNTS = 1.0, 0.3
"""What the likeness of words, and by latent semantics, counts beside that of meaning."""
ONE_FIELD, OF_MANY = 1.0, 0.5
"""The bias of one of k fields is lower by ``ONE_FIELD + OF_MANY · ln k``: more fields are nearer to any paper."""
ALONE = 1.0
"""And by so much more for a like that lies near no other, where others lie together: it may be a mere curiosity."""

NEIGHBOURS, NEAR, PULL, FEW = 15, 0.4, 1.0, 0.05
"""Of what is liked: how many papers draw it, from which likeness on, and how strongly all of them beside one like, at
most; beside n likes the square root of n times less. A few that are hardly near draw it by little."""
CO_AUTHORS_TELL, MOST_TOLD = 1.5, 3.0
"""What each author in common with what is liked, beside the first, adds to the odds, a rare name counting as one; and
how many tell at most. One name may be anybody's, and proves nothing; three make a paper likely, on whatever it is."""
CROWDED_COUNT_LESS = 0.5
"""What a cosine by which a paper is near to its nearest known papers takes off its likeness: what lies in a crowd is
near to anybody's likes by chance (a hub; CSLS takes off as much, after Conneau et al., "Word translation without
parallel data", 2018). Submitters and systematic reviews find by one, three and five likes more of what they like, too:
1 to 3 % in day-nDCG, by these odds alone."""


class _Likes(NamedTuple):
    """Likes that make a field: the direction of their meanings, their number, and the bias of their evidence.

    Words and latent semantics are known of all likes together alone. ``all_weigh`` is what those weigh in this field,
    to make up for what is of other fields.
    """

    direction: Floats
    number: int
    all_weigh: float
    bias: float


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of likes, drawn towards the papers of the sample at ``around``, as strongly as ``pulls`` says.

    ``density`` is how near the nearest known papers are: where a field is crowded, a paper as near as they is likelier
    wanted than one of a field of its own.
    """

    meaning: Vector
    meaning_length: float
    """Squared, as is the other."""
    latent: Vector
    latent_length: float
    all_weigh: float
    around: Ints
    pulls: Vector
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
    def fields(self) -> tuple[_Field, ...]:
        """Worked out when something is ranked, so that ten likes in a row cost it once."""
        every = [_Likes(self.direction, self.count, 1.0, likes_bias(self.count)), *self._parted()]
        likeness = self._likeness_to_known(np.array([likes.direction for likes in every]))
        return tuple(self._drawn(likes, near) for likes, near in zip(every, likeness, strict=True))

    def odds(self, batch: PaperBatch) -> Vector:
        """For each paper the logarithm of the odds, by the field that it fits best."""
        own = np.array([self._own_pulls(field, batch) for field in self.fields]).T
        evidence = np.array([field.density for field in self.fields]) + self._by_meaning(batch, own)
        evidence += WORDS_COUNT * self._by_words(batch, own)
        evidence += LATENT_COUNTS * self._by_latent(batch, own)
        evidence -= CROWDED_COUNT_LESS * batch.crowding[:, None]
        odds = (SLOPE * evidence + np.array([field.bias for field in self.fields])).max(axis=1)
        return np.asarray(odds + CO_AUTHORS_TELL * self._co_authors(batch))

    def _own_pulls(self, field: _Field, batch: PaperBatch) -> Vector:
        """How strongly each paper itself draws the field: 0 but for the few that do."""
        own = np.zeros(len(batch))
        for place, pull in zip(field.around.tolist(), field.pulls.tolist(), strict=True):
            paper = self.space.sample_ids[place]
            if paper in batch.place_of:
                own[batch.place_of[paper]] = pull
        return own

    def _by_meaning(self, batch: PaperBatch, own: Vector) -> Vector:
        products = _products(batch.meanings, [field.meaning for field in self.fields])
        return _cosines(products, own, np.array([field.meaning_length for field in self.fields]))

    def _by_latent(self, batch: PaperBatch, own: Vector) -> Vector:
        products = _products(batch.latents, [field.latent for field in self.fields])
        return _cosines(products, own, np.array([field.latent_length for field in self.fields]))

    def _by_words(self, batch: PaperBatch, own: Vector) -> Vector:
        """Words are made when they are needed: kept, they would be most of what is remembered of a person."""
        products, lengths = [], []
        for field, words in zip(self.fields, self._drawing_words(), strict=True):
            inside = float(self.terms.values @ words[self.terms.places])
            lengths.append(1.0 + 2 * field.all_weigh * inside + float(words @ words))
            words[self.terms.places] += field.all_weigh * self.terms.values
            products.append(batch.rows.terms @ words.astype(np.float32))
        return _cosines(np.array(products, dtype=np.float64).T, own, np.array(lengths))

    def _drawing_words(self) -> Iterator[Vector]:
        """For each field a weight for every term of the space: by the papers that draw it, as strongly as they do.

        Their rows are fetched at once, since that takes longer than to add them up.
        """
        rows = self.space.sample.terms[np.concatenate([field.around for field in self.fields])]
        weights = np.repeat(np.concatenate([field.pulls for field in self.fields]), np.diff(rows.indptr)) * rows.data
        ends = rows.indptr[np.cumsum([0, *(len(field.around) for field in self.fields)])]
        for start, end in pairwise(ends):
            words: Vector = np.zeros(rows.shape[1])
            words += np.bincount(rows.indices[start:end], weights[start:end], len(words))
            yield words

    def _co_authors(self, batch: PaperBatch) -> Vector:
        """How many authors beside the first each paper has in common with what is liked, rare names counting most."""
        common: dict[int, list[float]] = {}
        for name in sorted(self.names):
            for place in batch.places_by_name.get(name, ()):
                common.setdefault(place, []).append(self.space.rarity(name))
        found = np.zeros(len(batch))
        for place, rarities in common.items():
            if len(rarities) > 1 + shared_by_chance(len(self.names), len(batch.readable[place].names)):
                found[place] = max(0.0, min(MOST_TOLD, sum(rarities)) - 1)
        return found

    def _parted(self) -> Iterator[_Likes]:
        """The fields that the likes lie in, where they are more than one."""
        meanings = np.array(list(self.kept.values()), dtype=np.float32).reshape(len(self.kept), -1)
        parted = fields_of(meanings)
        for places in parted if len(parted) > 1 else ():
            bias = likes_bias(len(places)) - ONE_FIELD - OF_MANY * log(len(parted))
            bias -= ALONE if len(places) == 1 < len(parted[0]) else 0.0
            all_weigh = sqrt(len(meanings) / len(places))
            yield _Likes(mean_direction(meanings, places), len(places), all_weigh, bias)

    def _likeness_to_known(self, directions: Floats) -> Floats:
        """The likeness of each direction to the known papers, -1 to one's own likes, which are to draw nothing."""
        likeness = directions @ self.space.near_to_likes.T
        known = self.space.places_near_to_likes
        likeness[:, [known[paper] for paper in self.kept if paper in known]] = -1
        return np.asarray(likeness, dtype=np.float32)

    def _drawn(self, likes: _Likes, likeness: Floats) -> _Field:
        """The field of these likes, given their likeness to each of the known papers."""
        best, pulls = _nearest(likeness, PULL / sqrt(likes.number))
        around = self.space.sampled_near_to_likes[best]
        meaning, meaning_length = _sum_and_length(likes.direction, pulls @ self.space.near_to_likes[best])
        drawing = unit(self.space.sample.dense[around, self.space.latent])
        latent, latent_length = _sum_and_length(likes.all_weigh * self.latent, pulls @ drawing)
        return _Field(
            meaning=meaning,
            meaning_length=meaning_length,
            latent=latent,
            latent_length=latent_length,
            all_weigh=likes.all_weigh,
            around=around,
            pulls=pulls,
            density=float(nearness(likeness)),
            bias=likes.bias,
        )


def liked_meaning(space: FeatureSpace, liked: Tally, kept: Mapping[PaperId, Halves]) -> LikedMeaning | None:
    """From the sum of liked papers, and their meanings as far as they are kept one by one; None where nothing is."""
    direction, latent = direction_of(liked.dense[space.table]), direction_of(liked.dense[space.latent])
    if not liked.count or direction is None:
        return None
    terms = Terms(liked.terms.places, liked.terms.values / (liked.terms.length or 1.0))
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
    return BIAS - GROWTH * log(min(max(1, count), MAX_COUNTED_LIKES))


def _nearest(likeness: Floats, pull: float) -> tuple[Ints, Vector]:
    """The places that draw most, in order, and how strongly: in all ``pull`` at most."""
    weights = np.maximum(likeness.astype(np.float64) - NEAR, 0) ** 2
    some = np.flatnonzero(weights)
    best = some[np.argsort(-weights[some], kind="stable")[:NEIGHBOURS]]
    return best, pull * weights[best] / (FEW + float(weights[best].sum()))


def _sum_and_length(own: Floats, pulled: Vector) -> tuple[Vector, float]:
    """The sum, and its squared length as if what is one's own had unit length."""
    return np.asarray(own + pulled, dtype=np.float64), 1.0 + float(2 * own @ pulled + pulled @ pulled)


def _products(rows: Floats, directions: Sequence[Vector]) -> Vector:
    """Rows × directions."""
    return np.asarray(rows @ np.array(directions, dtype=np.float32).T, dtype=np.float64)


def _cosines(products: Vector, own: Vector, lengths: Vector) -> Vector:
    """Cosines of papers (rows) to fields (columns), from their products and the fields' squared lengths.

    What a paper itself drew the field is taken out of it: that it lies near to itself proves nothing.
    """
    others = np.sqrt(np.maximum(lengths - 2 * own * products + own**2, 0.25))
    return np.asarray(np.minimum((products - own) / others, 1.0), dtype=np.float64)
