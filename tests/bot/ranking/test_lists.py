"""Lists: varied, fair to several interests, and fair to several people."""

import numpy as np

from bot.ranking.blend import fair
from bot.ranking.diversify import diverse, merged


def unit(*rows: list[float]) -> np.ndarray:
    dense = np.array(rows, dtype=np.float32)
    return dense / np.linalg.norm(dense, axis=1, keepdims=True)


def test_a_near_copy_gives_way_to_something_else() -> None:
    dense = unit([1, 0], [1, 0.01], [0, 1])
    assert diverse(np.array([3.0, 2.9, 2.8]), dense, 2) == [0, 2]


def test_much_better_papers_stay_however_alike() -> None:
    dense = unit([1, 0], [1, 0.01], [0, 1])
    assert diverse(np.array([9.0, 8.9, 0.1]), dense, 2) == [0, 1]


def test_a_list_is_never_longer_than_there_are_papers() -> None:
    assert diverse(np.array([1.0]), unit([1, 0]), 5) == [0]
    assert diverse(np.zeros(0), np.zeros((0, 2), dtype=np.float32), 5) == []
    assert fair(np.zeros((0, 3)), np.zeros((0, 2), dtype=np.float32), 5) == []


def test_interests_take_turns_and_share_no_paper() -> None:
    assert merged({"work": [1, 2, 3], "fun": [1, 7, 8]}, 4) == [("work", 1), ("fun", 7), ("work", 2), ("fun", 8)]
    assert merged({"work": [1], "fun": [7, 8, 9]}, 3) == [("work", 1), ("fun", 7), ("fun", 8)]
    assert merged({}, 3) == []


def test_everybody_finds_something() -> None:
    """Nine like the first half, one likes the last paper alone: the average never shows it, a fair list does."""
    scores = np.zeros((12, 10))
    scores[:6, :9] = np.linspace(6, 5, 6)[:, None]
    scores[11, 9] = 5
    dense = np.eye(12, dtype=np.float32)
    assert 11 in fair(scores, dense, 5)
    assert 11 not in np.argsort(-scores.mean(axis=1))[:5]


def test_one_person_gets_their_best_first() -> None:
    assert fair(np.array([[1.0], [5.0], [4.0]]), np.eye(3, dtype=np.float32), 2) == [1, 2]
