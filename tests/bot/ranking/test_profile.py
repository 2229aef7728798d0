"""What was learned is exactly what the reactions say, however they came and went."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Opinion, Paper, PaperId
from bot.ranking.features import FeatureSpace
from bot.ranking.profile import PaperFeatures, Profile, Tally
from bot.ranking.row_cache import RowCache
from bot.ranking.serialization import profile_bytes, profile_from
from bot.ranking.topics import expand_topic
from bot.ranking.user_model import basis_of, fold_opinions, named_preferences
from tests.bot.ranking.conftest import opinion, topic

MOST_KEPT = 100

PAPERS = 12
reactions = st.lists(st.tuples(st.integers(0, PAPERS - 1), st.sampled_from([True, False, None])), max_size=40)


@pytest.fixture(scope="module")
def rows(space: FeatureSpace, sample: list[Paper]) -> dict[PaperId, PaperFeatures]:
    return RowCache(space).features(sample[:PAPERS])


def empty(space: FeatureSpace) -> Profile:
    return Profile(space.version, "", space.width)


def same(one: Profile, other: Profile) -> bool:
    keys = one.tallies.keys() == other.tallies.keys() and one.marks == other.marks
    return keys and all(_same(tally, other.tallies[key]) for key, tally in one.tallies.items())


def _same(one: Tally, other: Tally) -> bool:
    sums = (one.count, one.names) == (other.count, other.names)
    pairs = ((one.dense, other.dense), (one.terms.places, other.terms.places), (one.terms.values, other.terms.values))
    return sums and all(this.tolist() == that.tolist() for this, that in pairs)


@given(reactions)
@settings(max_examples=60, deadline=None)
def test_only_what_holds_now_counts(
    space: FeatureSpace, sample: list[Paper], rows: dict[PaperId, PaperFeatures], given: list[tuple[int, bool | None]]
) -> None:
    opinions: dict[PaperId, Opinion] = {}
    followed_along = empty(space)
    for place, liked in given:
        paper = sample[place]
        opinions[paper.id] = opinion(paper, liked)
        assert fold_opinions(followed_along, opinions, rows, [])
    at_once = empty(space)
    fold_opinions(at_once, dict(reversed(opinions.items())), rows, [])
    assert same(followed_along, at_once)


def test_of_a_long_history_the_newest_likes_are_kept_one_by_one_and_all_count(
    space: FeatureSpace, sample: list[Paper]
) -> None:
    row = RowCache(space).features(sample[:1])[sample[0].id]
    ids = [PaperId(f"arxiv:2608.{number:05}") for number in range(2 * MOST_KEPT + 50)]
    profile = empty(space)
    for paper in ids:
        profile.put({paper: row}, {paper: ""}, liked=True)
    assert list(profile.kept("")) == ids[-MOST_KEPT:]
    assert MOST_KEPT <= len(profile.meanings) <= 2 * MOST_KEPT
    assert profile.tallies["", True].count == len(ids)
    older = PaperId("arxiv:2501.00001")
    profile.put({older: row}, {older: ""}, liked=True)
    assert older not in profile.meanings
    assert profile.take_back(ids[-1], replace(row, stamp="other")) is False
    assert profile.take_back(ids[-1], row)
    assert list(profile.kept(""))[-1] == ids[-2]


def test_like_then_undo_is_exactly_nothing(
    space: FeatureSpace, sample: list[Paper], rows: dict[PaperId, PaperFeatures]
) -> None:
    profile = empty(space)
    fold_opinions(profile, {paper.id: opinion(paper) for paper in sample[:PAPERS]}, rows, [])
    fold_opinions(profile, {}, rows, [])
    assert same(profile, empty(space))


def test_a_profile_comes_back_from_its_bytes(
    space: FeatureSpace, sample: list[Paper], rows: dict[PaperId, PaperFeatures]
) -> None:
    profile = empty(space)
    fold_opinions(
        profile, {paper.id: opinion(paper, place % 3 > 0) for place, paper in enumerate(sample[:PAPERS])}, rows, []
    )
    again = profile_from(profile_bytes(profile))
    assert same(profile, again)
    fold_opinions(again, {}, rows, [])
    assert same(again, empty(space))
    assert profile_bytes(empty(space)) == b""


def test_a_paper_whose_text_changed_is_folded_anew(
    space: FeatureSpace, sample: list[Paper], rows: dict[PaperId, PaperFeatures]
) -> None:
    profile = empty(space)
    paper = sample[0]
    fold_opinions(profile, {paper.id: opinion(paper)}, rows, [])
    old = rows[paper.id]
    newer = replace(old, stamp=old.stamp + 1)
    assert not fold_opinions(profile, {}, {paper.id: newer}, [])


def test_likes_go_to_the_named_interest_they_fit(space: FeatureSpace, sample: list[Paper]) -> None:
    interests = [topic("video generation", "fun"), topic("coding agents", "work")]
    topics = {interest.value: expand_topic(space, interest.value) for interest in interests}
    preferences = named_preferences(space, interests, topics)
    coding = next(paper for paper in sample if "SWE-bench Science" in paper.title)
    profile = Profile(space.version, basis_of(interests), space.width)
    fold_opinions(profile, {coding.id: opinion(coding)}, RowCache(space).features([coding]), preferences)
    assert profile.marks[coding.id].group == "work"


def test_a_dislike_outweighs_a_save_and_a_save_alone_is_a_like(
    space: FeatureSpace, sample: list[Paper], rows: dict[PaperId, PaperFeatures]
) -> None:
    profile = empty(space)
    both, saved = sample[0], sample[1]
    fold_opinions(
        profile, {both.id: opinion(both, False, saved=True), saved.id: opinion(saved, None, saved=True)}, rows, []
    )
    assert (profile.marks[both.id].liked, profile.marks[saved.id].liked) == (False, True)
