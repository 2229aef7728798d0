"""How likely a person wants a paper: a calibrated probability, from papers that they like and topics that they follow.

Scores order the papers of one list; they cannot say where it ends, since the best of a poor day still scores best.
Relevance can: it rests on words and meaning alone, not on what else came that day. Two logistic regressions, on daily
papers that readers labelled; ``benchmarks/usefulness.py`` prints how well they hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.model import Bar, Interest, InterestKind
from bot.ranking.features import FeatureSpace
from bot.ranking.liked import CROWDED_COUNT_LESS, LikedMeaning, direction_of
from bot.ranking.paper_batch import PaperBatch
from bot.ranking.profile import Tally
from bot.ranking.term_index import Floats
from bot.ranking.terms import Vector
from bot.ranking.topics import Topic

BARS: Mapping[Bar, float] = {Bar.BROAD: 0.3, Bar.USUAL: 0.55, Bar.STRICT: 0.75}
"""From which relevance on a paper is a pick."""

ABOUT_WEIGHS, NEAR_WEIGHS, TOPIC_BIAS = 0.6, 10.0, -0.7
"""The odds that a topic's follower wants a paper: the odds that it is about the topic, and its likeness to the topic's
neighbourhood, less where it lies in a crowd, which is near to anything; the bias. Slopes fitted to twenty readers; the
bias lies between what six of them ask, who count much as adjacent, and what the others ask, who count less."""
EPSILON = 1e-3
"""Nothing is surer than this to be about a topic, or not."""
DISLIKED_FROM, DISLIKES_WEIGH = 0.3, 18.0
"""From which likeness to what is disliked the odds fall, and how steeply."""

STATED: Mapping[InterestKind, float] = {
    InterestKind.AUTHOR: 1.0,
    InterestKind.ORGANISATION: 1.0,
    InterestKind.KEYWORD: 0.8,
    InterestKind.CATEGORY: 0.6,
}
"""The least relevance of what names a follow to the letter: what people state beats what is learned."""


def dislikes_of(space: FeatureSpace, disliked: Tally) -> Floats | None:
    """The direction of what is disliked, in the word table; None where nothing is."""
    return direction_of(disliked.dense[space.table]) if disliked.count else None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What relevance is measured against: liked papers of each group, followed topics, and what is disliked.

    ``against`` is how much dislikes count, 0 to 0.5.
    """

    liked: tuple[LikedMeaning, ...] = ()
    topics: tuple[Topic, ...] = ()
    disliked: Floats | None = None
    against: float = 0.0


def relevance_of(batch: PaperBatch, wishes: Wishes, interests: Sequence[Interest]) -> Vector:
    """The relevance of each paper, 0 to 1: that of the interest it fits best. Nothing known: 0 for all.

    What is about a followed topic is at least as relevant as it is likely to be about it.
    """
    found = np.full(len(batch), -np.inf)
    for liked in wishes.liked:
        found = np.maximum(found, liked.odds(batch))
    for topic in wishes.topics:
        found = np.maximum(found, _topic_odds(batch, topic))
    if wishes.disliked is not None:
        near = np.maximum(batch.meanings @ wishes.disliked - DISLIKED_FROM, 0)
        found = found - wishes.against * DISLIKES_WEIGH * near
    learned = 1 / (1 + np.exp(-found))
    about = [batch.about(topic.text).astype(np.float64) for topic in wishes.topics]
    return np.asarray(np.maximum.reduce([learned, _stated(batch, interests), *about]))


def topic_relevance(batch: PaperBatch, topic: Topic) -> Vector:
    """How likely whoever follows a topic wants each paper for it, 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-_topic_odds(batch, topic))))


def _topic_odds(batch: PaperBatch, topic: Topic) -> Vector:
    """The logarithm of the odds."""

    def odds() -> Vector:
        about = np.clip(batch.about(topic.text).astype(np.float64), EPSILON, 1 - EPSILON)
        likeness = [near.likeness(batch.meanings, batch.place_of) for near in topic.near]
        nearest = np.maximum.reduce([np.zeros(len(about)), *likeness]) - CROWDED_COUNT_LESS * batch.crowding
        return np.asarray(ABOUT_WEIGHS * np.log(about / (1 - about)) + NEAR_WEIGHS * nearest + TOPIC_BIAS)

    return batch.remembered(("topic odds", topic.text), odds)


def _stated(batch: PaperBatch, interests: Sequence[Interest]) -> Vector:
    """The least relevance that literal follows give."""
    found = np.zeros(len(batch))
    for each in interests:
        if not each.muted and each.kind in STATED:
            found[batch.named(each)] = np.maximum(found[batch.named(each)], STATED[each.kind])
    return found
