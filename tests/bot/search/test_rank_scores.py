"""What each hit is worth in the score of a search, in numbers: an order of papers hides what changed by little."""

from collections.abc import Mapping, Sequence

import pytest
from rapidfuzz import fuzz

from bot.search.query_expansion import QueryTerm
from bot.search.rank import Candidate, Relevance, Scored


def term(word: str, *, weight: float = 1.0, named: bool = True, fix: str | None = None, **worth: float) -> QueryTerm:
    return QueryTerm(typed=word, words=worth or {word: 1.0}, weight=weight, count=1, named=named, fix=fix)


def scored(
    terms: Sequence[QueryTerm],
    title: str,
    names: str = "",
    *,
    upvotes: int = 0,
    known: frozenset[int] = frozenset(),
    close: Mapping[int, float] | None = None,
) -> Scored:
    relevance = Relevance([one.typed for one in terms], terms, close or {})
    (one,) = relevance.rank([(Candidate(doc=7, title=title, names=names, upvotes=upvotes), known)])
    return one


def asked(text: str) -> list[QueryTerm]:
    return [term(word) for word in text.split()]


@pytest.mark.parametrize(
    ("text", "title", "names", "score"),
    [
        ("lamp", "a lamp", "", 1 + 0.05 / 2),
        ("lamp", "the lamp of rome", "", 1 + 0.05 / 4),
        ("lamp", "a lamp by a lamp", "", 1 + 0.05 / 5),
        ("oil lamp", "an oil lamp", "", 1 + 0.05 * 2 / 3),
        ("oil lamp", "one lamp", "", 1 / 2 + 0.05 / 2),
        ("oil lamp", "one two", "", 0),
        ("lamp", "lamp", "", 1 + 0.05 + 0.1),
        ("lamp", "lamps of rome", "", 0.85 + 0.05 / 3 + 0.1),
        ("oil lamp", "oil lamps", "", 1 / 2 + 0.85 / 2 + 0.05 + 0.1),
        ("oil", "oil lamps", "", 1 + 0.05 / 2 + 0.06),
        ("oil", "oils", "", 0),
        ("lamp", "two words", "Lamp Oil", 0.9 + 0.05 / 2),
        ("lamp", "lamp", "Lamp Oil", 1 + 0.05 + 0.1),
        ("song han", "two words", "Ada Song Han", 0.9 + 0.05 + 0.1),
        ("song han", "one", "Han Song", 0.9 + 0.05),
        ("song han", "one", "Song Hanover", 0.9 / 2 + 0.05),
        ("song han", "one", "Josef Song, Han Solo", 0.9 + 0.05 + 0.1),
        ("song han", "a song", "Song Han", (1 + 0.9) / 2 + 0.05 + 0.1),
        ("muller", "one", "Jürgen Müller", 0.9 + 0.05),
    ],
)  # fmt: skip
def test_hits_in_titles_and_names(text: str, title: str, names: str, score: float) -> None:
    assert scored(asked(text), title, names).score == pytest.approx(score)


def test_terms_count_by_their_weight_and_words_by_their_worth() -> None:
    terms = [term("the", weight=0.5), term("lamp", weight=1.5, lamp=1.0, lamps=0.9)]
    assert scored(terms, "a lamp").score == pytest.approx(1.5 / 2 + 0.05 / 2)
    assert scored(terms, "some lamps").score == pytest.approx(0.9 * 1.5 / 2 + 0.05 / 2)
    assert scored(terms, "lamps and a lamp").score == pytest.approx(1.5 / 2 + 0.05 / 4)


def test_a_word_that_may_be_no_name_is_not_looked_for_in_names() -> None:
    assert scored([term("lamp", named=False)], "one", "Lamp").score == 0
    assert scored([term("oil"), term("lamp", named=False)], "one", "Oil Moss").score == pytest.approx(0.45 + 0.05)


def test_a_first_word_that_only_begins_as_typed_is_no_name_of_the_paper() -> None:
    assert scored([term("lam", lamp=0.85)], "lamp one").score == pytest.approx(0.85 + 0.05 / 2)
    assert scored([term("lam", lamp=0.86)], "lamp one").score == pytest.approx(0.86 + 0.05 / 2 + 0.06)


def test_words_that_say_the_same_are_worth_what_is_told_of_them_and_typed_ones_no_less_than_before() -> None:
    relevance = Relevance(["fix"], asked("fix"))
    relevance.add_hits({"repair": [(0, 0.3)], "fix": [(0, 0.1)]})
    for title, score in (("a repair", 0.3 + 0.05 / 2), ("a fix", 1 + 0.05 / 2)):
        (one,) = relevance.rank([(Candidate(doc=1, title=title, names=""), frozenset())])
        assert one.score == pytest.approx(score)


def test_a_title_that_begins_as_typed_without_the_typo_begins_so_too() -> None:
    terms = [term("wrld", world=0.9, fix="world"), term("model")]
    assert scored(terms, "world models of rome").score == pytest.approx((0.9 + 0.85) / 2 + 0.05 * 2 / 4 + 0.1)
    assert scored([term("wrld", world=0.9, fix="world")], "our world").score == pytest.approx(0.9 + 0.05 / 2)


def test_two_words_that_only_count_together_are_worth_less_than_the_one_typed() -> None:
    apart = QueryTerm(typed="statespace", words={"statespace": 1.0}, split=("state", "space"), weight=1.0, count=1)
    titles = {"a space and a state": 0.9 + 0.05 / 5, "a space": 0.0, "state": 0.0, "one statespace": 1 + 0.05 / 2}
    for title, score in titles.items():
        assert scored([apart], title).score == pytest.approx(score), title


