"""How many lookups a search makes, and which of what it finds it keeps."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.model import Organisation, Paper, PaperId, Query
from bot.search.engine import Found, find
from bot.search.index import Lookup
from bot.search.language import parse_query
from bot.store.memory.search import MemoryIndex

TODAY = date(2026, 8, 21)
TITLE = "Correcting long programs with the help of a patient compiler"
PAPERS = {
    1: ("Diffusion of Robots", "Deep Lab", "Robots diffuse."),
    2: ("Diffusion of Proteins", "Bio Lab", "Proteins diffuse through walls."),
    3: (TITLE, "Deep Lab", "We let a compiler explain what is wrong."),
    4: ("Patient Robots", "Bio Lab", "Robots that wait for a compiler."),
    5: ("Wandering Walls", "Bio Lab", "Programs for robots that move walls."),
}


class CountingIndex(MemoryIndex):
    """Notes each lookup."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Lookup] = []
        self.follow(
            {
                key: Paper(
                    id=PaperId(f"arxiv:2608.{key:05}"),
                    title=title,
                    abstract=abstract,
                    organisation=Organisation(slug=lab.lower().replace(" ", "-"), name=lab),
                    featured=date(2026, 8, key),
                )
                for key, (title, lab, abstract) in PAPERS.items()
            }
        )

    def lookup(self, lookup: Lookup, query: Query, limit: int) -> Sequence[int]:
        self.asked.append(lookup)
        return super().lookup(lookup, query, limit)


@pytest.fixture
def index() -> CountingIndex:
    return CountingIndex()


def searched(index: CountingIndex, text: str, limit: int = 10) -> Found:
    return find(index, parse_query(text, TODAY), limit, 0)


def docs(found: Found) -> list[int]:
    return [one.candidate.doc for one in found.page]


def test_a_pasted_title_is_the_answer_and_nothing_looser_is_looked_up(index: CountingIndex) -> None:
    assert docs(searched(index, TITLE)) == [3]
    assert [one.whole for one in index.asked] == [False]


def test_abstracts_are_looked_up_where_titles_do_not_answer(index: CountingIndex) -> None:
    assert docs(searched(index, "wait compiler"))[0] == 4
    assert {one.whole for one in index.asked} == {False, True}


def test_a_page_that_titles_fill_asks_for_no_abstract(index: CountingIndex) -> None:
    assert docs(searched(index, "diffusion proteins", limit=1)) == [2]
    assert not any(one.whole for one in index.asked)
    assert searched(index, "robots", limit=1).total == 3


def test_a_title_that_begins_as_typed_is_no_answer_where_a_filter_leaves_it_out(index: CountingIndex) -> None:
    assert docs(searched(index, 'diffusion of org:"bio lab"')) == [2]
    assert docs(searched(index, "diffusion of since:2026-08-02")) == [2]
    assert docs(searched(index, "diffusion of -proteins")) == [1]


def test_filters_alone_list_the_newest_first_all_with_the_same_score(index: CountingIndex) -> None:
    found = searched(index, 'org:"bio lab"')
    assert docs(found) == [5, 4, 2]
    assert {one.score for one in found.page} == {0.0}
    assert (found.total, found.more) == (3, False)


def test_a_quoted_phrase_is_never_looked_for_in_parts(index: CountingIndex) -> None:
    assert docs(searched(index, '"robots diffuse"')) == [1]
    assert docs(searched(index, '"diffuse robots"')) == []


def test_a_word_nobody_wrote_is_left_out_beside_words_that_tell(index: CountingIndex) -> None:
    assert docs(searched(index, "patient xqzzv robots"))[0] == 4


def test_words_that_no_paper_has_are_told_unless_a_paper_has_words_like_them(index: CountingIndex) -> None:
    assert searched(index, "veterinary robots").unknown == ("veterinary",)
    assert searched(index, "robots waiting").unknown == ()
    assert searched(index, "diffsion robots").unknown == ()
    assert searched(index, "the robots of 2017").unknown == ()


@pytest.mark.parametrize(("more", "whole"), [("", True), ("help", False)])
def test_more_than_five_words_that_all_stand_in_one_title_are_looked_up_nowhere_else(
    index: CountingIndex, more: str, whole: bool
) -> None:
    searched(index, f"correcting long programs patient compiler {more}")
    assert any(one.whole for one in index.asked) == whole
