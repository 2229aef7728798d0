"""The better answer comes first, whatever the index."""

from bot.search.query_expansion import QueryTerm
from bot.search.rank import Candidate, Relevance


def asking(typed: str) -> Relevance:
    terms = [QueryTerm(typed=word, words={word: 1.0}, weight=1.0, count=1) for word in typed.split()]
    return Relevance(typed.split(), terms)


def order(
    typed: str,
    *titles: str,
    names: str = "",
    known: frozenset[int] = frozenset(),
    abstracts: dict[int, str] | None = None,
) -> list[int]:
    found = [(Candidate(doc=doc, title=title, names=names), known) for doc, title in enumerate(titles)]
    relevance = asking(typed)
    read = {doc: text.split() for doc, text in (abstracts or {}).items()}
    return [one.candidate.doc for one in relevance.rank_again(relevance.rank(found), read)]


def test_more_of_the_query_in_the_title_is_better() -> None:
    assert order("world model", "a model", "a world model", "nothing") == [1, 0, 2]


def test_a_shorter_title_that_says_the_same_is_better() -> None:
    assert order("world model", "on a very long and winding world model story", "the world model") == [1, 0]


def test_a_title_that_begins_so_is_better() -> None:
    assert order("world model", "our world model", "world model ours") == [1, 0]


def test_a_title_in_which_the_words_are_neighbours_is_better() -> None:
    assert order("test time", "a time of one test", "one test time of a") == [1, 0]


def test_neighbours_outweigh_a_title_that_is_otherwise_more_like_the_query() -> None:
    """Of the same length, neither beginning as typed: nothing else puts it first."""
    assert order("sparse attention", "a sparse n attention", "multidimensional sparse attention everywhere") == [1, 0]
    assert order("sparse attention", "an attention sparse n", "multidimensional sparse attention everywhere") == [1, 0]


def test_both_words_of_a_pair_count_as_neighbours_each_by_its_weight() -> None:
    terms = [
        QueryTerm(typed=word, words={word: 1.0}, weight=weight, count=1)
        for word, weight in (("of", 0.1), ("mamba", 3.0), ("state", 0.1))
    ]
    relevance = Relevance(["of", "mamba", "state"], terms)
    titles = ("mamba n of a state", "mamba heterogeneous questionable of state", "heterogeneous of mamba over state")
    found = [(Candidate(doc=doc, title=title, names=""), frozenset[int]()) for doc, title in enumerate(titles)]
    assert [one.candidate.doc for one in relevance.rank_again(relevance.rank(found), {})] == [2, 0, 1]


def test_words_that_are_like_those_asked_for_count_less_than_those_themselves() -> None:
    relevance = asking("fix bugs")
    relevance.add_hits({"repair": [(0, 0.3)], "fix": [(0, 0.1)]})
    titles = ("a lamp", "repair bugs", "fix bugs")
    found = [(Candidate(doc=doc, title=title, names=""), frozenset[int]()) for doc, title in enumerate(titles)]
    assert [one.candidate.doc for one in relevance.rank(found)] == [2, 1, 0]


def test_a_name_at_the_head_is_better() -> None:
    assert order("mamba", "more mamba", "mamba more") == [1, 0]


def test_authors_count_nearly_as_much_as_titles() -> None:
    found = [
        (Candidate(doc=0, title="caps", names="Geoffrey Hinton"), frozenset[int]()),
        (Candidate(doc=1, title="caps", names="Müller"), frozenset[int]()),
    ]
    scored = asking("hinton caps").rank(found)
    assert [one.candidate.doc for one in scored] == [0, 1]
    assert scored[0].whole
    assert not scored[1].whole


def test_words_that_stand_together_in_the_abstract_are_better() -> None:
    apart = f"cats {'and so on ' * 20} dogs"
    assert order("cats dogs", "one", "two", abstracts={0: apart, 1: "we love cats and dogs"}) == [1, 0]


def test_what_the_index_knows_counts_without_reading() -> None:
    found = [
        (Candidate(doc=0, title="one", names=""), frozenset[int]()),
        (Candidate(doc=1, title="two", names=""), frozenset({0})),
    ]
    assert [one.candidate.doc for one in asking("cats").rank(found)] == [1, 0]


def test_upvotes_only_tell_equals_apart() -> None:
    found = [
        (Candidate(doc=0, title="cats x", names="", upvotes=10**9), frozenset[int]()),
        (Candidate(doc=1, title="cats dogs", names=""), frozenset[int]()),
    ]
    assert [one.candidate.doc for one in asking("cats dogs").rank(found)] == [1, 0]


