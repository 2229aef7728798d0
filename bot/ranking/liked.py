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

from bot.meaning.papers import Halves
from bot.meaning.word_table import unit
from bot.model import PaperId
from bot.ranking.features import FeatureSpace, nearness
from bot.ranking.fields import fields_of, mean_direction
from bot.ranking.paper_batch import PaperBatch
from bot.ranking.profile import Tally
from bot.ranking.term_index import Floats, Ints
from bot.ranking.terms import Terms, Vector

SLOPE, BIAS, GROWTH = 8.35, -5.6, 0.91
MANY = 20
"""The bias falls by ``GROWTH · ln n`` with n likes, up to many: their mean is near to more papers than one is."""
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


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One field of likes, drawn towards the papers of the sample in ``around``, as strongly as ``pulls`` says.

    ``lengths`` are the squared lengths of its meaning and its latent semantics. ``own`` makes up for the words of other
    fields, which are among those of all likes. ``density`` is how near the nearest known papers are: where a field is
    crowded, a paper as near as they is likelier wanted than one of a field of its own.
    """

    meaning: Vector
    latent: Vector
    lengths: tuple[float, float]
    own: float
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
    def fields(self) -> tuple[_Drawn, ...]:
        """Worked out when something is ranked, so that ten likes in a row cost it once."""
        found = [(self.direction, self.count, 1.0, likes_bias(self.count))]
        meanings = np.array(list(self.kept.values()), dtype=np.float32).reshape(len(self.kept), -1)
        parted = fields_of(meanings)
        for places in parted if len(parted) > 1 else ():
            bias = likes_bias(len(places)) - ONE_FIELD - OF_MANY * log(len(parted))
            bias -= ALONE if len(places) == 1 < len(parted[0]) else 0.0
            own = sqrt(len(meanings) / len(places))
            found.append((mean_direction(meanings, places), len(places), own, bias))
        likeness = self._around(np.array([direction for direction, *_ in found]))
        return tuple(self._drawn(*field, near) for field, near in zip(found, likeness, strict=True))

    def odds(self, batch: PaperBatch) -> Vector:
        """For each paper the logarithm of the odds, by the field that it fits best."""
        fields = self.fields
        own = np.array([self._own_pulls(field, batch) for field in fields]).T
        meaning = _products(batch.meanings, [field.meaning for field in fields])
        latent = _products(batch.latents, [field.latent for field in fields])
        words, word_lengths = self._by_words(batch)
        lengths = np.array([field.lengths for field in fields])
        evidence = np.array([field.density for field in fields]) + _likeness(meaning, own, lengths[:, 0])
        evidence += WORDS_COUNT * _likeness(words, own, word_lengths)
        evidence += LATENT_COUNTS * _likeness(latent, own, lengths[:, 1])
        evidence -= CROWDED_COUNT_LESS * batch.crowding[:, None]
        odds = (SLOPE * evidence + np.array([field.bias for field in fields])).max(axis=1)
        return np.asarray(odds + CO_AUTHORS_TELL * self._co_authors(batch))

    def _by_words(self, batch: PaperBatch) -> tuple[Vector, Vector]:
        """The products of papers with the words of each field, and the squared lengths of these.

        Made when they are needed: kept, they would be most of what is remembered of a person.
        """
        along, lengths = [], []
        every = self.space.sample.terms[np.concatenate([field.around for field in self.fields])]
        weights = np.repeat(np.concatenate([field.pulls for field in self.fields]), np.diff(every.indptr)) * every.data
        ends = every.indptr[np.cumsum([0, *(len(field.around) for field in self.fields)])]
        for field, start, end in zip(self.fields, ends[:-1], ends[1:], strict=True):
            words: Vector = np.zeros(every.shape[1])
            words += np.bincount(every.indices[start:end], weights[start:end], len(words))
            inside = float(self.terms.values @ words[self.terms.places])
            lengths.append(1.0 + 2 * field.own * inside + float(words @ words))
            words[self.terms.places] += field.own * self.terms.values
            along.append(batch.rows.terms @ words.astype(np.float32))
        return np.array(along, dtype=np.float64).T, np.array(lengths)

    def _own_pulls(self, field: _Drawn, batch: PaperBatch) -> Vector:
        own = np.zeros(len(batch))
        for place, pull in zip(field.around.tolist(), field.pulls.tolist(), strict=True):
            paper = self.space.sample_ids[place]
            if paper in batch.place_of:
                own[batch.place_of[paper]] = pull
        return own

    def _co_authors(self, batch: PaperBatch) -> Vector:
        """How many authors beside the first each paper has in common with what is liked, rare names counting most."""
        common: dict[int, list[float]] = {}
        for name in sorted(self.names):
            for place in batch.places_by_name.get(name, ()):
                common.setdefault(place, []).append(self.space.rarity(name))
        found = np.zeros(len(batch))
        for place, rarities in common.items():
            if len(rarities) > 1:
                found[place] = max(0.0, min(MOST_TOLD, sum(rarities)) - 1)
        return found

    def _around(self, directions: Floats) -> Floats:
        """The likeness of each direction to the known papers, other than one's own likes."""
        likeness = directions @ self.space.near_to_likes.T
        known = self.space.places_near_to_likes
        likeness[:, [known[paper] for paper in self.kept if paper in known]] = -1
        return np.asarray(likeness, dtype=np.float32)

    def _drawn(self, direction: Floats, count: int, own: float, bias: float, likeness: Floats) -> _Drawn:
        best, pulls = _nearest(likeness, PULL / sqrt(count))
        around = self.space.sampled_near_to_likes[best]
        meaning, meaning_length = _together(direction, pulls @ self.space.near_to_likes[best])
        drawing = unit(self.space.sample.dense[around, self.space.latent])
        latent, latent_length = _together(own * self.latent, pulls @ drawing)
        return _Drawn(
            meaning=meaning,
            latent=latent,
            lengths=(meaning_length, latent_length),
            own=own,
            around=around,
            pulls=pulls,
            density=float(nearness(likeness)),
            bias=bias,
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
    return BIAS - GROWTH * log(min(max(1, count), MANY))


def _nearest(likeness: Floats, pull: float) -> tuple[Ints, Vector]:
    """The places that draw most, in order, and how strongly: in all ``pull`` at most."""
    weights = np.maximum(likeness.astype(np.float64) - NEAR, 0) ** 2
    some = np.flatnonzero(weights)
    best = some[np.argsort(-weights[some], kind="stable")[:NEIGHBOURS]]
    return best, pull * weights[best] / (FEW + float(weights[best].sum()))


def _together(own: Floats, pulled: Vector) -> tuple[Vector, float]:
    """Both, and the squared length, as if what is one's own had unit length."""
    return np.asarray(own + pulled, dtype=np.float64), 1.0 + float(2 * own @ pulled + pulled @ pulled)


def _products(rows: Floats, directions: Sequence[Vector]) -> Vector:
    """Rows × directions."""
    return np.asarray(rows @ np.array(directions, dtype=np.float32).T, dtype=np.float64)


def _likeness(along: Vector, own: Vector, lengths: Vector) -> Vector:
    """Cosines of papers to directions (columns), from their products with them. A paper's own pull does not count: it
    proves nothing."""
    shorter = np.sqrt(np.maximum(lengths - 2 * own * along + own**2, 0.25))
    return np.asarray(np.minimum((along - own) / shorter, 1.0), dtype=np.float64)
