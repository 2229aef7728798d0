"""What is told of what a search found, and what is read to decide."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from bot.model import Paper, PaperId
from bot.search.engine import Found, find
from bot.search.language import parse_query
from bot.store.memory.search import MemoryIndex

TODAY = date(2026, 8, 21)


class ReadingIndex(MemoryIndex):
    """Notes which abstracts are read."""

    def __init__(self, *papers: tuple[str, str]) -> None:
        super().__init__()
        self.read: list[Sequence[int]] = []
        self.follow(
            {
                number: Paper(
                    id=PaperId(f"arxiv:2608.{number:05}"), title=title, abstract=abstract, published=date(2026, 8, 1)
                )
                for number, (title, abstract) in enumerate(papers)
            }
        )

    def abstracts(self, docs: Sequence[int]) -> Mapping[int, str]:
        self.read.append(docs)
        return super().abstracts(docs)


def searched(index: MemoryIndex, text: str, limit: int = 10, *, typing: bool = False) -> Found:
    return find(index, parse_query(text, TODAY), limit, 0, typing=typing)


def docs(found: Found) -> list[int]:
    return [one.candidate.doc for one in found.page]


def test_thirty_abstracts_are_read_at_most_those_of_the_likeliest_that_titles_do_not_answer() -> None:
    papers = [("Verbs", "Of oil and of a lamp.")] * 40 + [("Oil lamp", "")]
    index = ReadingIndex(*papers)
    assert docs(searched(index, "oil lamp"))[0] == 40
    (read,) = index.read
    assert len(read) == 29, "of the thirty likeliest, all but the one that its title answers"
    assert 40 not in read


@pytest.mark.parametrize(("titles", "read"), [(9, True), (10, False)])
def test_no_abstract_is_read_where_titles_fill_the_page(titles: int, read: bool) -> None:
    index = ReadingIndex(*[("An oil lamp", "")] * titles, *[("Verbs", "Of oil and of a lamp.")] * 5)
    searched(index, "lamp oil")
    assert bool(index.read) == read


def test_nothing_is_read_to_rank_a_single_paper() -> None:
    index = ReadingIndex(("Verbs", "Of an oilcloth."))
    assert docs(searched(index, "oilcloth")) == [0]
    assert not index.read


def test_a_single_paper_is_told_however_little_of_the_query_it_has_and_of_several_only_what_has_enough() -> None:
    one, typed = ("A lamp", "Of iron."), "lamp protein robot verbs glass tokamak zebra quartz"
    assert docs(searched(ReadingIndex(one), typed, typing=True)) == [0]
    assert docs(searched(ReadingIndex(one, ("Lamps", "Of tin.")), typed, typing=True)) == []
    assert docs(searched(ReadingIndex(one, ("Lamps", "Of tin.")), "lamp verbs", typing=True)) == [1, 0]


def test_what_is_near_in_meaning_is_an_answer_without_any_of_the_words() -> None:
    index = ReadingIndex(
        ("Autonomous vehicles in city traffic", "Vehicles that steer themselves."),
        ("Verbs of Old Norse", "How verbs decline."),
    )
    assert docs(searched(index, "self driving cars")) == [0]


def test_while_somebody_is_typing_words_count_alone() -> None:
    index = ReadingIndex(
        ("Autonomous vehicles in city traffic", "Vehicles that steer themselves."), ("Cars", "Of tin.")
    )
    assert docs(searched(index, "driving cars", typing=True)) == [1]
    assert set(docs(searched(index, "driving cars"))) == {0, 1}


def test_what_is_near_in_meaning_must_pass_the_filters() -> None:
    papers = {
        number: Paper(
            id=PaperId(f"arxiv:2608.{number:05}"),
            title="Autonomous vehicles in city traffic",
            published=date(2026, 8, 1),
            upvotes=number,
        )
        for number in range(4)
    }
    index = MemoryIndex()
    index.follow(papers)
    assert set(docs(searched(index, "self driving cars"))) == {0, 1, 2, 3}
    assert set(docs(searched(index, "self driving cars upvotes:>1"))) == {2, 3}


def test_words_of_abstracts_that_say_the_same_count_unless_a_paper_holds_all_of_many_words() -> None:
    index = ReadingIndex(("Verbs", "The car is quick."), ("Nouns", "Vehicles are quick."), ("Lamps", "Of quick iron."))
    score = {one.candidate.doc: one.score for one in searched(index, "quick car").page}
    assert score[1] == pytest.approx(0.9, abs=0.05), "half of it without the likeness of vehicles to a car"
    held = ReadingIndex(("Verbs", "The car is quick and red in Rome."), ("Nouns", "Vehicles are quick and red."))
    score = {one.candidate.doc: one.score for one in searched(held, "quick red car rome").page}
    assert score[1] < 0.5