@pytest.mark.parametrize(("votes", "more"), [(0, 0), (1, 0.002), (2, 0.004), (511, 0.018), (1000, 0.02), (10**9, 0.02)])
def test_upvotes_add_little_and_no_more_from_a_thousand_on(votes: int, more: float) -> None:
    assert scored(asked("lamp"), "a lamp", upvotes=votes).score == pytest.approx(1.025 + more)


def test_what_the_index_found_somewhere_counts_half() -> None:
    assert scored(asked("oil lamp"), "a lamp", known=frozenset({0, 1})).score == pytest.approx(0.75 + 0.05 / 2)


def test_nearness_in_meaning_is_added_and_read_again_takes_the_place_of_what_was_known() -> None:
    terms = asked("lamp")
    relevance = Relevance(["lamp"], terms, {0: 0.2, 1: 0.3})
    found = [(Candidate(doc=doc, title="other", names=""), frozenset[int]()) for doc in range(4)]
    before = relevance.rank(found)
    assert [(one.candidate.doc, one.score) for one in before] == [(1, 0.3), (0, 0.2), (2, 0.0), (3, 0.0)]
    closer = relevance.rank_closer(before, {0: 0.4, 1: 0.1, 2: 0.25})
    assert [one.candidate.doc for one in closer] == [0, 2, 1, 3]
    assert [one.score for one in closer] == pytest.approx([0.4, 0.25, 0.1, 0.0])
    again = relevance.rank_again(closer, {2: ["lamp"]})
    assert again[0].candidate.doc == 2
    assert again[0].score == pytest.approx(0.5 + 0.38 + 0.25, abs=0.01)


@pytest.mark.parametrize(
    ("text", "title", "names", "whole"),
    [
        ("oil lamp", "an oil lamp", "", True),
        ("oil lamp", "a lamp", "", False),
        ("oil lamp", "a lamp", "Oil", True),
        ("lamp", "other", "", False),
    ],
)
def test_a_paper_that_titles_and_names_answer_needs_no_abstract(text: str, title: str, names: str, whole: bool) -> None:
    assert scored(asked(text), title, names).whole == whole


@pytest.mark.parametrize(
    ("abstract", "score"),
    [
        ("oil and lamp", 0.88),
        ("lamp", (0.5 + 0.38 / 16) / 2),
        (f"oil {'and ' * 24}lamp", 0.5 + 0.38 / 16),
        (f"oil {'and ' * 23}lamp", 0.88),
        (f"lamp {'and ' * 30}oil {'and ' * 30}lamp", 0.5 + 0.38 / 16),
        (f"oil {'and ' * 30}oil lamp", 0.88),
    ],
)
def test_an_abstract_counts_half_and_more_where_the_words_stand_together(abstract: str, score: float) -> None:
    relevance = Relevance(["oil", "lamp"], asked("oil lamp"))
    before = relevance.rank([(Candidate(doc=1, title="qqq", names=""), frozenset())])
    (alone,) = relevance.rank_again(before, {})
    (read,) = relevance.rank_again(before, {1: abstract.split()})
    assert read.score - alone.score == pytest.approx(score)


def test_words_together_count_by_the_share_of_the_weight_at_stake() -> None:
    relevance = Relevance(["oil", "lamp"], [term("oil", weight=3.0), term("lamp", weight=1.0)])
    before = relevance.rank([(Candidate(doc=1, title="qqq", names=""), frozenset())])
    (alone,) = relevance.rank_again(before, {})
    (read,) = relevance.rank_again(before, {1: ["oil"]})
    assert read.score - alone.score == pytest.approx((0.5 + 0.38 * 0.75**4) * 0.75)


def test_likeness_of_the_title_decides_among_the_twenty_best_alone() -> None:
    relevance = Relevance(["oil", "lamp"], asked("oil lamp"))
    titles = ["an oil lamp"] * 19 + ["an lamp oil"] * 2
    found = [(Candidate(doc=doc, title=title, names=""), frozenset[int]()) for doc, title in enumerate(titles)]
    before = relevance.rank(found)
    again = relevance.rank_again(before, {})
    gained = [one.score - 1 - 0.05 * 2 / 3 for one in again]
    assert gained[0] == pytest.approx(0.1 + 0.0006 * 100 * 16 / 19 + 0.0004 * 100, abs=1e-4)
    assert 0.01 < gained[19] < 0.1
    assert gained[20] == pytest.approx(0)


@pytest.mark.parametrize(
    ("title", "share"),
    [
        ("an oil lamp rome", 1),
        ("rome oil lamp", 0.5),
        ("rome lamp oil", 0),
        ("an oil x lamp", 0),
        ("a lamp rome", 0.75),
    ],
)
def test_neighbours_count_by_the_weight_of_both(title: str, share: float) -> None:
    relevance = Relevance(["oil", "lamp", "rome"], [term("oil"), term("lamp"), term("rome", weight=2.0)])
    before = relevance.rank([(Candidate(doc=1, title=title, names=""), frozenset())])
    (again,) = relevance.rank_again(before, {})
    likeness = 0.0006 * fuzz.token_sort_ratio("oil lamp rome", title) + 0.0004 * fuzz.partial_ratio(
        "oil lamp rome", title
    )
    assert again.score - before[0].score == pytest.approx(0.1 * share + likeness)
