"""How likely a person wants a paper: a calibrated probability, from papers that they like and topics that they follow.

Scores order the papers of one list; they cannot say where it ends, since the best of a poor day still scores best.
Relevance can: it rests on words and meaning alone, not on what else came that day. Two logistic regressions, on daily
papers that readers labelled; ``benchmarks/usefulness.py`` prints how well they hold. Likes count together, and each
field of them on its own: what somebody with five interests wants lies near one of them, not near their mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

import numpy as np

from bot.meaning.about import evidence
from bot.model import Bar, Interest, InterestKind, PaperId
from bot.ranking.candidates import Candidates
from bot.ranking.features import FeatureSpace
from bot.ranking.fields import fields_of, mean_direction
from bot.ranking.neighbourhood import Neighbourhood, drawn
from bot.ranking.profile import Halves, Tally
from bot.ranking.rules import matching
from bot.ranking.term_index import Floats
from bot.ranking.terms import Terms, Vector
from bot.ranking.topics import Topic

BARS: Mapping[Bar, float] = {Bar.BROAD: 0.3, Bar.USUAL: 0.55, Bar.STRICT: 0.75}
"""From which relevance on a paper is a pick."""

TOPIC_SLOPE, TOPIC_BIAS = 5.31, -5.60
WORDS_WEIGH, MEANING_WEIGHS = 0.5, 2.0
"""Of the evidence for a topic: the squared share of its words, and the likeness to its neighbourhood."""
LIKES_SLOPE, LIKES_BIAS, LIKES_GROWTH = 5.9, -7.4, 0.75
MANY = 20
"""The bias falls by ``LIKES_GROWTH · ln n`` with n likes, up to many: their mean is near to more papers than one is."""
LIKED_WORDS = 2.0
"""What the likeness of words counts beside that of meaning."""
ONE_FIELD, OF_MANY = 1.0, 0.5
"""The bias of one of k fields is lower by ``ONE_FIELD + OF_MANY · ln k``: more fields are nearer to any paper."""

NEIGHBOURS, NEAR, PULL = 10, 0.3, 5.0
"""Of what is liked: how many papers draw it, from which likeness on, and how strongly beside the likes themselves."""
DENSE_SHARE = 0.025
"""The share of all papers whose likeness says how much of what is published lies near an interest."""
DISLIKED_FROM, DISLIKES_WEIGH = 0.3, 3.0

STATED: Mapping[InterestKind, float] = {
    InterestKind.AUTHOR: 1.0,
    InterestKind.ORGANISATION: 1.0,
    InterestKind.KEYWORD: 0.8,
    InterestKind.CATEGORY: 0.6,
}
"""The least relevance of what names a follow to the letter: what people state beats what is learned."""


@dataclass(frozen=True, slots=True)
class LikedField:
    """What some liked papers that lie together have in common.

    ``density`` is how near the nearest known papers are: where a field is crowded, a paper as near as they is likelier
    wanted than one of a field of its own. ``words_count`` makes up for the words of other fields.
    """

    direction: Floats
    near: Neighbourhood
    density: float
    words_count: float
    bias: float


@dataclass(frozen=True)
class LikedMeaning:
    """What one group of interests likes: all of it as one field, and each of the fields that it has.

    ``direction`` and ``terms`` are those of all ``count`` of it, at unit length; ``kept`` are the meanings of the likes
    that are known one by one.
    """

    space: FeatureSpace
    count: int
    direction: Floats
    terms: Terms
    kept: Mapping[PaperId, Halves]

    @cached_property
    def fields(self) -> tuple[LikedField, ...]:
        """Worked out when something is ranked, so that ten likes in a row cost it once."""
        found = [(self.direction, LIKED_WORDS, likes_bias(self.count))]
        meanings = np.array(list(self.kept.values()), dtype=np.float32).reshape(len(self.kept), -1)
        parted = fields_of(meanings)
        for places in parted if len(parted) > 1 else ():
            words_count = LIKED_WORDS * sqrt(len(meanings) / len(places))
            bias = likes_bias(len(places)) - ONE_FIELD - OF_MANY * log(len(parted))
            found.append((mean_direction(meanings, places), words_count, bias))
        around = _around(self.space, [direction for direction, _, _ in found], self.kept)
        return tuple(
            LikedField(direction, *near, words_count, bias)
            for (direction, words_count, bias), near in zip(found, around, strict=True)
        )

    def odds(self, candidates: Candidates) -> Vector:
        """For each paper the logarithm of the odds, by the field that it fits best."""
        words = np.zeros(candidates.rows.terms.shape[1], dtype=np.float32)
        words[self.terms.places] = self.terms.values
        by_words = (candidates.rows.terms @ words).astype(np.float64)
        found = np.full(len(by_words), -np.inf)
        for field in self.fields:
            near = field.near.likeness(candidates.meanings, candidates.place_of) + candidates.meanings @ field.direction
            evidence = near + field.words_count * by_words + field.density
            found = np.maximum(found, LIKES_SLOPE * evidence + field.bias)
        return found


def liked_meaning(space: FeatureSpace, liked: Tally, kept: Mapping[PaperId, Halves]) -> LikedMeaning | None:
    """From the sum of liked papers, and their meanings as far as they are kept one by one; None where nothing is."""
    direction = _direction(liked.dense[space.table])
    if not liked.count or direction is None:
        return None
    return LikedMeaning(space, liked.count, direction, _unit_terms(liked), kept)


def _around(
    space: FeatureSpace, directions: Sequence[Floats], own: Mapping[PaperId, Halves]
) -> list[tuple[Neighbourhood, float]]:
    """The neighbourhood and density of each direction, among papers other than one's ``own`` likes."""
    ids, meanings = space.near_to_likes
    likeness = (np.array(directions) @ meanings.T).astype(np.float64)
    known = space.places_near_to_likes
    likeness[:, [known[paper] for paper in own if paper in known]] = -1
    many = min(likeness.shape[1], max(NEIGHBOURS, int(DENSE_SHARE * likeness.shape[1])))
    weights = PULL * np.maximum(likeness - NEAR, 0) ** 2
    return [
        (
            drawn(direction.astype(np.float64), meanings, ids, weights[row], NEIGHBOURS),
            float(np.sort(np.partition(likeness[row], -many)[-many:]).mean()) if many else 0.0,
        )
        for row, direction in enumerate(directions)
    ]


