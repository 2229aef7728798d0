"""How much a person would want a paper: similarities to what they liked, standardised so that they compare.

``score = Σ_f (x_f · p_f - m_f) / s_f`` over the parts f of a row: terms, latent semantics and,
where there are any, sentence embeddings. ``p_f`` is the mean
of what was liked and of the topics followed, less a part of what was disliked. ``m_f`` is the mean of ``x_f · p_f``
over a fixed background, and ``s_f`` its deviation (for what was liked and followed), so scores compare between people
and a threshold has a meaning: 0 is a paper like any other. All of it is linear in the rows, so a score is exactly the
sum of the parts people see.

Measured on three data sets and left out, since it did not gain on all: other weights of the parts, the nearest like
beside the mean of likes, the papers nearest to the first likes (at one like +2 % on one, +1 % on another, -0.5 % on the
third), taking common directions out of the terms (at most +0.5 % at twenty likes).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.model import ReasonKind
from bot.ranking.features import FeatureSpace
from bot.ranking.names import shared_by_chance
from bot.ranking.profile import Tally
from bot.ranking.rows import Rows
from bot.ranking.term_index import Floats, Ints
from bot.ranking.terms import Terms, Vector, weighted_sum
from bot.ranking.topics import Topic

MAX_TERMS = 1_000
"""Terms of a preference that are kept, the heaviest: with 500, half a hundredth is lost at ten likes on one of three
data sets; with 200, a hundredth at twenty on all."""
COMMON_COUNT_LESS, ENOUGH = 0.02, 20
"""A term weighs ``1 / (1 + 0.02 · n · its commonness)`` of itself where n papers are liked beside the first, up to
enough: the more is known of somebody, the less need common terms stand for what they like. With what follows it gains
up to 3 % on one of three data sets from three likes on, up to 0.7 % on another; on the third nothing is lost."""
EVENLY, EVENLY_FROM, TRUST = 0.3, 5.0, 0.1
"""What likeness by evened-out meaning weighs (``_evened``): from one like on it grows to that over five more."""
TOPICS_WEIGH, FADING = 1.5, 3.0
"""All topics together weigh ``1.5 · 3 / (3 + n)`` likes: poor ones would otherwise spoil good likes."""
ONLY_DISLIKES = 0.25
"""How much of a standard deviation dislikes count while there is nothing to set against them."""
WITHOUT_EMBEDDING, WITH_EMBEDDING = (1.0, 0.7, 0.5, 0.0), (0.5, 0.3, 0.0, 1.2)
"""What terms, latent semantics, word table and sentence embeddings weigh; the same for all, so that scores compare."""
AUTHOR_WEIGHT, CO_AUTHORS_WEIGH = 3.0, 4.0
"""For each e-fold of authors in common with liked papers, and of how many they are: one name may be anybody's, two
together are hardly ever two other people."""


def dislikes_weigh(likes: int, dislikes: int) -> float:
    """γ: dislikes help a little where there are likes to set against them, and hurt when they weigh as much."""
    return 0.5 * (likes + 2) / (likes + 12) * dislikes / (dislikes + 2)


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of a preference: weights over its terms and the dense columns, and what the average paper gets."""

    kind: ReasonKind
    subject: str
    terms: Floats
    dense: Floats
    level: float