def test_words_stand_together_within_25_words_and_no_further() -> None:
    near, far = (f"cats {'so ' * between}dogs" for between in (23, 24))
    assert order("cats dogs", "one", "two", abstracts={0: far, 1: near}) == [1, 0]
    assert order("cats dogs", "one", "two", abstracts={0: f"dogs {far}", 1: near}) == [1, 0]


def test_a_word_twice_is_not_two_words() -> None:
    assert order("cats dogs", "one", "two", abstracts={0: "cats cats", 1: f"cats {'so ' * 40} dogs"}) == [1, 0]


def test_the_whole_query_in_the_title_outranks_half_of_it_there_and_all_in_the_abstract() -> None:
    assert order("cats dogs", "cats", "cats dogs x y z", abstracts={0: "cats and dogs"}) == [1, 0]


def test_meaning_adds_to_what_words_say() -> None:
    terms = [QueryTerm(typed="cats", words={"cats": 1.0}, weight=1.0, count=1)]
    found = [(Candidate(doc=doc, title="cats x", names=""), frozenset[int]()) for doc in (0, 1)]
    assert [one.candidate.doc for one in Relevance(["cats"], terms, {1: 0.2}).rank(found)] == [1, 0]


def test_more_upvotes_come_first_among_equals_up_to_a_thousand() -> None:
    votes = (3, 900, 10**9, 1_000)
    found = [
        (Candidate(doc=doc, title="cats", names="", upvotes=count), frozenset[int]()) for doc, count in enumerate(votes)
    ]
    scored = {one.candidate.doc: one.score for one in asking("cats").rank(found)}
    assert scored[0] < scored[1] <= scored[2] == scored[3]


def test_names_side_by_side_as_typed_come_before_the_other_way_round() -> None:
    found = [
        (Candidate(doc=0, title="caps", names="Han Song"), frozenset[int]()),
        (Candidate(doc=1, title="caps", names="Song Han"), frozenset[int]()),
    ]
    assert [one.candidate.doc for one in asking("song han").rank(found)] == [1, 0]


def test_names_with_accents_are_found_without() -> None:
    found = [
        (Candidate(doc=0, title="caps", names="Anna Meier"), frozenset[int]()),
        (Candidate(doc=1, title="caps", names="Jürgen Müller"), frozenset[int]()),
    ]
    assert [one.candidate.doc for one in asking("muller").rank(found)] == [1, 0]


def test_a_heavier_word_counts_more() -> None:
    terms = [
        QueryTerm(typed="the", words={"the": 1.0}, weight=0.1, count=9),
        QueryTerm(typed="mamba", words={"mamba": 1.0}, weight=3.0, count=1),
    ]
    found = [
        (Candidate(doc=doc, title=title, names=""), frozenset[int]()) for doc, title in enumerate(("the", "mamba"))
    ]
    assert [one.candidate.doc for one in Relevance(["the", "mamba"], terms).rank(found)] == [1, 0]


def test_words_that_stand_together_in_an_abstract_gain_and_the_more_of_them_the_more_steeply() -> None:
    far = " word" * 40
    together, apart, half = "one two three four", f"one{far} two{far} three{far} four", f"one two{far} three{far} four"
    relevance = asking("one two three four")
    found = [(Candidate(doc=doc, title="lamp", names=""), frozenset[int]()) for doc in range(3)]
    read = {0: apart.split(), 1: half.split(), 2: together.split()}
    score = {one.candidate.doc: one.score for one in relevance.rank_again(relevance.rank(found), read)}
    assert score[0] < score[1] < score[2]
    assert score[2] - score[1] > 5 * (score[1] - score[0])


def test_names_that_stand_in_the_order_typed_are_better() -> None:
    found = [
        (Candidate(doc=0, title="lamp", names="Han Song"), frozenset[int]()),
        (Candidate(doc=1, title="lamp", names="Song Han"), frozenset[int]()),
    ]
    assert [one.candidate.doc for one in asking("song han").rank(found)] == [1, 0]


def test_what_is_near_in_meaning_gains_by_how_near_it_is() -> None:
    terms = [QueryTerm(typed="lamp", words={"lamp": 1.0}, weight=1.0, count=1)]
    relevance = Relevance(["lamp"], terms, {1: 0.3, 2: 0.2})
    found = [(Candidate(doc=doc, title="other", names=""), frozenset[int]()) for doc in range(3)]
    assert [one.candidate.doc for one in relevance.rank(found)] == [1, 2, 0]
