"""The terms of a score, one by one: what each adds, where it is capped, and how it fades."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pytest

from bot.meaning.word_table import word_table
from bot.model import Interest, InterestKind, Organisation, Paper, PaperId, Reason, ReasonKind
from bot.ranking import explain
from bot.ranking.explain import Switches
from bot.ranking.features import FeatureSpace
from bot.ranking.liked import likes_bias
from bot.ranking.profile import Profile, Tally
from bot.ranking.row_cache import RowCache
from bot.ranking.rules import Readable
from bot.ranking.score import (
    COMMON_COUNT_LESS,
    ENOUGH,
    MAX_TERMS,
    Preference,
    author_score,
    dislikes_weigh,
    liked_authors,
    preference_of,
)
from bot.ranking.topics import expand_topic
from bot.ranking.user_model import fold_opinions
from tests.bot.ranking.conftest import opinion

TODAY = date(2026, 8, 21)
ON = Switches()


def tally_of(space: FeatureSpace, papers: Sequence[Paper]) -> Tally:
    tally = Tally(np.zeros(space.width))
    tally.add(list(RowCache(space).features(papers).values()), 1)
    return tally


def known(space: FeatureSpace, likes: Sequence[Paper], *topics: str) -> Preference:
    expanded = [expand_topic(space, topic) for topic in topics]
    made = preference_of(space, "", tally_of(space, likes), tally_of(space, []), expanded)
    assert made
    return made


def share_of_topics(preference: Preference) -> float:
    """How much of a preference's direction its topics make, 0 to 1."""
    length = dict.fromkeys(ReasonKind, 0.0)
    for part in preference.parts:
        length[part.kind] += float(np.linalg.norm(part.terms))
    return length[ReasonKind.TOPIC] / sum(length.values())


def test_topics_fade_as_likes_come(space: FeatureSpace, sample: list[Paper]) -> None:
    likes = [paper for paper in sample if "agent" in paper.title.casefold()]
    shares = [share_of_topics(known(space, likes[:count], "coding agents")) for count in (0, 1, 3, 8)]
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)
    assert 0 < shares[-1] < 0.25 < shares[1]


def test_many_topics_weigh_together_what_one_weighs_alone(space: FeatureSpace, sample: list[Paper]) -> None:
    likes = sample[:4]
    one = share_of_topics(known(space, likes, "robots"))
    twice = share_of_topics(known(space, likes, "robots", "robots"))
    assert twice == pytest.approx(one, abs=0.01)


def test_people_of_another_taste_take_nothing_from_what_those_alike_add() -> None:
    (alone,) = explain.teammates([0.5, 0.25])
    (among_others,) = explain.teammates([0.5, -0.9, 0.0, 0.25])
    assert among_others == alone
    assert alone.count == 2
    assert explain.teammates([-0.9, 0.1]) == []


def test_each_teammate_adds_less_than_the_one_before() -> None:
    added = [explain.added_up(explain.teammates([0.8] * people)) for people in range(5)]
    steps = np.diff(added)
    assert added[0] == 0
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()


def test_a_closer_taste_counts_more() -> None:
    assert explain.added_up(explain.teammates([0.9])) > explain.added_up(explain.teammates([0.4])) > 0


def test_an_author_of_many_likes_counts_as_much_as_one_of_three(space: FeatureSpace, sample: list[Paper]) -> None:
    preference = known(space, sample[:3])
    name = next(iter(preference.names))

    def counted(likes: int) -> float:
        return author_score(liked_authors(space, replace(preference, names=Counter({name: likes})), frozenset({name})))

    assert 0 < counted(1) < counted(2) < counted(3) == counted(30)
    assert author_score(liked_authors(space, preference, frozenset({"nobody we know"}))) == 0