@dataclass(frozen=True)
class Preference:
    """One interest of one person or channel, ready to score.

    ``places`` are the terms that the parts weigh; ``names`` how often each author was liked.
    """

    group: str
    places: Ints
    parts: tuple[Part, ...]
    names: Mapping[str, int]
    likes: int

    @cached_property
    def terms(self) -> Floats:
        return np.asarray(np.sum([part.terms for part in self.parts], axis=0, dtype=np.float32))

    @cached_property
    def dense(self) -> Floats:
        return np.asarray(np.sum([part.dense for part in self.parts], axis=0, dtype=np.float32))

    @cached_property
    def level(self) -> float:
        return sum(part.level for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Addend:
    """A part before it is standardised: a weighted sum of rows."""

    kind: ReasonKind
    subject: str
    terms: Terms
    dense: Vector
    weight: float


def preference_of(
    space: FeatureSpace, group: str, liked: Tally, disliked: Tally, topics: Sequence[Topic]
) -> Preference | None:
    """The preference that one group of interests comes to; None when nothing is known."""
    for_it = _wanted(liked, [topic for topic in topics if len(topic.terms)])
    against = _unwanted(liked, disliked, bool(for_it))
    if not for_it and not against:
        return None
    known = weighted_sum((addend.weight, addend.terms) for addend in (*for_it, *against))
    places = Terms(known.places, _share_of_term(space, liked, known.places) * known.values).heaviest(MAX_TERMS)
    basis = for_it or [replace(addend, weight=1 / disliked.count) for addend in against]
    scale = _Scale(space, places, liked, basis)
    parts = tuple(part for addend in (*for_it, *against) for part in scale.parts(addend))
    return Preference(group, places, parts, liked.names, liked.count)


def _wanted(liked: Tally, topics: Sequence[Topic]) -> list[_Addend]:
    weight = TOPICS_WEIGH * FADING / (FADING + liked.count) if topics else 0.0
    total = liked.count + weight
    found = [_Addend(ReasonKind.TOPIC, t.text, t.terms, t.dense, weight / len(topics) / total) for t in topics]
    if liked.count:
        found.append(_Addend(ReasonKind.NEAREST_LIKE, "", liked.terms, liked.dense, 1 / total))
    return found


def _unwanted(liked: Tally, disliked: Tally, known: bool) -> list[_Addend]:
    if not disliked.count:
        return []
    weight = dislikes_weigh(liked.count, disliked.count) if known else ONLY_DISLIKES
    return [_Addend(ReasonKind.DISLIKES, "", disliked.terms, disliked.dense, -weight / disliked.count)]


class _Scale:
    """Brings the addends of one preference to standard deviations of the background."""

    def __init__(self, space: FeatureSpace, places: Ints, liked: Tally, basis: Sequence[_Addend]) -> None:
        self._places = places
        self._average = (space.average[0][places], space.average[1])
        self._share_of_term = _share_of_term(space, liked, places)
        self._evened = _evened(space, liked)
        terms = sum((self._terms(addend) for addend in basis), np.zeros(len(places)))
        dense = sum((addend.weight * addend.dense for addend in basis), np.zeros(space.width))
        self._by_terms = _weights(space)[0] / _at_least(_deviation(_by_terms(space.background_terms, places, terms)))
        self._by_meaning = _by_column(space, dense)

    def parts(self, addend: _Addend) -> list[Part]:
        """One part; or for likes two, by meaning and by words, since they are told apart."""
        terms = self._terms(addend) * self._by_terms
        dense = addend.weight * self._by_meaning * addend.dense
        if addend.kind is not ReasonKind.NEAREST_LIKE:
            return [self._part(addend.kind, addend.subject, terms, dense)]
        nothing, none = np.zeros_like(terms), np.zeros_like(dense)
        return [
            self._part(ReasonKind.NEAREST_LIKE, "", nothing, dense + self._evened),
            self._part(ReasonKind.WORDS, "", terms, none),
        ]

    def _part(self, kind: ReasonKind, subject: str, terms: Vector, dense: Vector) -> Part:
        level = float(self._average[0] @ terms + self._average[1] @ dense)
        return Part(kind, subject, terms.astype(np.float32), dense.astype(np.float32), level)

    def _terms(self, addend: _Addend) -> Vector:
        return addend.weight * addend.terms.at(self._places) * self._share_of_term


def _share_of_term(space: FeatureSpace, liked: Tally, places: Ints) -> Vector:
    """What is left of a term's weight, the less the commoner it is and the more is liked."""
    more = min(max(0, liked.count - 1), ENOUGH)
    return np.asarray(1 / (1 + COMMON_COUNT_LESS * more * space.commonness[places]))


def _evened(space: FeatureSpace, liked: Tally) -> Vector:
    """The mean of likes with its rare directions weighing as much as the common ones.

    It is a linear discriminant with a shrunk covariance (Friedman, "Regularized discriminant analysis", 1989), and
    linear in the likes.
    """
    count = min(liked.count, ENOUGH)
    weight = EVENLY * min(1.0, (count - 1) / EVENLY_FROM)
    if weight <= 0:
        return np.zeros(space.width)
    varies, directions = space.axes
    apart = directions.T @ (liked.dense / liked.count - space.average[1])
    evened = directions @ (apart / (varies + 1 / (TRUST * count)))
    return np.asarray(weight / _at_least(float(evened @ space.spread @ evened) ** 0.5) * evened)


def _by_column(space: FeatureSpace, dense: Vector) -> Vector:
    scale = np.ones(space.width)
    _, latent, table, embedding = _weights(space)
    for columns, weight in ((space.latent, latent), (space.table, table), (space.embedding, embedding)):
        some = dense[columns]
        scale[columns] = weight / _at_least(float(some @ space.spread[columns, columns] @ some) ** 0.5)
    return scale


def _weights(space: FeatureSpace) -> tuple[float, float, float, float]:
    return WITH_EMBEDDING if space.embedded else WITHOUT_EMBEDDING


def _by_terms(papers: sparse.csr_matrix, places: Ints, weights: Vector) -> Vector:
    """What each paper scores by some terms."""
    all_terms = np.zeros(papers.shape[1])
    all_terms[places] = weights
    return np.asarray(papers @ all_terms)


def _deviation(values: npt.NDArray[np.floating]) -> float:
    return float(values.std()) if values.size else 0.0


def _at_least(deviation: float) -> float:
    """Never nothing: a background without any variation (one paper, empty texts) must not blow a score up."""
    return max(deviation, 1e-3)


class BatchScorer:
    """Many preferences scored at once, in two matrix products."""

    def __init__(self, space: FeatureSpace, preferences: Sequence[Preference]) -> None:
        lengths = np.cumsum([0, *(len(each.places) for each in preferences)])
        places = np.concatenate([np.zeros(0, dtype=np.int64), *(each.places for each in preferences)])
        terms = np.concatenate([np.zeros(0, dtype=np.float32), *(each.terms for each in preferences)])
        shape = (len(preferences), len(space.term_index.terms))
        self.terms = sparse.csr_matrix((terms, places, lengths), shape=shape).T.tocsr()
        dense = np.array([each.dense for each in preferences], dtype=np.float32)
        self.dense = dense.reshape(len(preferences), space.width)
        self.levels = np.array([each.level for each in preferences], dtype=np.float32)

    def scores(self, rows: Rows) -> Floats:
        """Papers × preferences."""
        found = rows.dense @ self.dense.T
        found -= self.levels
        return np.asarray(found + (rows.terms @ self.terms).toarray(), dtype=np.float32)


def liked_authors(space: FeatureSpace, preference: Preference, names: frozenset[str]) -> dict[str, float]:
    """The authors in common with liked papers, and how telling each is; several papers of one count up to three.

    Of no more than chance brings together the most telling stands alone: it is a name, not people who write together.
    """
    common = {
        name: space.rarity(name) * min(preference.names[name], 3) for name in sorted(names & preference.names.keys())
    }
    if 1 < len(common) <= 1 + shared_by_chance(len(preference.names), len(names)):
        telling = max(common, key=lambda each: (common[each], each))
        return {telling: common[telling]}
    return common


def author_score(common: Mapping[str, float]) -> float:
    if not common:
        return 0.0
    return AUTHOR_WEIGHT * float(np.log1p(sum(common.values()))) + CO_AUTHORS_WEIGH * log(len(common))
