"""Which papers stand for a topic, and which topics are too broad to say what is wanted."""

from collections.abc import Mapping

import numpy as np
import pytest

from bot.model import Bar, Paper
from bot.ranking.features import FeatureSpace
from bot.ranking.liked import LikedMeaning, liked_meaning
from bot.ranking.profile import Tally
from bot.ranking.rank import Ranking
from bot.ranking.row_cache import RowCache
from bot.ranking.topics import expand_topic, how_many_stand
from tests.bot.ranking.conftest import opinion
from tests.bot.ranking.test_score import candidates_of, user_of


@pytest.mark.parametrize(
    ("known", "standing"), [(5, 30), (99, 30), (3_099, 30), (3_100, 31), (14_999, 149), (15_000, 150), (20_000, 150)]
)
def test_a_hundredth_of_the_papers_known_stands_for_a_topic_thirty_at_least_and_a_hundred_and_fifty_at_most(
    known: int, standing: int
) -> None:
    assert how_many_stand(known) == standing


@pytest.mark.parametrize("text", ["benchmark", "training", "data", "scaling", "tasks"])
def test_a_topic_whose_many_papers_have_little_in_common_is_vague(space: FeatureSpace, text: str) -> None:
    assert expand_topic(space, text).vague


@pytest.mark.parametrize("text", ["agents", "language models", "robots", "reasoning", "quality", "robustness", "law"])
def test_a_topic_of_papers_that_hang_together_or_are_less_than_ten_is_not(space: FeatureSpace, text: str) -> None:
    assert not expand_topic(space, text).vague


@pytest.mark.parametrize(
    ("said", "usual"),
    [("RL", "reinforcement learning"), ("video synthesis", "video generation"), ("T2I", "text to image")],
)
def test_papers_stand_for_a_topic_in_whatever_words_it_is_said(space: FeatureSpace, said: str, usual: str) -> None:
    one, other = expand_topic(space, said), expand_topic(space, usual)
    assert one.dense @ other.dense > 0.9
    assert one.vague == other.vague


def likes_in_fields(space: FeatureSpace, papers: list[Paper]) -> LikedMeaning:
    tally = Tally(np.zeros(space.width))
    tally.add(list(RowCache(space).features(papers).values()), 1)
    meanings = space.meanings(space.rows(papers))
    liked = liked_meaning(space, tally, dict(zip((paper.id for paper in papers), meanings, strict=True)))
    assert liked
    return liked


def biases(space: FeatureSpace, papers: list[Paper]) -> list[float]:
    """Of all that is liked as one field, then of each field, the largest first."""
    return [field.bias for field in likes_in_fields(space, papers).fields]


@pytest.fixture
def titled(sample: list[Paper]) -> Mapping[str, list[Paper]]:
    return {
        word: [paper for paper in sample if word in paper.title.casefold()] for word in ("agent", "video", "speech")
    }


def test_a_like_that_lies_apart_counts_less_beside_others_that_lie_together(
    space: FeatureSpace, titled: Mapping[str, list[Paper]]
) -> None:
    """It may be a mere curiosity; where every like lies apart, none is."""
    together, apart = titled["agent"][:2], titled["speech"][:1]
    of_two, of_one = -5.6 - 0.91 * np.log(2), -5.6
    beside = 1.0 + 0.5 * np.log(2)
    assert biases(space, [*together, *apart]) == pytest.approx(
        [-5.6 - 0.91 * np.log(3), of_two - beside, of_one - beside - 1.0]
    )
    assert biases(space, [together[0], *apart]) == pytest.approx([of_two, of_one - beside, of_one - beside])
    assert biases(space, together) == pytest.approx([of_two])


@pytest.mark.parametrize(("first", "second"), [(0, 40), (5, 60), (12, 33), (70, 71)])
def test_a_list_goes_by_score_and_by_six_tenths_of_the_logarithm_of_the_odds(
    space: FeatureSpace, sample: list[Paper], first: int, second: int
) -> None:
    """Within a level, and what is not followed; by the score alone what is close to a topic stood above what is
    about it."""
    opinions = {sample[place].id: opinion(sample[place]) for place in (first, second)}
    ranking = Ranking(candidates_of(space, sample), user_of(space, opinions, sample, "coding agents", "diffusion"))
    picks = ranking.select(99, Bar.BROAD).picks
    for low, high in ((0.3, 0.55), (0.55, 0.75), (0.75, 1.1)):
        level = [pick for pick in picks if low <= pick.relevance < high]
        likely = [min(max(pick.relevance, 1e-3), 1 - 1e-3) for pick in level]
        worth = [pick.score + 0.6 * np.log(odds / (1 - odds)) for pick, odds in zip(level, likely, strict=True)]
        assert worth == sorted(worth, reverse=True)
