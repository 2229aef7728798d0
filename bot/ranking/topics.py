"""What a topic named in words means: its words, and the papers that they find."""

from dataclasses import dataclass

import numpy as np

from bot.meaning.content_words import stem, topic_words
from bot.meaning.topic_meaning import TopicMeaning, named_in, topic_meaning
from bot.ranking.features import FeatureSpace
from bot.ranking.neighbourhood import Neighbourhood, drawn
from bot.ranking.term_index import TermIndex
from bot.ranking.terms import Terms, Vector
from bot.text import words

MIN_SEEDS, MAX_SEEDS, SHARE = 30, 150, 100
"""Papers that stand for a topic: a hundredth of those known, within bounds."""
OWN_WORDS = 0.3
"""The share of a topic's own words in its terms."""
FORM = 0.3
"""What all other forms of a word weigh beside the one that was typed, as the length of their vector."""
NEIGHBOURS, FITS, OWN_MEANING = 30, 0.9, 0.5
"""How many papers draw a topic, from which fit on, and how strongly its own meaning holds."""
MIN_TO_JUDGE, COHERENT = 10, 0.43
"""Shorter than this, the mean of the meanings of many papers says that they do not hang together."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a pseudo-like. ``vague``: the papers it finds do not hang together, in whatever words it is said.

    ``near`` is where each thing that it names lies (one for each of the readings of ``meaning``).
    """

    text: str
    terms: Terms
    dense: Vector
    vague: bool
    meaning: TopicMeaning
    near: tuple[Neighbourhood, ...]


def expand_topic(space: FeatureSpace, text: str) -> Topic:
    """A topic by pseudo-relevance feedback: the weighted mean of the papers that its words find.

    Papers weigh by their likeness; in terms, the words themselves are mixed in (after Rocchio, "Relevance feedback in
    information retrieval", 1971, without a judge).

    Brought to the length of a like; shorter, as a mean is, topics would weigh half of what they are meant to.
    """
    queries = [_query(space.term_index, one) for one in named_in(text) or [text]]
    likeness = np.max([space.sample.terms @ query for query in queries], axis=0).astype(np.float64)
    best = np.argsort(-likeness, kind="stable")[: how_many_stand(len(likeness))]
    best = best[likeness[best] > 0]
    near = near_of(space, text)
    vague = bool(near) and all(_is_vague(space, each) for each in near)
    if not len(best):
        return Topic(text, Terms.nothing(), np.zeros(space.width), vague, topic_meaning(text), near)
    weights = likeness[best] / likeness[best].sum()
    dense = _unit(weights @ space.sample.dense[best].astype(np.float64))
    terms = _unit((1 - OWN_WORDS) * (space.sample.terms[best].T @ weights) + OWN_WORDS * _unit(np.sum(queries, axis=0)))
    places = np.flatnonzero(terms)
    return Topic(text, Terms.of(places, terms[places]), dense, vague, topic_meaning(text), near)


def how_many_stand(known: int) -> int:
    """How many of so many papers known stand for a topic."""
    return min(MAX_SEEDS, max(MIN_SEEDS, known // SHARE))


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))


def _is_vague(space: FeatureSpace, near: Neighbourhood) -> bool:
    """Whether many papers fit a topic that have little in common ("scalability")."""
    found = [place for place, paper in enumerate(space.sample_ids) if paper in near.pulls]
    return len(found) >= MIN_TO_JUDGE and float(np.linalg.norm(space.sample_meanings[found].mean(axis=0))) < COHERENT


def near_of(space: FeatureSpace, text: str) -> tuple[Neighbourhood, ...]:
    """Where each thing that a topic names lies, drawn towards the papers that its words and its meaning find."""
    found = []
    for named, reading in zip(named_in(text), topic_meaning(text).readings, strict=True):
        direction = space.topic_meaning(reading.vector).astype(np.float64)
        roots = map(stem, topic_words(named))
        share = sum(
            (weight * _has(space, root) for root, weight in zip(roots, reading.weights.tolist(), strict=True)),
            np.zeros(len(space.sample)),
        )
        fits = share**2 + space.sample_meanings @ direction
        weights = np.maximum(fits - FITS, 0) ** 2
        found.append(drawn(OWN_MEANING * direction, space.sample_meanings, space.sample_ids, weights, NEIGHBOURS))
    return tuple(found)


def _has(space: FeatureSpace, root: str) -> Vector:
    """Which known papers have a word of this stem: 1 or 0. A word that no paper has keeps its weight in the share."""
    wanted = np.zeros(len(space.term_index.terms), dtype=np.float32)
    wanted[_forms(space.term_index, root)] = 1
    return np.asarray(space.sample.terms @ wanted > 0, dtype=np.float64)


def _query(term_index: TermIndex, text: str) -> Vector:
    """Typed words and pairs, and other forms of the words: papers on "databases" are what "database" is to find."""
    query = np.zeros(len(term_index.terms))
    for word in words(text):
        forms = _forms(term_index, stem(word))
        query[forms] = FORM / np.sqrt(max(1, len(forms)))
    query[list(term_index.counts((text,)))] = 1
    query *= term_index.idf
    return query / max(float(np.linalg.norm(query)), 1e-9)


def _forms(term_index: TermIndex, root: str) -> list[int]:
    """Where the words of a stem are: they begin as it does, but that its last letter may stand for another."""
    begun = term_index.beginning(root[: max(2, len(root) - 1)])
    return [place for word, place in begun if stem(word) == root]
