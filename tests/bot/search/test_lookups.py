"""What one search asks of an index: which words, which filters, and how many papers at most."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.model import Query
from bot.search.documents import Document
from bot.search.lookups import Lookups
from bot.search.query_expansion import QueryTerm
from tests.bot.search.noted import NotedLookups


def term(word: str, *forms: str, small: bool = False) -> QueryTerm:
    return QueryTerm(typed=word, words=dict.fromkeys((word, *forms), 1.0), weight=1.0, count=1, small=small)


def lookups_of(
    index: NotedLookups, *terms: QueryTerm, wanted: int = 10, words: Sequence[str] = ("lamp",), **query: object
) -> Lookups:
    return Lookups(index, replace(Query(text="", words=tuple(words)), **query), terms, wanted)  # type: ignore[arg-type]


def an_index(*marked: str, **counts: int) -> NotedLookups:
    index = NotedLookups({"lamp": range(9_999)}, {"lamp": range(9_999)})
    for word, count in counts.items():
        index.vocabulary.add(word, heads=count, texts=count)
    for word in marked:
        index.vocabulary.add_marked(word, 1)
    return index


@pytest.mark.parametrize(("wanted", "most"), [(10, 200), (100, 200), (101, 202), (1500, 3000), (1501, 3000)])
def test_two_hundred_candidates_are_ranked_or_twice_those_wanted_up_to_three_thousand(wanted: int, most: int) -> None:
    lookups = lookups_of(an_index(), term("lamp"), wanted=wanted)
    assert len(lookups.holding((0,), whole=True)) == most
    assert len(lookups.all_holding((0,), whole=True)) == 3000


@pytest.mark.parametrize("query", [{"authors": ("han",)}, {"phrases": (("oil", "lamp"),)}])
def test_three_thousand_are_read_for_a_filter_that_words_alone_cannot_tell(query: dict[str, object]) -> None:
    """Two hundred of those called Song or Han may hold nobody called Song Han."""
    lookups = lookups_of(an_index(), term("lamp"), **query)
    assert len(lookups.holding((0,), whole=False)) == 3000
    assert lookups.checked([4, 3, 2, 1]) == [3, 1]
    assert lookups_of(an_index(), term("lamp"), min_upvotes=3).checked([4, 3, 2, 1]) == [4, 3, 2, 1]


@pytest.mark.parametrize(("held", "capped"), [(199, False), (200, True), (300, True)])
def test_a_total_is_a_floor_where_a_lookup_brought_as_many_as_it_may(held: int, capped: bool) -> None:
    index = NotedLookups({"lamp": range(held), "oil": [1]}, {})
    lookups = lookups_of(index, term("lamp"), term("oil"))
    lookups.holding((0,), whole=False)
    lookups.holding((1,), whole=False)
    assert lookups.capped == capped


@pytest.mark.parametrize(
    ("query", "narrowed"),
    [
        ({}, False),
        ({"phrases": (("oil", "lamp"),)}, False),
        ({"min_upvotes": 0}, True),
        ({"max_upvotes": 0}, True),
        ({"has_code": False}, True),
        ({"authors": ("han",)}, True),
        ({"organisations": ("meta",)}, True),
        ({"organisations": ("google deepmind",)}, True),
        ({"categories": ("cs.CL",)}, True),
        ({"excluded": ("oil",)}, True),
    ],
)
def test_what_a_filter_may_leave_out_is_known(query: dict[str, object], narrowed: bool) -> None:
    assert lookups_of(an_index("#googledeepmind"), term("lamp"), **query).narrowed == narrowed


def test_small_words_need_not_be_found_but_where_there_are_no_others() -> None:
    assert lookups_of(an_index(), term("the", small=True), term("lamp"), term("oil")).needed == (1, 2)
    assert lookups_of(an_index(), term("the", small=True), term("of", small=True)).needed == (0, 1)


def test_a_form_fifty_times_rarer_than_the_commonest_is_not_looked_up_where_three_words_are() -> None:
    index = an_index(lamp=1, lamps=5000, lamped=100, lamping=101, oil=3, red=3)
    terms = (term("lamp", "lamps", "lamped", "lamping"), term("oil"), term("red"))
    lookups = lookups_of(index, *terms)
    lookups.holding((0, 1, 2), whole=False)
    lookups.holding((0, 1), whole=False)
    three, two = (set(asked.terms[0].words) for asked in index.lookups)
    assert three == {"lamp", "lamps", "lamping"}
    assert two == {"lamp", "lamps", "lamped", "lamping"}


def test_filters_are_looked_up_as_marked_words_an_initial_is_told_by_reading() -> None:
    index = an_index()
    lookups = lookups_of(
        index, term("lamp"), authors=("S. Han", "Han Li"), organisations=("Hugging Face",), categories=("cs.CL", "math")
    )
    lookups.holding((0,), whole=False)
    assert index.lookups[0].marked == ("@han", "@li", "#hugging", "#face", "=cscl", "=math")


def test_an_organisation_of_two_words_is_looked_up_as_one_as_well_where_papers_write_it_so() -> None:
    index = an_index("#googledeepmind", "#metaaifair")
    lookups_of(index, term("lamp"), organisations=("Google DeepMind", "Meta AI")).holding((0,), whole=False)
    (asked,) = index.lookups
    assert [one.words for one in asked.terms] == [{"lamp": 1.0}, {"#googledeepmind": 1.0}]
    assert asked.terms[1].split == ("#google", "#deepmind")
    assert asked.marked == ("#meta", "#ai")


def test_an_organisation_of_three_words_is_not_looked_up_as_one() -> None:
    index = an_index("#metaaifair")
    lookups_of(index, term("lamp"), organisations=("Meta AI FAIR",)).holding((0,), whole=False)
    assert len(index.lookups[0].terms) == 1


def test_what_is_left_out_is_looked_for_in_abstracts_too() -> None:
    index = an_index()
    index.vocabulary.learn(Document(title="oil", head="oil", text="oil"))
    lookups_of(index, term("lamp"), excluded=("oil",)).holding((0,), whole=False)
    lookups_of(index, term("lamp")).holding((0,), whole=False)
    assert [(asked.excluded, asked.whole) for asked in index.lookups] == [((("oil",),), True), ((), False)]
