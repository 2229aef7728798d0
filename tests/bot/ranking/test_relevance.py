"""What relevance promises, whatever is liked and followed."""

from dataclasses import replace
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.meaning.about import CLAIM
from bot.model import Bar, Paper, PaperId, ReasonKind
from bot.ranking.features import FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.rank import Ranking
from bot.ranking.relevance import BARS
from tests.bot.ranking.conftest import opinion
from tests.bot.ranking.test_score import TOPICS, candidates_of, user_of

NONSENSE = ("zzzqqq flurbs", "veterinary medicine", "tax law", "asdf qwer", "beekeeping", "sourdough bread")
places = st.lists(st.integers(0, 98), max_size=6, unique=True)
topics = st.lists(st.sampled_from((*TOPICS, *NONSENSE)), max_size=3, unique=True)


@given(places, places, topics, st.integers(1, 10))
@settings(max_examples=10, deadline=None)
def test_raising_the_bar_never_adds_a_pick(
    space: FeatureSpace, sample: list[Paper], liked: list[int], disliked: list[int], followed: list[str], count: int
) -> None:
    opinions = {sample[place].id: opinion(sample[place], False) for place in disliked}
    opinions |= {sample[place].id: opinion(sample[place]) for place in liked}
    ranking = Ranking(candidates_of(space, sample), user_of(space, opinions, sample, *followed))
    chosen = [
        {pick.paper.id for pick in ranking.select(count, bar).picks} for bar in (Bar.BROAD, Bar.USUAL, Bar.STRICT)
    ]
    assert chosen[0] >= chosen[1] >= chosen[2]


@given(st.sampled_from(NONSENSE), places)
@settings(max_examples=10, deadline=None)
def test_nothing_is_claimed_for_a_topic_that_nothing_is_about(
    space: FeatureSpace, sample: list[Paper], nonsense: str, liked: list[int]
) -> None:
    alone = Ranking(candidates_of(space, sample), user_of(space, {}, sample, nonsense))
    assert alone.relevance.max() < BARS[Bar.BROAD]
    opinions = {sample[place].id: opinion(sample[place]) for place in liked}
    ranking = Ranking(candidates_of(space, sample), user_of(space, opinions, sample, nonsense))
    kinds = {reason.kind for place in range(len(sample)) for reason in ranking.reasons(place)}
    assert ReasonKind.TOPIC not in kinds


@given(places, topics)
@settings(max_examples=8, deadline=None)
def test_a_topic_is_a_reason_only_where_the_paper_is_about_it(
    space: FeatureSpace, sample: list[Paper], liked: list[int], followed: list[str]
) -> None:
    candidates = candidates_of(space, sample)
    opinions = {sample[place].id: opinion(sample[place]) for place in liked}
    ranking = Ranking(candidates, user_of(space, opinions, sample, *followed))
    for place in range(len(sample)):
        for reason in ranking.reasons(place):
            if reason.kind is ReasonKind.TOPIC:
                assert candidates.batch.about(reason.subject)[place] >= CLAIM


@given(places, st.integers(0, 98), topics)
@settings(max_examples=10, deadline=None)
def test_a_like_taken_back_leaves_relevance_exactly_as_it_was(
    space: FeatureSpace, sample: list[Paper], liked: list[int], one: int, followed: list[str]
) -> None:
    candidates = candidates_of(space, sample)
    before = {sample[place].id: opinion(sample[place]) for place in liked if place != one}
    after: dict[PaperId, object] = {**before, sample[one].id: opinion(sample[one], None)}
    first = Ranking(candidates, user_of(space, before, sample, *followed)).relevance
    assert (Ranking(candidates, user_of(space, after, sample, *followed)).relevance == first).all()  # type: ignore[arg-type]


def test_one_name_in_common_proves_nothing_and_several_make_a_paper_likelier(
    space: FeatureSpace, sample: list[Paper]
) -> None:
    liked = replace(sample[0], authors=("Ada Quill", "Bo Quill", "Cy Quill"))
    far = int((space.meanings(space.rows(sample)) @ space.meanings(space.rows([liked]))[0]).argmin())
    by = [
        replace(sample[far], id=PaperId(f"arxiv:{count}"), authors=liked.authors[:count] or ("Zoe",))
        for count in range(4)
    ]
    nobody, one, two, three = Ranking(
        candidates_of(space, by), user_of(space, {liked.id: opinion(liked)}, [liked])
    ).relevance
    assert nobody == pytest.approx(one)
    assert one < two < three < BARS[Bar.USUAL]
    rare = space.rarity("ada quill")
    nobody_s, two_s, three_s = (log(each / (1 - each)) for each in (nobody, two, three))
    assert (two_s - nobody_s, three_s - nobody_s) == pytest.approx(
        (1.5 * (2 * rare - 1), 1.5 * (3 * rare - 1)), abs=0.01
    )


def test_a_name_on_many_papers_is_many_people_s(sample: list[Paper]) -> None:
    by = [replace(paper, authors=("Wei Wang", f"Quill {place}")) for place, paper in enumerate(sample[:30])]
    space = learn(by)
    assert space.rarity("wei wang") == 0.0
    assert space.rarity("quill 1") == space.rarity("nobody else") == pytest.approx(log(31 / 2) / log(31))