def test_a_name_alone_counts_little_unless_the_subject_is_near(space: FeatureSpace, sample: list[Paper]) -> None:
    paper = next(paper for paper in sample if len(paper.authors) > 1)
    preference, alone = known(space, [paper]), Readable(replace(paper, authors=paper.authors[:1]))
    (far,) = explain.authors(space, preference, alone, relevance=0.0)
    (near,) = explain.authors(space, preference, alone, relevance=0.2)
    (both,) = explain.authors(space, preference, Readable(replace(paper, authors=paper.authors[:2])), relevance=0.0)
    assert [far.kind, near.kind] == [ReasonKind.SAME_NAME, ReasonKind.SAME_NAME], "of one name there are many people"
    assert near.contribution == pytest.approx(4 * far.contribution)
    assert both.kind is ReasonKind.LIKED_AUTHOR


def test_names_that_long_lists_have_in_common_by_chance_count_as_one(space: FeatureSpace, sample: list[Paper]) -> None:
    crowd = [f"Known{number} Li" for number in range(400)]
    preference = known(space, [replace(sample[0], authors=tuple(crowd))])

    def shared(count: int, others: int) -> Reason:
        names = (*crowd[:count], *(f"Other{number} Wu" for number in range(others - count)))
        return explain.authors(space, preference, Readable(replace(sample[1], authors=names)), relevance=0.2)[0]

    assert shared(3, 120).kind is ReasonKind.SAME_NAME, "of 400 and 120 people two or three are namesakes"
    assert shared(3, 120).contribution == shared(1, 120).contribution
    assert [shared(4, 120).kind, shared(2, 10).kind] == [ReasonKind.LIKED_AUTHOR, ReasonKind.LIKED_AUTHOR]


def popularity(upvotes: int, switches: Switches = ON) -> float:
    paper = Paper(id=PaperId("arxiv:2601.00001"), title="One", upvotes=upvotes)
    return explain.added_up(explain.circumstances(paper, None, switches))


def test_upvotes_count_by_their_order_of_magnitude() -> None:
    assert popularity(0) == 0
    assert 0.8 < popularity(100) < 1.0
    assert popularity(10_000) < 2.1 * popularity(100)
    assert popularity(100, Switches(popularity=False)) == 0


def recency(days: int, switches: Switches = ON) -> float:
    paper = Paper(id=PaperId("arxiv:2601.00001"), title="One", featured=TODAY - timedelta(days=days))
    return explain.added_up(explain.circumstances(paper, TODAY, switches))


def test_newness_fades_to_a_third_in_three_days_and_the_future_is_no_newer_than_today() -> None:
    assert recency(3) == pytest.approx(recency(0) / np.e)
    assert recency(0) > recency(1) > recency(30) > 0
    assert recency(-5) == recency(0) < 0.5
    assert recency(0, Switches(recency=False)) == 0


def test_dislikes_count_more_with_each_but_never_half_as_much_as_likes() -> None:
    by_dislikes = [dislikes_weigh(10, dislikes) for dislikes in (0, 1, 5, 50, 5_000)]
    assert by_dislikes[0] == 0
    assert by_dislikes == sorted(by_dislikes)
    assert by_dislikes[-1] < 0.3
    assert dislikes_weigh(0, 5) < dislikes_weigh(5, 5) < dislikes_weigh(500, 5)


def test_the_bias_against_a_broad_taste_stops_growing_at_twenty_likes() -> None:
    assert likes_bias(0) == likes_bias(1) > likes_bias(5) > likes_bias(20) == likes_bias(20_000)


def test_what_is_followed_to_the_letter_outranks_what_is_vague() -> None:
    paper = Paper(
        id=PaperId("arxiv:2601.00001"),
        title="Octopus arms",
        authors=("Ada Lovelace",),
        organisation=Organisation(slug="reef", name="Reef Lab"),
        categories=("cs.RO",),
    )
    follows = {
        InterestKind.AUTHOR: "Ada Lovelace",
        InterestKind.ORGANISATION: "Reef Lab",
        InterestKind.KEYWORD: "octopus",
        InterestKind.CATEGORY: "cs.RO",
    }
    values = {}
    for kind, value in follows.items():
        (reason,) = explain.stated_reasons(Readable(paper), [Interest(kind=kind, value=value)])
        values[kind] = reason.contribution
    author, organisation, keyword, category = values.values()
    assert author == organisation > keyword > category > 0


