"""What people state holds to the letter, and mutes always win."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Interest, InterestKind, Organisation, Paper, PaperId
from bot.ranking.rules import Readable, named
from bot.text import words

PAPER = Paper(
    id=PaperId("arxiv:2601.00001"),
    title="State-Space Models for Long Videos",
    abstract="We study memory in transformers; a survey of 大規模 models.",
    authors=("Yann A. LeCun", "Élodie Müller"),
    organisation=Organisation(slug="meta-ai", name="Meta AI"),
    categories=("cs.CL", "stat.ML"),
    keywords=("world model",),
)


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("topic", "state space model", True),
        ("topic", "State-Space Models", True),
        ("topic", "space models for", True),
        ("topic", "pace model", False),
        ("keyword", "VIDEO", True),
        ("keyword", "memories", True),
        ("keyword", "studies", True),
        ("keyword", "survey", True),
        ("keyword", "surveys", True),
        ("keyword", "world models", True),
        ("keyword", "大規模", True),
        ("keyword", "video long", False),
        ("keyword", "-", False),
        ("author", "yann lecun", True),
        ("author", "Y. LeCun", True),
        ("author", "Elodie Muller", True),
        ("author", "LeCun", False),
        ("author", "Xann LeCun", False),
        ("org", "meta ai", True),
        ("org", "Meta-AI", True),
        ("org", "meta", True),
        ("org", "AI at Meta", True),
        ("org", "met", False),
        ("org", "ai", False),
        ("org", "meta university", False),
        ("category", "cs.cl", True),
        ("category", "stat", True),
        ("category", "cs.C", False),
        ("category", "cs.LG", False),
    ],
)
def test_an_interest_names_a_paper(kind: str, value: str, found: bool) -> None:
    assert Readable(PAPER).matches(Interest(kind=InterestKind(kind), value=value)) is found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("policies", "policy"),
        ("robots", "robot"),
        ("ties", "tie"),
        ("gas", "gas"),
        ("losses", "losse"),
        ("bias", "bia"),
    ],
)
def test_plurals_are_what_they_are_plurals_of(one: str, other: str) -> None:
    paper = Readable(replace(PAPER, title=f"On {one}"))
    assert named([paper], Interest(kind=InterestKind.KEYWORD, value=other)) == [True]


@pytest.mark.parametrize(("one", "other"), [("pass", "pas"), ("corpus", "corpu"), ("analysis", "analysi"), ("us", "u")])
def test_what_only_ends_like_a_plural_is_none(one: str, other: str) -> None:
    paper = Readable(replace(PAPER, title=f"On {one}"))
    assert named([paper], Interest(kind=InterestKind.KEYWORD, value=other)) == [False]


def test_a_paper_without_organisation_is_from_nowhere() -> None:
    nowhere = replace(PAPER, organisation=None)
    assert not Readable(nowhere).matches(Interest(kind=InterestKind.ORGANISATION, value="Meta AI"))


@given(st.text(min_size=1, max_size=40), st.sampled_from(list(InterestKind)))
def test_any_text_can_be_muted(value: str, kind: InterestKind) -> None:
    assert named([Readable(PAPER)], Interest(kind=kind, value=value, muted=True))[0] in (True, False)


@given(st.data())
def test_a_mute_of_any_words_of_a_title_hides_it(data: st.DataObject) -> None:
    title = words(PAPER.title)
    first = data.draw(st.integers(0, len(title) - 1))
    last = data.draw(st.integers(first, len(title) - 1))
    mute = Interest(kind=InterestKind.KEYWORD, value=" ".join(title[first : last + 1]), muted=True)
    assert named([Readable(PAPER)], mute) == [True]


def test_a_topic_is_named_as_well_where_it_is_abbreviated_or_spelled_out() -> None:
    paper = Readable(replace(PAPER, title="Walking robots", abstract="They learn to walk by reinforcement learning."))
    for said in ("RL", "reinforcement learning"):
        assert named([paper], Interest(kind=InterestKind.TOPIC, value=said)) == [True]


def test_a_mere_mention_of_a_topic_is_hidden_by_its_mute_and_not_what_its_follow_means() -> None:
    text = """Tomatoes ripen early in glass houses. Their colour tells when to pick them. We grow plants of four kinds
    in soil and in water, weigh the harvest each week, and measure how leaves take up light, salt and carbon dioxide.
    Pests are counted by hand. Whoever reports to farmers may well try video generation. Water saves labour."""
    paper = Readable(replace(PAPER, title="Growing tomatoes in water", abstract=text, keywords=()))
    follow = Interest(kind=InterestKind.TOPIC, value="video generation")
    assert named([paper], follow) == [False]
    assert named([paper], replace(follow, muted=True)) == [True]


def test_a_mute_of_what_nearly_every_paper_does_hides_what_is_about_it() -> None:
    text = "A harness lets agents plan and act. It sets a new state of the art in our evaluation on five benchmarks."
    by_the_way = Readable(replace(PAPER, title="A harness for agents", abstract=text, keywords=()))
    about_it = Readable(replace(PAPER, title="A Benchmark of Agents", abstract="This is a benchmark.", keywords=()))
    for said in ("benchmarks", "benchmark", "evaluation benchmarks"):
        mute = Interest(kind=InterestKind.TOPIC, value=said, muted=True)
        assert named([by_the_way, about_it], mute) == [False, True], said
    titled = Readable(replace(PAPER, title="Tuning Speech to a Benchmark", abstract="They overfit.", keywords=()))
    assert named([titled], Interest(kind=InterestKind.TOPIC, value="benchmarks", muted=True)) == [True], "mutes win"
