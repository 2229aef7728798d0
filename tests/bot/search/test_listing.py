"""What is put in order of time or votes, and whom a filter by name means first."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.model import Paper, PaperId
from bot.search.engine import find
from bot.search.language import parse_query
from bot.store.memory.search import MemoryIndex

TODAY = date(2026, 8, 21)


def index_of(*papers: Paper) -> MemoryIndex:
    index = MemoryIndex()
    index.follow(dict(enumerate(papers)))
    return index


def paper(number: int, title: str, abstract: str = "", *authors: str) -> Paper:
    day = date(2026, 1, 1 + number % 28)
    return Paper(
        id=PaperId(f"arxiv:2601.{number:05}"),
        title=title,
        abstract=abstract,
        authors=authors,
        published=day,
        upvotes=number,
    )


def found(index: MemoryIndex, text: str, limit: int = 100) -> Sequence[int]:
    return [one.candidate.doc for one in find(index, parse_query(text, TODAY), limit, 0).page]


def shelf(passing: int) -> MemoryIndex:
    """A paper about robots, one about them in other words, and so many that only say so in passing."""
    about = (
        paper(0, "Humanoids that grasp and walk", "Robots."),
        paper(1, "Robots", "Of iron."),
    )
    others = [paper(number, "Verbs of Old Norse", "Unlike robots, verbs decline.") for number in range(2, 2 + passing)]
    return index_of(*about, *others)


@pytest.mark.parametrize("order", ["sort:new", "sort:top"])
def test_up_to_twenty_that_hold_the_words_are_all_listed(order: str) -> None:
    assert len(found(shelf(18), f"robots {order}")) == 20


@pytest.mark.parametrize("order", ["sort:new", "sort:top"])
def test_of_more_than_twenty_only_those_about_it_by_title_or_meaning_are_listed_in_their_order(order: str) -> None:
    assert found(shelf(19), f"robots {order}") == [1, 0]


def test_all_are_listed_where_none_of_many_is_about_it() -> None:
    passing = [paper(number, "Verbs of Old Norse", "Unlike robots, verbs decline.") for number in range(25)]
    assert found(index_of(*passing), "robots sort:top") == list(range(24, -1, -1))


def test_filters_alone_list_many_papers_as_well() -> None:
    passing = [paper(number, "Verbs of Old Norse") for number in range(25)]
    assert found(index_of(*passing), "upvotes:>2 sort:top") == list(range(24, 2, -1))


@pytest.fixture
def namesakes() -> MemoryIndex:
    return index_of(
        paper(1, "Old lamps", "", "Ada Lee", "Song Han"),
        paper(2, "New lamps", "", "Han Song"),
        paper(3, "Red lamps", "", "Song Han"),
        paper(4, "Lamps", "", "Han Song"),
    )


@pytest.mark.parametrize("text", ['author:"Song Han"', 'author:"Song Han" lamps'])
def test_papers_of_just_the_named_author_come_before_those_of_like_names(namesakes: MemoryIndex, text: str) -> None:
    first = found(namesakes, text)
    assert (set(first[:2]), set(first[2:])) == ({0, 2}, {1, 3})


def test_an_order_that_was_asked_for_outranks_just_the_named_author(namesakes: MemoryIndex) -> None:
    assert found(namesakes, 'author:"Song Han" sort:top') == [3, 2, 1, 0]
    assert found(namesakes, 'author:"Song Han" lamps sort:new') == [3, 2, 1, 0]


def test_papers_of_the_named_author_stay_newest_first_page_by_page(namesakes: MemoryIndex) -> None:
    query = parse_query('author:"Song Han"', TODAY)
    pages = [find(namesakes, query, 2, offset) for offset in (0, 2, 4)]
    assert [[one.candidate.doc for one in page.page] for page in pages] == [[2, 0], [3, 1], []]
    assert {page.total for page in pages} == {4}