def likes_bias(count: int) -> float:
    """The bias of the evidence that so many likes give."""
    return LIKES_BIAS - LIKES_GROWTH * log(min(max(1, count), MANY))


def dislikes_of(space: FeatureSpace, disliked: Tally) -> Floats | None:
    """The direction of what is disliked, in the word table; None where nothing is."""
    return _direction(disliked.dense[space.table]) if disliked.count else None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What relevance is measured against: liked papers of each group, followed topics, and what is disliked.

    ``against`` is how much dislikes count, 0 to 0.5.
    """

    liked: tuple[LikedMeaning, ...] = ()
    topics: tuple[Topic, ...] = ()
    disliked: Floats | None = None
    against: float = 0.0


def relevance_of(candidates: Candidates, wishes: Wishes, interests: Sequence[Interest]) -> Vector:
    """The relevance of each candidate, 0 to 1: that of the interest it fits best. Nothing known: 0 for all.

    What is about a followed topic is at least as relevant as it is likely to be about it.
    """
    found = np.full(len(candidates.papers), -np.inf)
    for liked in wishes.liked:
        found = np.maximum(found, liked.odds(candidates))
    for topic in wishes.topics:
        found = np.maximum(found, _topic_odds(candidates, topic))
    if wishes.disliked is not None:
        near = np.maximum(candidates.meanings @ wishes.disliked - DISLIKED_FROM, 0)
        found -= wishes.against * DISLIKES_WEIGH * LIKES_SLOPE * near
    learned = 1 / (1 + np.exp(-found))
    about = [candidates.about(topic.text).astype(np.float64) for topic in wishes.topics]
    return np.asarray(np.maximum.reduce([learned, _stated(candidates, interests), *about]))


def topic_relevance(candidates: Candidates, topic: Topic) -> Vector:
    """How likely whoever follows a topic wants each candidate for it, 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-_topic_odds(candidates, topic))))


def _topic_odds(candidates: Candidates, topic: Topic) -> Vector:
    """The logarithm of the odds."""
    return np.asarray(TOPIC_SLOPE * _topic_evidence(candidates, topic) + TOPIC_BIAS)


def _topic_evidence(candidates: Candidates, topic: Topic) -> Vector:
    """The best of what the topic may name."""
    found = np.full(len(candidates.papers), -1.0)
    for reading, near in zip(topic.meaning.readings, topic.near, strict=True):
        share = evidence(candidates.words, reading)[:, 0]
        likeness = near.likeness(candidates.meanings, candidates.place_of)
        found = np.maximum(found, WORDS_WEIGH * share + MEANING_WEIGHS * likeness)
    return found


def _stated(candidates: Candidates, interests: Sequence[Interest]) -> Vector:
    """The least relevance that literal follows give."""
    follows = [each for each in interests if not each.muted and each.kind in STATED]
    found = np.zeros(len(candidates.papers))
    for place, paper in enumerate(candidates.readable if follows else ()):
        found[place] = max((STATED[each.kind] for each in matching(paper, follows)), default=0.0)
    return found


def _direction(total: Vector) -> Floats | None:
    length = float(np.linalg.norm(total))
    return np.asarray(total / length, dtype=np.float32) if length > 0 else None


def _unit_terms(liked: Tally) -> Terms:
    length = float(np.linalg.norm(liked.terms.values)) or 1.0
    return Terms(liked.terms.places, liked.terms.values / length)
