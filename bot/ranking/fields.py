"""Which liked papers lie together: people who like robots and proteins like nothing half-way between the two.

Average-linkage clustering of meanings in the word table (UPGMA; Sokal and Michener, 1958).
"""

from collections.abc import Sequence

import numpy as np

from bot.ranking.term_index import Floats

TOGETHER = 0.28
"""Mean cosine from which two groups of papers are one field. Of judged papers, nine in ten pairs on one topic are at
least so near, and nine in ten pairs on two topics are not."""
MOST_FIELDS = 8
"""Fields of one person that are told apart, the largest; the rest still counts in the mean of all likes."""


def fields_of(meanings: Floats) -> list[list[int]]:
    """The rows (of unit length) that lie together, largest field first."""
    count = len(meanings)
    sums = meanings.astype(np.float64) @ meanings.T.astype(np.float64)
    np.fill_diagonal(sums, -np.inf)
    likeness, sizes, field_of = sums.copy(), np.ones(count), np.arange(count)
    while count:
        one, other = divmod(int(likeness.argmax()), count)
        if likeness[one, other] < TOGETHER:
            break
        sums[one] += sums[other]
        sums[:, one] = sums[one]
        sizes[one] += sizes[other]
        likeness[one] = likeness[:, one] = sums[one] / (sizes[one] * sizes)
        for matrix in (sums, likeness):
            matrix[other] = matrix[:, other] = -np.inf
        field_of[field_of == other] = one
    fields = [np.flatnonzero(field_of == each).tolist() for each in np.unique(field_of)]
    return sorted(fields, key=lambda field: (-len(field), field[0]))[:MOST_FIELDS]


def mean_direction(meanings: Floats, places: Sequence[int]) -> Floats:
    """The direction of some rows together; exact sums of rounded numbers, so that their order does not matter."""
    total = meanings[list(places)].sum(axis=0, dtype=np.float64)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), dtype=np.float32)
