"""Where an interest lies: likeness to it, worked out for many papers at once, is that of each by itself."""

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from bot.meaning.word_table import unit
from bot.model import PaperId
from bot.ranking.neighbourhood import AWAY, LEAST_CROWD, drawn

WIDTH, DRAWING = 6, 5


def _papers(seed: int, count: int) -> tuple[npt.NDArray[np.float32], list[PaperId]]:
    meanings = unit(np.random.default_rng(seed).standard_normal((count, WIDTH)))
    return meanings, [PaperId(f"arxiv:2608.{number:05}") for number in range(count)]


@given(st.integers(0, 1_000), st.integers(1, 60))
def test_a_paper_s_likeness_is_to_the_interest_as_it_lies_without_that_paper(seed: int, count: int) -> None:
    meanings, ids = _papers(seed, count)
    weights = np.maximum(meanings[:, 0].astype(np.float64), 0)
    found = drawn(np.full(WIDTH, 0.5), meanings, ids, weights, DRAWING)
    all_at_once = found.likeness(meanings, {paper: place for place, paper in enumerate(ids)})
    for paper, meaning, likeness in zip(ids, meanings.astype(np.float64), all_at_once, strict=True):
        direction = found.direction - found.pulls.get(paper, 0.0) * meaning
        direction = direction / np.linalg.norm(direction) - found.crowd
        assert abs(direction @ meaning / np.linalg.norm(direction) - likeness) < 1e-4


def test_the_crowd_around_is_taken_off_but_for_what_draws() -> None:
    meanings, ids = _papers(1, LEAST_CROWD + 5)
    start = np.eye(WIDTH)[0]
    weights = np.where(np.arange(len(ids)) < DRAWING, 1.0, 0.0)
    found = drawn(start, meanings, ids, weights, DRAWING)
    nearest = np.argsort(-(meanings @ found.direction))[:LEAST_CROWD]
    others = [place for place in nearest if place >= DRAWING]
    assert set(found.pulls) == set(ids[:DRAWING])
    assert np.allclose(found.crowd, AWAY * meanings[others].mean(axis=0), atol=1e-6)
    assert not drawn(start, meanings[:0], [], weights[:0], DRAWING).crowd.any(), "nothing known, nothing taken off"
