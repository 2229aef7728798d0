"""How many lookups a search makes, and which of what it finds it keeps."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.model import Organisation, Paper, PaperId, Query
from bot.search.engine import Found, find
from bot.search.index import Lookup
from bot.search.language import parse_query, render_query
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


def named(*authors: str) -> MemoryIndex:
    """A paper by each, on lamps."""
    index = MemoryIndex()
    index.follow(
        {
            key: Paper(id=PaperId(f"arxiv:2608.{key:05}"), title=f"Lamps {key}", authors=(name,))
            for key, name in enumerate(authors, 1)
        }
    )
    return index


MARTA = ("Marta Quill", *["Marte Stone"] * 9)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("martx quill", "marta quill"),
        ("martx stone", "marte stone"),
        ("martx", "marte"),
        ("marta quill", None),
        ("martx lamps", None),
        ('author:"martx quill"', 'author:"Marta Quill"'),
        ("author:martx", "author:marte"),
    ],
)
def test_whose_name_is_meant_is_told_by_the_whole_of_it(text: str, meant: str | None) -> None:
    """Word by word the nearest would be Marte Quill, which is nobody."""
    found = find(named(*MARTA), parse_query(text, TODAY), 20, 0)
    assert (found.mended and render_query(found.mended)) == meant


def test_no_better_spelling_is_told_beside_a_word_that_means_nothing(index: CountingIndex) -> None:
    assert searched(index, "diffsion robots").mended
    assert searched(index, "diffsion qqzzxv").mended is None
    assert searched(index, "qqzzxv").mended is None


def test_quotation_marks_are_left_out_where_nothing_is_just_so_and_that_finds_something(index: CountingIndex) -> None:
    better = searched(index, '"robots patient"').mended
    assert better is not None
    assert render_query(better) == "robots patient"
    assert searched(index, '"qqzzxv vvxq"').mended is None
    assert searched(index, '"patient robots"').mended is None


def test_a_total_is_a_floor_where_as_many_were_looked_at_as_ever_are() -> None:
    few, many = (find(named(*["Ada Quill"] * count), parse_query("lamps", TODAY), 10, 0) for count in (199, 200))
    assert (few.total, few.more) == (199, False)
    assert (many.total, many.more) == (200, True)
