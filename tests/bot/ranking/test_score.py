"""Scores mean something: liking raises, disliking lowers, parts add up, and a crowd is scored as each alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.meaning.word_table import word_table
from bot.model import Bar, Interest, InterestKind, Opinion, Paper, PaperId, Pick, Reason, ReasonKind
from bot.ranking import explain
from bot.ranking.features import FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.paper_batch import gathered
from bot.ranking.profile import Profile
from bot.ranking.rank import Candidates, Ranking, unwanted
from bot.ranking.row_cache import RowCache
from bot.ranking.rows import Rows
from bot.ranking.score import BatchScorer, dislikes_weigh
from bot.ranking.topics import expand_topic
from bot.ranking.user_model import UserModel, fold_opinions, user_model_of
from bot.text import words
from tests.bot.ranking.conftest import opinion, topic

TOPICS = ("coding agents", "video generation", "benchmark", "diffusion", "robots", "scalability")
places = st.lists(st.integers(0, 98), max_size=8, unique=True)


def user_of(space: FeatureSpace, opinions: dict[PaperId, Opinion], papers: list[Paper], *topics: str) -> UserModel:
    profile = Profile(space.version, "", space.width)
    known = [paper for paper in papers if paper.id in opinions]
    fold_opinions(profile, opinions, RowCache(space).features(known), [])
    return user_model_of(
        space, profile, tuple(map(topic, topics)), {text: expand_topic(space, text) for text in topics}
    )


def candidates_of(space: FeatureSpace, papers: list[Paper]) -> Candidates:
    newest = max(paper.day for paper in papers if paper.day)
    return Candidates.all_of(gathered(space, papers), newest)


@given(places, places, st.lists(st.sampled_from(TOPICS), max_size=3, unique=True), st.integers(0, 98))
@settings(max_examples=30, deadline=None)
def test_liking_a_paper_never_lowers_it(
    space: FeatureSpace, sample: list[Paper], liked: list[int], disliked: list[int], topics: list[str], one: int
) -> None:
    opinions = {sample[place].id: opinion(sample[place], False) for place in disliked}
    opinions |= {sample[place].id: opinion(sample[place]) for place in liked}
    paper = sample[one]
    before = Ranking(
        candidates_of(space, [paper]), user_of(space, {**opinions, paper.id: opinion(paper, None)}, sample, *topics)
    )
    after = Ranking(
        candidates_of(space, [paper]), user_of(space, {**opinions, paper.id: opinion(paper)}, sample, *topics)
    )
    assert after.scores[0] >= before.scores[0] - 1e-4


@given(places, places, st.lists(st.sampled_from(TOPICS), max_size=3, unique=True))
@settings(max_examples=20, deadline=None)
def test_the_parts_of_a_score_add_up_to_it(
    space: FeatureSpace, sample: list[Paper], liked: list[int], disliked: list[int], topics: list[str]
) -> None:
    opinions = {sample[place].id: opinion(sample[place], place in liked) for place in (*disliked, *liked)}
    ranking = Ranking(candidates_of(space, sample), user_of(space, opinions, sample, *topics))
    for place in range(0, len(sample), 7):
        pick = ranking.pick(place)
        assert pick.score == pytest.approx(sum(reason.contribution for reason in pick.reasons), abs=1e-9)
        assert pick.score == pytest.approx(float(ranking.scores[place]), abs=1e-3)


def test_only_dislikes_push_alike_papers_down_and_nothing_far_up(space: FeatureSpace, sample: list[Paper]) -> None:
    opinions = {paper.id: opinion(paper, False) for paper in sample[:10]}
    ranking = Ranking(candidates_of(space, sample), user_of(space, opinions, sample))
    assert ranking.learned[:10].max() < 0
    assert ranking.learned.max() < 2
    assert ranking.learned.std() == pytest.approx(0.48, abs=0.05), "dislikes alone are half of what likes alone weigh"


def test_contradictory_feedback_stays_finite(space: FeatureSpace, sample: list[Paper]) -> None:
    twin = Paper(id=PaperId("arxiv:2601.00001"), title=sample[0].title, abstract=sample[0].abstract)
    opinions = {sample[0].id: opinion(sample[0]), twin.id: opinion(twin, False)}
    ranking = Ranking(candidates_of(space, [*sample, twin]), user_of(space, opinions, [*sample, twin]))
    assert np.isfinite(ranking.scores).all()
    assert ranking.learned[0] > 0, "one like outweighs one dislike"


@pytest.mark.parametrize("known", [0, 1])
def test_a_like_before_any_papers_are_known_is_no_harm(sample: list[Paper], known: int) -> None:
    space = learn(sample[:known])
    liked = user_of(space, {paper.id: opinion(paper) for paper in sample[:3]}, sample)
    assert np.isfinite(Ranking(candidates_of(space, sample[3:9]), liked).scores).all()


def test_likes_of_empty_papers_say_nothing(space: FeatureSpace, sample: list[Paper]) -> None:
    empty = Paper(id=PaperId("arxiv:2601.00001"), title="")
    ranking = Ranking(candidates_of(space, sample), user_of(space, {empty.id: opinion(empty)}, [empty]))
    assert np.abs(ranking.learned).max() < 1e-6


def test_a_crowd_is_scored_as_each_alone(space: FeatureSpace, sample: list[Paper]) -> None:
    preferences = [
        user_of(space, {p.id: opinion(p)}, sample, text).preferences[0] for p, text in zip(sample, TOPICS, strict=False)
    ]
    rows: Rows = space.rows(sample)
    together = BatchScorer(space, preferences).scores(rows)
    for column, preference in enumerate(preferences):
        assert np.allclose(together[:, column], BatchScorer(space, [preference]).scores(rows)[:, 0], atol=1e-4)


def test_ten_thousand_likes_of_one_topic_leave_scores_in_bounds(space: FeatureSpace, sample: list[Paper]) -> None:
    coding = [paper for paper in sample if "agent" in paper.title.casefold()]
    copies = [
        Paper(id=PaperId(f"arxiv:2601.{number:05}"), title=coding[number % len(coding)].title)
        for number in range(10_000)
    ]
    ranking = Ranking(
        candidates_of(space, sample), user_of(space, {paper.id: opinion(paper) for paper in copies}, copies)
    )
    best = ranking.select(5, Bar.BROAD).picks
    assert np.isfinite(ranking.scores).all()
    assert "agent" in best[0].paper.title.casefold()


def test_authors_are_taken_for_the_same_people_where_more_than_a_name_says_so(
    space: FeatureSpace, sample: list[Paper]
) -> None:
    liked = next(paper for paper in sample if len(paper.authors) > 2)
    name, second = liked.authors[1].upper(), liked.authors[2]
    alone = Paper(id=PaperId("arxiv:2601.00001"), title="Quite another matter", authors=(name,))
    together = replace(alone, id=PaperId("arxiv:2601.00002"), authors=(name, second))
    ranking = Ranking(
        candidates_of(space, [*sample, alone, together]), user_of(space, {liked.id: opinion(liked)}, sample)
    )
    weak = _part(ranking.pick(len(sample)), ReasonKind.SAME_NAME)
    strong = _part(ranking.pick(len(sample) + 1), ReasonKind.LIKED_AUTHOR)
    assert (weak.subject, weak.count) == (name, 1)
    assert strong.contribution > 3 * weak.contribution > 0


def _part(pick: Pick, kind: ReasonKind) -> Reason:
    return next(reason for reason in pick.reasons if reason.kind is kind)


def test_dislikes_weigh_less_than_likes() -> None:
    assert 0 < dislikes_weigh(0, 5) < 0.1
    assert all(dislikes_weigh(likes, dislikes) < 0.5 for likes in (1, 10, 1_000) for dislikes in (1, 10, 1_000))


def test_telling_words_are_words_of_both(space: FeatureSpace, sample: list[Paper]) -> None:
    paper = sample[0]
    preference = user_of(space, {paper.id: opinion(paper)}, sample).preferences[0]
    reasons = explain.learned(space, preference, space.rows([paper]), 0, paper.title)
    named = next(reason for reason in reasons if reason.kind is ReasonKind.WORDS).subject
    told = " ".join((paper.title, paper.abstract, paper.summary or "")).casefold()
    assert named
    assert all(word.split()[0] in told for word in named.split(", "))


def test_words_told_stand_in_the_title_or_are_phrases_that_mean_something_like_the_paper(
    space: FeatureSpace, sample: list[Paper]
) -> None:
    """ "About confidence, adversarial, ones, as in what you liked" was said of a paper on unlearning."""
    liked = sample[0]
    preference = user_of(space, {liked.id: opinion(liked)}, sample).preferences[0]
    some = 0
    for paper in sample:
        rows = space.rows([paper])
        reasons = explain.learned(space, preference, rows, 0, paper.title)
        told = next(reason for reason in reasons if reason.kind is ReasonKind.WORDS).subject
        terms = [term for term in told.split(", ") if term and not set(term.split()) <= set(words(paper.title))]
        near = [float(space.meanings(rows)[0] @ space.topic_meaning(row)) >= 0.2 for row in word_table().encode(terms)]
        assert all(near), told
        assert all(" " in term for term in terms), told
        some += bool(told)
    assert 1 < some < len(sample)


def test_words_told_that_say_nothing_alone_are_left_out_and_what_stands_together_is_told_together(
    space: FeatureSpace,
) -> None:
    title = "Agentic ESOpt: Fine-Tuning Long-Horizon LLM Agents with Minimal Data"
    none = np.zeros((1, len(space.table_centre)), dtype=np.float32)
    told = explain.of_subject(space, ["horizon llm", "long", "agents", "adversarial"], title, none)
    assert told == ["long horizon llm agents"]
    assert explain.of_subject(space, ["data", "confidence"], title, none) == []


def test_a_dislike_counts_even_where_only_topics_are_known(space: FeatureSpace, sample: list[Paper]) -> None:
    paper = next(paper for paper in sample if "4DAnyone" in paper.title)
    papers = candidates_of(space, [paper])
    before = Ranking(papers, user_of(space, {}, sample, "video generation"))
    after = Ranking(papers, user_of(space, {paper.id: opinion(paper, False)}, sample, "video generation"))
    assert after.scores[0] < before.scores[0] - 0.1


@given(st.integers(0, 98), places, st.data())
@settings(max_examples=12, deadline=None)
def test_a_muted_word_never_appears_whatever_was_liked(
    space: FeatureSpace, sample: list[Paper], one: int, liked: list[int], data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(words(sample[one].title)))
    opinions = {sample[place].id: opinion(sample[place]) for place in (*liked, one)}
    person = user_of(space, opinions, sample, word)
    mute = Interest(kind=InterestKind.KEYWORD, value=word, muted=True)
    papers = candidates_of(space, sample)
    kept = papers.without(unwanted(papers.batch, [*person.interests, mute]))
    selection = Ranking(kept, person).select(10, Bar.BROAD)
    shown = (*selection.picks, *selection.popular, *selection.nearly)
    assert all(word not in words(pick.paper.title) for pick in shown)