def test_a_preference_keeps_its_heaviest_terms_alone(space: FeatureSpace, sample: list[Paper]) -> None:
    assert len(known(space, sample).places) == MAX_TERMS
    kept, liked = known(space, sample).places, tally_of(space, sample).terms
    weighs = liked.values / (1 + COMMON_COUNT_LESS * ENOUGH * space.commonness[liked.places])
    left_out = ~np.isin(liked.places, kept)
    assert left_out.any()
    assert weighs[left_out].max() <= weighs[~left_out].min() + 1e-6


def test_the_more_is_liked_the_less_common_terms_stand_for_it(space: FeatureSpace, sample: list[Paper]) -> None:
    def of_rare_and_common(likes: Sequence[Paper]) -> float:
        preference, liked = known(space, likes), tally_of(space, likes).terms
        left = np.abs(preference.terms) / liked.at(preference.places)
        common = space.commonness[preference.places]
        return float(left[common.argmin()] / left[common.argmax()])

    assert of_rare_and_common(sample[:1]) == pytest.approx(1, rel=1e-5)
    assert 1 < of_rare_and_common(sample[:3]) < of_rare_and_common(sample[:10])


def test_what_is_liked_seldom_found_elsewhere_counts_beside_what_many_papers_have(
    space: FeatureSpace, sample: list[Paper]
) -> None:
    likes = [paper for paper in sample if "agent" in paper.title.casefold()][:6]
    tally = tally_of(space, likes)
    directions = (known(space, likes).dense, tally.dense)
    seldom = space.axes[1][:, space.axes[0] < 1]
    shares = [float(np.linalg.norm(seldom.T @ each) / np.linalg.norm(each)) for each in directions]
    assert shares[0] > shares[1]


def test_evened_out_meaning_counts_from_the_second_like_on_and_no_more_after_the_sixth(
    space: FeatureSpace, sample: list[Paper]
) -> None:
    """The same paper liked over and over: all else that its meaning counts for stays as it is."""

    def by_meaning(likes: int) -> npt.NDArray[np.floating]:
        liked, nothing = Tally(np.zeros(space.width)), Tally(np.zeros(space.width))
        liked.add([*RowCache(space).features(sample[:1]).values()] * likes, 1)
        preference = preference_of(space, "", liked, nothing, [])
        assert preference
        return preference.parts[0].dense.astype(np.float64)

    def added(likes: int) -> float:
        """In standard deviations of the background."""
        evened = by_meaning(likes) - by_meaning(1)
        return float(evened @ space.spread @ evened) ** 0.5

    assert [added(likes) for likes in (2, 4, 6, 11, 20)] == pytest.approx([0.06, 0.18, 0.3, 0.3, 0.3], abs=0.001)


def test_parts_about_one_thing_are_told_as_one_the_strongest_first() -> None:
    reasons = [explain.topic("Robots"), *explain.teammates([0.9]), replace(explain.topic("robots"), contribution=0.25)]
    told = explain.gathered(reasons)
    assert [reason.kind for reason in told] == [ReasonKind.TEAMMATES, ReasonKind.TOPIC]
    assert told[1].contribution == pytest.approx(0.75)
    assert explain.added_up(told) == pytest.approx(explain.added_up(reasons))


def test_only_words_that_mean_something_like_what_is_liked_are_told_of_somebody(
    space: FeatureSpace, sample: list[Paper]
) -> None:
    robots = [paper for paper in sample if "robot" in f"{paper.title} {paper.abstract}".casefold()][:3]
    profile = Profile(space.version, "", space.width)
    fold_opinions(profile, {each.id: opinion(each) for each in robots}, RowCache(space).features(robots), [])
    told = [word for word, _ in explain.strongest_words(space, profile, 10)]
    assert any("robot" in word for word in told)
    likes = np.array(list(profile.meanings.values()), dtype=np.float32)
    for word in told:
        (vector,) = word_table().encode([word])
        assert (likes @ space.topic_meaning(vector)).max() >= explain.TERM_NEAR
