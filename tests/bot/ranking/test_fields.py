"""Likes of several fields are each a field of their own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Opinion, Paper, PaperId
from bot.ranking import profile as profiles
from bot.ranking.features import FeatureSpace
from bot.ranking.fields import fields_of
from bot.ranking.profile import Profile
from bot.ranking.rank import Ranking
from bot.ranking.row_cache import RowCache
from bot.ranking.serialization import profile_bytes, profile_from
from bot.ranking.user_model import fold_opinions
from tests.bot.ranking.conftest import opinion
from tests.bot.ranking.test_score import candidates_of, user_of

MOST_FIELDS = 8

FEW = 6


def apart(space: FeatureSpace, sample: list[Paper], count: int) -> list[int]:
    """The first paper, and those that lie farthest from all before."""
    meanings, chosen = space.meanings(space.rows(sample)), [0]
    while len(chosen) < count:
        chosen.append(int((meanings @ meanings[chosen].T).max(axis=1).argmin()))
    return chosen


def test_what_lies_together_is_one_field() -> None:
    robots, proteins, songs = np.eye(3, dtype=np.float32)
    rows = np.array([robots, proteins, robots, songs, robots])
    assert fields_of(rows) == [[0, 2, 4], [1], [3]]
    assert fields_of(rows[:1]) == [[0]]
    assert fields_of(np.zeros((0, 3), dtype=np.float32)) == []


def test_only_the_largest_fields_are_told_apart() -> None:
    many = np.eye(MOST_FIELDS + 3, dtype=np.float32)
    assert len(fields_of(np.vstack([many, many[-1:]]))) == MOST_FIELDS
    assert fields_of(np.vstack([many, many[-1:]]))[0] == [MOST_FIELDS + 2, MOST_FIELDS + 3]


def test_a_field_alone_finds_its_papers_among_likes_of_other_fields(space: FeatureSpace, sample: list[Paper]) -> None:
    """The last of five likes, each of another field, lifts what lies next to it."""
    candidates = candidates_of(space, sample)
    meanings, chosen = space.meanings(space.rows(sample)), apart(space, sample, 5)
    for one in chosen[1:]:
        likeness = meanings @ meanings[one]
        likeness[chosen] = -1
        nearest = int(likeness.argmax())
        likes = [
            {sample[place].id: opinion(sample[place]) for place in chosen if place != left_out}
            for left_out in (one, None)
        ]
        before, after = (Ranking(candidates, user_of(space, each, sample)).relevance[nearest] for each in likes)
        assert after > before


def test_what_lies_next_to_one_of_several_likes_is_less_surely_wanted_than_next_to_the_only_one(
    space: FeatureSpace, sample: list[Paper]
) -> None:
    """More fields are nearer to any paper. The likelihoods are as they were fitted: the best of two and of three."""
    candidates, chosen = candidates_of(space, sample), apart(space, sample, 3)
    best = [
        Ranking(candidates, user_of(space, {sample[at].id: opinion(sample[at]) for at in chosen[:count]}, sample))
        .relevance[[at for at in range(len(sample)) if at not in chosen]]
        .max()
        for count in (1, 2, 3)
    ]
    assert best == pytest.approx([0.84, 0.69, 0.71], abs=0.02)


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=60))
@settings(max_examples=40, deadline=None)
def test_the_likes_kept_one_by_one_are_those_of_the_newest_papers_whatever_came_and_went(
    space: FeatureSpace, sample: list[Paper], given_reactions: list[tuple[int, bool]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profiles, "MOST_KEPT", FEW)
        rows = RowCache(space).features(sample[:21])
        opinions: dict[PaperId, Opinion] = {}
        followed_along = _empty(space)
        for place, liked in given_reactions:
            opinions[sample[place].id] = opinion(sample[place], True if liked else None)
            if not fold_opinions(followed_along, opinions, rows, []):
                followed_along = _empty(space)
                assert fold_opinions(followed_along, opinions, rows, [])
            followed_along = profile_from(profile_bytes(followed_along)) if followed_along.marks else followed_along
        at_once = _empty(space)
        fold_opinions(at_once, opinions, rows, [])
        kept, wanted = followed_along.kept(""), at_once.kept("")
        newest = sorted(paper for paper, each in opinions.items() if each.liked)[-FEW:]
        assert list(kept) == list(wanted) == newest
        assert all((kept[paper] == wanted[paper]).all() for paper in kept)


def _empty(space: FeatureSpace) -> Profile:
    return Profile(space.version, "", space.width)
