"""Picks for a whole channel: each of its people should find something, not the average of them."""

import numpy as np
import numpy.typing as npt

from bot.ranking.diversify import BALANCE
from bot.ranking.term_index import Floats

SHARPNESS = 1.0
"""How steeply satisfaction grows with a score, in standard deviations."""
ANYTHING = 0.1
"""Satisfaction that everybody starts with, so that the first pick is not all that counts."""


def satisfaction(scores: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """What each paper (row) would be to each member (column), 0 to 1: relative to the best paper there is for them."""
    best = scores.max(axis=0, initial=-np.inf, keepdims=True)
    return np.asarray(np.exp(SHARPNESS * (scores.astype(np.float64) - best)))


def fair(scores: npt.NDArray[np.floating], dense: Floats, count: int) -> list[int]:
    """The places of ``count`` papers that greedily maximise ``Σ_members log(ε + Σ_picks satisfaction)``.

    Proportional fairness as Nash welfare over a set of shared goods: Fain, Munagala and Shah, "Fair allocation of
    indivisible public goods" (EC 2018); the sum of logs is submodular in the set, so the greedy choice comes within
    1 - 1/e of the best (Nemhauser, Wolsey and Fisher, 1978). A paper near one already taken satisfies less.
    """
    worth = satisfaction(scores)
    had = np.full(worth.shape[1], ANYTHING)
    nearest = np.zeros(len(worth))
    taken: list[int] = []
    free = np.ones(len(worth), dtype=bool)
    while len(taken) < count and free.any():
        gain = np.log1p(worth / had).sum(axis=1) * (1 - (1 - BALANCE) * np.maximum(nearest, 0))
        best = int(np.where(free, gain, -np.inf).argmax())
        taken.append(best)
        free[best] = False
        had += worth[best]
        nearest = np.maximum(nearest, dense @ dense[best])
    return taken
