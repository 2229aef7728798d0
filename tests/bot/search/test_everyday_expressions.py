"""What people say who are not of the field is searched in the field's words too; nothing else changes."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meaning.topic_meaning import rarity
from bot.meaning.word_table import word_table
from bot.model import Paper, PaperId
from bot.search.engine import Found, find
from bot.search.everyday_expressions import Expression, expressions, in_field_words
from bot.search.language import parse_query
from bot.store.memory.search import MemoryIndex
from bot.text import words

TODAY = date(2026, 8, 21)
RARE = 7.5
"""Natural logarithm of how seldom a word is one of the field: one paper in 1,800."""
TITLES = (
    "Mitigating Hallucination by Contrastive Decoding",
    "Stop Overthinking: A Survey of Efficient Reasoning",
    "Making Up Lost Time",
    "Attention Is All You Need",
    "Folding Clothes with Two Arms",
    "Manipulating Deformable Objects",
    "Autonomous Driving Planned Ahead",
)


def _index() -> MemoryIndex:
    papers = [Paper(id=PaperId(f"arxiv:2608.{n:05}"), title=title, abstract=title) for n, title in enumerate(TITLES)]
    index = MemoryIndex()
    index.follow(dict(enumerate(papers)))
    return index


INDEX = _index()


def searched(text: str) -> Found:
    return find(INDEX, parse_query(text, TODAY), 5, 0)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("stop my model from making things up", "model hallucination"),
        ("makes up all kinds of facts", "hallucination kinds"),
        ("train on one graphics card", "train consumer gpu training"),
        ("robots that fold the clothes", "robots deformable object manipulation"),
        ("recognising feelings", "emotion recognition"),
    ],
)
def test_an_expression_is_read_in_the_words_of_the_field(text: str, read: str) -> None:
    found = in_field_words(words(text))
    assert found
    assert " ".join(found.words) == read


@pytest.mark.parametrize(
    "text",
    [
        "attention",
        "making progress on things",
        "distribution shifts",
        "few-shot tuning",
        "video editing",
        "robots run experiments",
        "traffic in a large city",
        "AI security",
        "hallucination: what models make things up about",
        "",
    ],
)
def test_words_of_the_field_are_read_as_nothing_else(text: str) -> None:
    assert in_field_words(words(text)) is None


def test_what_is_meant_is_found_and_told_and_can_be_searched_to_the_letter() -> None:
    found = searched("stop my model from making things up")
    assert found.page[0].candidate.doc == 0
    assert found.query.also == ("hallucination",)
    assert found.query.literal == 'words:"stop my model from making things up"'
    literally = searched(found.query.literal)
    assert literally.query.also == ()
    assert 0 not in [one.candidate.doc for one in literally.page[:1]]


def test_terms_that_mean_the_same_are_searched_too_and_told() -> None:
    found = searched("self-driving cars")
    assert TITLES[found.page[0].candidate.doc] == "Autonomous Driving Planned Ahead"
    assert found.query.also == ("autonomous driving",)
    assert searched("self-driving cars in traffic").query.also == ("autonomous driving",)
    assert searched('words:"self-driving cars"').query.also == ()
    assert searched("how do self-driving cars remember pedestrians").query.also == (), "words enough"


def test_a_filter_stays_where_the_words_are_searched_to_the_letter() -> None:
    assert searched("making things up since:2026-01-01").query.literal == 'words:"making things up" since:2026-01-01'


@pytest.mark.parametrize("title", TITLES)
def test_a_title_finds_its_paper_as_before(title: str) -> None:
    found = searched(title)
    assert found.page[0].candidate.doc == TITLES.index(title)
    assert found.query.also == ()


SOME = sorted(
    {word for title in TITLES for word in words(title)} | {"gpu", "diffusion", "graph", "robot", "the", "with"}
)


@given(st.lists(st.sampled_from(SOME), min_size=1, max_size=6).map(" ".join))
def test_without_an_expression_nothing_changes(text: str) -> None:
    found, literally = searched(f"{text} "), searched(f'words:"{text}"')
    if not in_field_words(words(text)):
        assert found.page == literally.page
        assert found.query.also == ()


def test_an_expression_of_one_word_is_a_word_that_papers_hardly_have() -> None:
    alone = [root for one in expressions() if len(one.slots) == 1 for root in one.slots[0]]
    assert alone
    assert [root for root in alone if rarity(root) < RARE] == []


def test_the_table_names_things_of_the_field_and_says_nothing_twice() -> None:
    named = {word for one in expressions() for word in words(one.meaning)}
    assert {word for word in named if not word_table().knows(word)} == set()
    ways: Counter[Expression] = Counter(expressions())
    assert [way for way, times in ways.items() if times > 1] == []
    assert all(all(one.slots) for one in ways)


def test_what_the_table_names_things_by_is_read_as_nothing_else() -> None:
    read = {one.meaning: in_field_words(words(one.meaning)) for one in expressions()}
    assert {name: found.named for name, found in read.items() if found and name not in found.named} == {}
