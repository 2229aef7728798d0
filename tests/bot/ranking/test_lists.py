"""Lists: varied, fair to several interests, and fair to several people."""

from collections.abc import Sequence

import numpy as np
import pytest

from bot.model import Bar, Interest, InterestKind, Paper, Selection
from bot.ranking.blend import fair
from bot.ranking.diversify import diverse, merged
from tests.bot.ranking.conftest import ADA, ROOM, Team


def unit(*rows: list[float]) -> np.ndarray:
    dense = np.array(rows, dtype=np.float32)
    return dense / np.linalg.norm(dense, axis=1, keepdims=True)


def test_a_near_copy_gives_way_to_something_else() -> None:
    dense = unit([1, 0], [1, 0.01], [0, 1])
    assert diverse(np.array([3.0, 2.9, 2.8]), dense, 2) == [0, 2]


def test_much_better_papers_stay_however_alike() -> None:
    dense = unit([1, 0], [1, 0.01], [0, 1])
    assert diverse(np.array([9.0, 8.9, 0.1]), dense, 2) == [0, 1]


def test_what_was_taken_before_counts_as_near_and_not_among_the_count() -> None:
    dense = unit([1, 0], [1, 0.01], [0, 1])
    assert diverse(np.array([9.0, 2.9, 2.8]), dense, 1, [0]) == [2]
    assert diverse(np.array([9.0, 2.9, 2.8]), dense, 2, [0]) == [2, 1]


def test_for_a_channel_too_a_near_copy_gives_way_but_not_to_what_is_much_worse() -> None:
    dense = unit([1, 0], [1, 0.01], [0, 1])
    assert fair(np.array([[3.0], [2.95], [2.9]]), dense, 2) == [0, 2]
    assert fair(np.array([[3.0], [2.95], [0.0]]), dense, 2) == [0, 1]


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


async def test_on_a_day_without_picks_a_channel_is_told_what_came_nearest_the_nearest_first(team: Team) -> None:
    papers = await team.store.papers.sample(100)
    await team.react(ADA, *papers[::9])
    ranked = [await team.ranker.explain(ADA, paper.id) for paper in papers]
    below = [pick.paper for pick in ranked if pick.relevance < 0.75]
    near = sorted((pick.relevance for pick in ranked if 0.15 <= pick.relevance < 0.75), reverse=True)
    assert len(near) > 1
    found = await team.ranker.for_channel(ROOM, count=5, bar=Bar.STRICT, candidates=below)
    assert not found.picks
    assert [pick.relevance for pick in found.nearly] == pytest.approx(near[:3])


async def test_below_a_channel_s_picks_stands_what_matches_nobody_and_nobody_muted(team: Team) -> None:
    papers = await team.store.papers.sample(100)
    found = await _of_room(team, papers)
    assert 0 < len(found.picks) < 5
    assert {pick.paper.day for pick in found.popular} == {max(paper.day for paper in papers if paper.day)}
    assert not any(pick.matched for pick in found.popular)
    assert not {pick.paper.id for pick in found.popular} & {pick.paper.id for pick in found.picks}
    upvotes = [pick.paper.upvotes for pick in found.popular]
    assert upvotes == sorted(upvotes, reverse=True)
    muted = Interest(kind=InterestKind.KEYWORD, value=found.popular[0].paper.title, muted=True)
    await team.store.interests.state(ADA, muted)
    await team.react(ADA, found.picks[0].paper)
    again = await _of_room(team, papers)
    assert found.popular[0].paper.id not in {pick.paper.id for pick in again.popular}


async def _of_room(team: Team, papers: Sequence[Paper]) -> Selection:
    return await team.ranker.for_channel(ROOM, bar=Bar.USUAL, count=5, topics=["video generation"], candidates=papers)
