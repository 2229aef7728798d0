"""Fairness: what the worst-off member of a simulated channel finds in its picks, against the average profile."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.likes import Ints, Person, Split
from benchmarks.ranking_quality import Paperboy
from bot.ranking.blend import fair
from bot.ranking.diversify import diverse

CHANNELS = 30
PICKS = 5
CANDIDATES = 300
ENOUGH = 4
"""Likes that a member of a simulated channel has, before and after."""

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fairness:
    """Per channel the satisfaction of the worst-off member and of all members, for both ways to blend."""

    worst_fair: Scores
    worst_average: Scores
    all_fair: Scores
    all_average: Scores


def fairness(paperboy: Paperboy, known: Split, members: int) -> Fairness | None:
    """Picks are made from what members liked before. How satisfied one is, is how high the best pick for them stands
    (0 to 1) in the order that what they liked *afterwards* would give: a profile that the picks never saw."""
    people = [each for each in known.people if len(each.known) >= ENOUGH and len(each.new) >= ENOUGH]
    if len(people) < members:
        return None
    rng = np.random.default_rng(members)
    return Fairness(*np.array([_channel(paperboy, known, people, members, rng) for _ in range(CHANNELS)]).T)


def _channel(
    paperboy: Paperboy, known: Split, people: Sequence[Person], members: int, rng: np.random.Generator
) -> tuple[float, float, float, float]:
    channel = [people[number] for number in rng.permutation(len(people))[:members]]
    papers = rng.permutation(known.new)[:CANDIDATES]
    scores = np.array([paperboy.scores(person.known, papers) for person in channel], dtype=np.float64).T
    truth = _standing(np.array([paperboy.scores(sorted(person.new), papers) for person in channel]).T)
    dense = paperboy.rows.dense[papers]
    ours = truth[fair(scores, dense, PICKS)].max(axis=0)
    average = truth[diverse(scores.mean(axis=1), dense, PICKS)].max(axis=0)
    return float(ours.min()), float(average.min()), float(ours.mean()), float(average.mean())


def _standing(scores: npt.NDArray[np.floating]) -> Scores:
    """Each column as places in its order, 0 (last) to 1 (first)."""
    order: Ints = np.argsort(np.argsort(scores, axis=0, kind="stable"), axis=0, kind="stable")
    return np.asarray(order / max(1, len(scores) - 1), dtype=np.float64)
