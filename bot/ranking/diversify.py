"""Lists in which five picks are not one topic, and in which several interests each get their share."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.ranking.term_index import Floats

BALANCE = 0.7
"""λ of maximal marginal relevance: less diversity hardly shows, more costs relevance."""


def diverse(scores: npt.NDArray[np.floating], dense: Floats, count: int, chosen: Sequence[int] = ()) -> list[int]:
    """The places of ``count`` papers, by maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998).

    ``scores`` are in standard deviations, ``dense`` the rows of one unit-length block. Each step takes the paper with
    the best ``λ · score - (1 - λ) · deviation · (likeness to the nearest one taken)``; ``chosen`` are taken already.
    """
    taken = list(chosen)
    nearest = np.max(dense @ dense[taken].T, axis=1, initial=0.0) if taken else np.zeros(len(scores), dtype=np.float32)
    worth = BALANCE * scores.astype(np.float64)
    unit = (1 - BALANCE) * max(float(scores.std()) if len(scores) else 0.0, 1.0)
    free = np.ones(len(scores), dtype=bool)
    free[taken] = False
    while len(taken) - len(chosen) < count and free.any():
        value = np.where(free, worth - unit * nearest, -np.inf)
        best = int(value.argmax())
        taken.append(best)
        free[best] = False
        nearest = np.maximum(nearest, dense @ dense[best])
    return taken[len(chosen) :]


def merged(ranked: Mapping[str, Sequence[int]], count: int) -> list[tuple[str, int]]:
    """Take turns over named interests until there are ``count`` papers: one hobby never drowns another.

    A paper wanted by several goes to the one that ranks it first in its turn.
    """
    queues = {group: list(places) for group, places in ranked.items()}
    taken: list[tuple[str, int]] = []
    seen: set[int] = set()
    while len(taken) < count and any(queues.values()):
        for group, queue in queues.items():
            while queue and queue[0] in seen:
                queue.pop(0)
            if queue and len(taken) < count:
                seen.add(queue[0])
                taken.append((group, queue.pop(0)))
    return taken
