"""Which lookups one search makes, from strict to loose, and when it has enough."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest

from bot.model import Query
from bot.search.gathering import Gathered, gather
from bot.search.lookups import Lookups
from bot.search.query_expansion import QueryTerm
from tests.bot.search.noted import NotedLookups

PLENTY = range(1000)


def index_of(
    heads: Mapping[str, Iterable[int]] | None = None, texts: Mapping[str, Iterable[int]] | None = None
) -> NotedLookups:
    return NotedLookups(heads or {}, texts or {})


def gathered(
    index: NotedLookups,
    typed: str,
    *,
    wanted: int = 10,
    typing: bool = False,
    counts: Sequence[int] = (),
    **query: object,
) -> Gathered:
    """Of terms that so many papers have, by default the first fewest."""
    words = typed.split()
    terms = [
        QueryTerm(typed=word, words={word: 1.0}, weight=1.0, count=count)
        for word, count in zip(words, counts or range(1, len(words) + 1), strict=True)
    ]
    asked = replace(Query(text=typed, words=tuple(words)), **query)  # type: ignore[arg-type]
    return gather(Lookups(index, asked, terms, wanted), typing=typing)


def test_several_words_that_fill_a_page_by_titles_are_looked_up_nowhere_else() -> None:
    index = index_of({"oil lamp": range(10)})
    enough = gathered(index, "oil lamp")
    assert set(enough.found) == set(range(10))
    assert not enough.held
    assert index.asked == ["oil lamp"]


def test_of_one_word_all_papers_are_found_unless_somebody_is_still_typing() -> None:
    heads, texts = {"lamp": range(10)}, {"lamp": range(30)}
    assert len(gathered(index_of(heads, texts), "lamp").found) == 30
    assert len(gathered(index_of(heads, texts), "lamp", typing=True).found) == 10


def test_nine_titles_are_no_full_page_and_abstracts_are_looked_up_then() -> None:
    index = index_of({"oil lamp": range(9)}, {"oil lamp": range(5, 25)})
    assert len(gathered(index, "oil lamp").found) == 25
    assert index.asked[:2] == ["oil lamp", "oil lamp anywhere"]


@pytest.mark.parametrize(("typed", "asked"), [("a b c d e f", 1), ("a b c d e", 2)])
def test_more_than_five_words_in_one_title_are_an_answer_by_themselves(typed: str, asked: int) -> None:
    index = index_of({typed: [3]}, {typed: range(50)})
    gathered(index, typed)
    assert len(index.asked) == asked


def test_more_than_five_words_in_no_title_are_looked_up_further() -> None:
    index = index_of()
    gathered(index, "a b c d e f")
    assert index.asked[:2] == ["a b c d e f", "a b c d e f anywhere"]
    assert len(index.asked) > 2


@pytest.mark.parametrize(("typed", "titles", "relaxed"), [("a b c", 1, False), ("a b c", 0, True), ("a b", 1, True)])
def test_where_abstracts_fill_the_page_words_are_left_out_unless_a_title_has_three_or_more(
    typed: str, titles: int, relaxed: bool
) -> None:
    index = index_of({typed: range(titles)}, {typed: range(40)})
    gathered(index, typed)
    assert (len(index.asked) > 2) == relaxed


def test_a_title_with_all_of_three_words_is_not_enough_where_nothing_else_is_found() -> None:
    index = index_of({"a b c": [1]}, {"a b c": range(9)})
    gathered(index, "a b c")
    assert len(index.asked) > 2


def test_a_phrase_is_never_taken_apart_and_answers_alone() -> None:
    index = index_of()
    assert gathered(index, "oil lamp", phrases=(("oil", "lamp"),)).answered
    assert index.asked == ["oil lamp", "oil lamp anywhere"]


def test_of_three_words_each_is_left_out_the_commonest_first_then_the_rare_ones_stand_alone_and_in_pairs() -> None:
    index = index_of()
    gathered(index, "a b c", counts=(20, 10, 401))
    assert index.asked[2:] == ["a b", "b c", "a c", "b", "a"]
    index = index_of()
    gathered(index, "a b c", counts=(20, 401, 402))
    assert index.asked[2:] == ["a b", "a c", "b c", "a"]


def test_of_two_words_each_stands_alone_the_rarer_first() -> None:
    index = index_of()
    gathered(index, "a b", counts=(400, 3))
    assert index.asked[2:] == ["b", "a"]


def test_a_common_word_of_two_stands_alone_only_as_what_is_left_of_both() -> None:
    index = index_of()
    gathered(index, "a b", counts=(401, 402))
    assert index.asked[2:] == ["a", "b"]
    index = index_of()
    gathered(index, "a b", counts=(402, 401))
    assert index.asked[2:] == ["b", "a"]


def test_words_that_are_nowhere_are_left_out_first() -> None:
    index = index_of()
    gathered(index, "a b c d", counts=(5, 0, 6, 7))
    assert index.asked[2] == "a c d"
    assert not any("b" in asked.split() for asked in index.asked[2:])


def test_six_relaxed_lookups_are_the_most_those_without_one_word_first() -> None:
    index = index_of()
    gathered(index, "a b c d e f g h")
    assert index.asked[2:] == [
        "a b c d e f g", "a b c d e f h", "a b c d e g h", "a b c d f g h", "a b c e f g h", "a b d e f g h",
    ]  # fmt: skip
    index = index_of()
    gathered(index, "a b c d", counts=(1, 2, 3, 4))
    assert index.asked[2:] == ["a b c", "a b d", "a c d", "b c d", "a", "b"]


def test_where_no_word_is_rare_pairs_of_the_rarest_stand_in_for_words_alone() -> None:
    index = index_of()
    gathered(index, "a b c d", counts=(401, 402, 403, 404))
    assert index.asked[2:] == ["a b c", "a b d", "a c d", "b c d", "a b", "a c"]


def test_as_many_ways_as_words_are_tried_in_any_case_and_the_others_while_there_is_not_enough() -> None:
    index = index_of({"a b": range(30)})
    gathered(index, "a b c", counts=(1, 2, 3))
    assert index.asked[2:] == ["a b", "a c", "b c"]
    index = index_of({"a": range(8), "b": range(8, 30)})
    found = gathered(index, "a b c", counts=(1, 2, 3))
    assert index.asked[2:] == ["a b", "a c", "b c", "a", "b"]
    assert len(found.found) == 30
    assert (found.found[3], found.found[20]) == (frozenset({0}), frozenset({1}))


def test_each_relaxed_lookup_brings_sixty_papers_at_most_and_says_which_words_they_have() -> None:
    index = index_of({"a": PLENTY, "b": [70]})
    found = gathered(index, "a b").found
    assert sorted(found) == [*range(60), 70]
    assert (found[3], found[70]) == (frozenset({0}), frozenset({1}))


def test_what_several_lookups_found_has_the_words_of_all() -> None:
    found = gathered(index_of({"a": [1], "b": [1, 2]}), "a b").found
    assert found == {1: frozenset({0, 1}), 2: frozenset({1})}


def test_titles_that_begin_as_typed_are_found_forty_at_most_but_not_where_a_filter_may_leave_them_out() -> None:
    index = index_of()
    index.begun = [5]
    assert 5 in gathered(index, "oil lamp").found
    assert (list(index.beginnings), index.limits[0]) == (["oil lamp"], 40)
    assert not gathered(index, "oil lamp", min_upvotes=3).found


@pytest.mark.parametrize(
    ("typed", "heads", "answered"),
    [
        ("lamp", {"lamp": [1]}, True),
        ("lamp", {}, False),
        ("oil lamp", {"oil lamp": range(9)}, False),
        ("oil lamp", {"oil lamp": range(10)}, True),
        ("oil lamp glass", {"oil lamp glass": [1]}, False),
        ("oil lamp glass red", {"oil lamp glass red": [1]}, True),
    ],
)
def test_meaning_has_nothing_to_add_where_titles_name_what_is_known_or_ten_hold_all_words(
    typed: str, heads: Mapping[str, Iterable[int]], answered: bool
) -> None:
    assert gathered(index_of(heads), typed).answered == answered


@pytest.mark.parametrize(
    ("typed", "texts", "held"),
    [("a b c d", [1], True), ("a b c d", [], False), ("a b c", [1], False)],
)
def test_many_words_that_some_paper_holds_mean_that_paper(typed: str, texts: Sequence[int], held: bool) -> None:
    assert gathered(index_of({}, {typed: texts}), typed).held == held


@pytest.mark.parametrize(
    ("typed", "somebody"),
    [
        ("shazeer", True),
        ("shazeer lamp", True),
        ("cook", True),
        ("cook rice", True),
        ("cook lamp", False),
        ("lamp", False),
    ],
)
def test_somebody_is_named_by_a_word_that_is_nothing_else_or_by_words_that_are_all_names(
    typed: str, somebody: bool
) -> None:
    """Meaning has nothing to add then: whoever is called nearly so is somebody else."""
    index = index_of()
    for name in ("shazeer", "cook", "rice"):
        index.vocabulary.add_marked(f"@{name}", 3)
    assert gathered(index, typed).answered == somebody
