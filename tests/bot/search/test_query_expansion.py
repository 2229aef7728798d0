"""What is looked for in place of a typed word, and what each is worth, in numbers."""

from math import log

import pytest

from bot.meaning.word_table import word_table
from bot.search.query_expansion import QueryTerm, expand_query, likely_word, mended, same_words
from bot.search.vocabulary import Vocabulary


def known(documents: int = 3000, **counts: int) -> Vocabulary:
    """A vocabulary of words that so many papers hold."""
    vocabulary = Vocabulary()
    vocabulary.documents = documents
    for word, count in counts.items():
        vocabulary.add(word.removeprefix("_"), heads=count, texts=count)
    return vocabulary


def named(*names: str, **counts: int) -> Vocabulary:
    """The same, where some of the words are parts of names."""
    vocabulary = known(**counts)
    for name in names:
        vocabulary.add_marked(f"@{name}", counts.get(name, 1))
    return vocabulary


def only(typed: str, vocabulary: Vocabulary, *, unfinished: bool = False) -> QueryTerm:
    (term,) = expand_query([typed], vocabulary, unfinished=unfinished)
    return term


@pytest.mark.parametrize(
    ("typed", "meant", "worth"),
    [
        ("mabma", "mamba", 0.97 - 0.6 / 7),
        ("mmba", "mamba", 0.97 - 0.6 / 6),
        ("difussion", "diffusion", 0.97 - 1.2 / 11),
        ("diffusions", "diffusion", 0.93),
        ("diffusion", "diffusion", 1.0),
        ("finance", "financial", 0.85),
        ("medical", "medicine", 0.85),
    ],
)
def test_what_hits_on_other_words_are_worth(typed: str, meant: str, worth: float) -> None:
    vocabulary = known(mamba=60, diffusion=500, financial=30, finance=9, medicine=12)
    assert only(typed, vocabulary).words[meant] == pytest.approx(worth)


def test_what_beginnings_are_worth() -> None:
    words = only("retrie", known(retrieval=90), unfinished=True).words
    assert words == {"retrie": 1.0, "retrieval": 0.85}
    misspelt = only("retreiv", known(retrieval=90, retriever=40), unfinished=True).words
    assert misspelt["retriever"] == pytest.approx(0.85 * (0.97 - 0.6 / 9))
    assert only("rte", known(retrieval=90), unfinished=True).words == {"rte": 1.0}
    assert "rteixq" not in only("rtie", known(rteixq=90), unfinished=False).words
    assert "rteixq" in only("rtie", known(rteixq=90), unfinished=True).words


@pytest.mark.parametrize(
    ("typed", "meant", "mended_to"),
    [
        ("mabma", "mamba", "mamba"),
        ("mmb", "mmbq", None),
        ("amb", "mab", "mab"),
        ("bmq", "bqm", "bqm"),
        ("ba", "ab", None),
        ("qqwer", "qqwwrr", None),
        ("qqwert", "qqrewt", "qqrewt"),
    ],
)
def test_two_edits_are_mended_from_six_letters_on_and_one_from_three(
    typed: str, meant: str, mended_to: str | None
) -> None:
    assert only(typed, known(**{meant: 500})).fix == mended_to


@pytest.mark.parametrize(
    ("documents", "own", "suspected"), [(3000, 20, True), (3000, 21, False), (1_100_000, 22, True)]
)
def test_only_a_rare_word_is_suspected(documents: int, own: int, suspected: bool) -> None:
    vocabulary = known(documents, qwerto=own, qwertu=900)
    assert ("qwertu" in only("qwerto", vocabulary).words) == suspected


def test_of_many_likely_words_the_nearest_then_the_commonest_six_come_first_then_the_rarest() -> None:
    others = {f"qwert{letter}": 30 + place for place, letter in enumerate("abcdefghij")}
    fixes = list(only("qwertz", known(**others)).words)[1:]
    assert fixes == [f"qwert{letter}" for letter in "jihgfeabcd"]
    assert only("qwertz", known(**others)).fix == "qwertj"


def test_of_rare_likely_words_too_the_nearest_come_first() -> None:
    common = {f"qwert{letter}z": 900 for letter in "cdfghj"}
    words = list(only("qwertvz", known(**common, qwertkz=100, qaertvb=90)).words)
    assert words[7:] == ["qwertkz", "qaertvb"]


def test_thirty_likely_words_are_looked_for_at_most_and_only_common_ones_beside_a_word_that_exists() -> None:
    letters = "abcdfghijklmnopuvx"
    others = {f"qwertz{letter}": 30 for letter in letters}
    others |= {f"qwe{letter}tz": 40 for letter in letters} | {f"q{letter}ertz": 50 for letter in letters}
    assert len(only("qwertz", known(**others)).words) == 1 + 30
    assert len(only("qwertz", known(qwertz=1, **others)).words) == 1 + 6


def test_six_forms_of_a_word_are_looked_for_at_most_the_commonest() -> None:
    forms = {
        "scale": 9,
        "scales": 8,
        "scaled": 7,
        "scaling": 6,
        "scaler": 5,
        "scalers": 4,
        "scalings": 3,
        "scalable": 2,
    }
    found = only("scale", known(**forms)).words
    assert found.keys() == set(sorted(found, key=lambda word: -forms[word])[:7])
    assert {"scale", "scales", "scaled", "scaling"} <= found.keys()


@pytest.mark.parametrize(
    ("typed", "split"),
    [
        ("modelspace", ("model", "space")),
        ("xmodel", None),
        ("modelx", None),
        ("spacem", None),
        ("xyspace", ("xy", "space")),
        ("xy9", ("xy", "9")),
        ("9xy", ("9", "xy")),
        ("99", None),
        ("xyxy", None),
        ("xyxyz", None),
        ("xyzxyz", None),
        ("xyzxyq", None),
        ("xyqspa", ("xyq", "spa")),
    ],
)
def test_a_long_word_is_two_known_ones_of_two_letters_or_more_and_beside_a_digit_of_one(
    typed: str, split: tuple[str, str] | None
) -> None:
    vocabulary = known(model=500, space=300, x=900, m=900, xy=100, _9=100, xyq=60, spa=60)
    assert only(typed, vocabulary).split == split


def test_of_several_ways_to_split_a_word_it_is_the_one_whose_rarer_half_is_commonest() -> None:
    assert only("qqqqvvvvwwww", known(qqqq=90, vvvvwwww=9, qqqqvvvv=40, wwww=30)).split == (
        "qqqqvvvv",
        "wwww",
    )


@pytest.mark.parametrize(("halves", "split"), [(50, None), (51, ("qqq", "vvv"))])
def test_a_word_that_exists_is_split_where_both_halves_are_more_than_five_times_as_common(
    halves: int, split: tuple[str, str] | None
) -> None:
    assert only("qqqvvv", known(qqqvvv=10, qqq=halves, vvv=900)).split == split


@pytest.mark.parametrize(("typed", "split"), [("llama3", True), ("llama33", True), ("llama333", False), ("ab3", False)])
def test_a_model_and_its_number_of_two_digits_at_most(typed: str, split: bool) -> None:
    """The word itself is common, so that nothing else would split it."""
    vocabulary = known(**{typed: 900}, llama=90, ab=90, _3=90, _33=90, _333=90)
    assert bool(only(typed, vocabulary).split) == split


@pytest.mark.parametrize(
    ("typed", "split"), [("text2image", ("text", "image")), ("text2text", None), ("text2im", None), ("te2image", None)]
)
def test_one_thing_to_another_is_both_apart(typed: str, split: tuple[str, str] | None) -> None:
    vocabulary = known(**{typed: 900}, text=90, image=90, im=90, te=90)
    assert only(typed, vocabulary).split == split


def test_a_term_counts_the_papers_of_all_its_words_and_of_the_rarer_half() -> None:
    assert only("scale", known(scale=40, scales=8)).count == 48
    assert only("modelspace", known(model=500, space=300)).count == 300
    assert only("qqxxw", known(model=500)).count == 0


@pytest.mark.parametrize(("own", "documents"), [(2, 100), (40, 3000), (900, 1000)])
def test_a_word_weighs_by_the_papers_at_hand_and_like_three_hundred_more_by_the_field(own: int, documents: int) -> None:
    here = log(1 + (documents - own + 0.5) / (own + 0.5))
    field = float(word_table().idf("transformer"))
    weight = (documents * here + 300 * field) / (documents + 300)
    assert only("transformer", known(documents, transformer=own)).weight == pytest.approx(weight)


def test_a_small_word_weighs_a_tenth() -> None:
    vocabulary = known(the=100, lamps=100)
    the, _ = expand_query(["the", "lamps"], vocabulary)
    field = float(word_table().idf("the"))
    here = log(1 + (3000 - 100 + 0.5) / 100.5)
    assert the.small
    assert the.weight == pytest.approx(0.1 * (3000 * here + 300 * field) / 3300)


def test_an_unknown_word_weighs_what_its_rarer_half_or_the_commonest_likely_word_does() -> None:
    halves = known(model=500, space=300)
    here, field = log(1 + 2700.5 / 300.5), float(min(word_table().idf("model"), word_table().idf("space")))
    assert only("modelspace", halves).weight == pytest.approx((3000 * here + 300 * field) / 3300)


@pytest.mark.parametrize(
    ("typed", "words", "meant"),
    [
        ("retreival", {"retrieval": 90}, "retrieval"),
        ("retrieval", {"retrieval": 90}, "retrieval"),
        ("mmba", {"mamba": 90}, "mmba"),
        ("modelspace", {"model": 500, "space": 300}, "modelspace"),
        ("nuclear", {"unclear": 900}, "nuclear"),
    ],
)
def test_what_is_left_out_is_mended_only_where_that_is_plain(typed: str, words: dict[str, int], meant: str) -> None:
    """A typo of one letter in six is plain, of one in four it is not."""
    assert likely_word(typed, known(**words)) == meant


def test_what_stands_for_a_word_that_is_left_out() -> None:
    vocabulary = known(model=500, models=300, space=300, llama=90, _3=90)
    assert same_words("model", vocabulary) == [("model",), ("models",)]
    assert same_words("modelspace", vocabulary) == [("modelspace",), ("model", "space")]
    assert same_words("llama3", vocabulary) == [("llama3",), ("llama", "3")]
    assert same_words("nuclear", known(nuc=900, lear=900)) == [("nuclear",)]


def test_typos_are_mended_in_place_and_two_in_one_become_two() -> None:
    typed = ["mabma", "modelspace", "the", "mabma"]
    terms = expand_query(typed, known(mamba=60, model=500, space=300, the=2000))
    assert mended(typed, terms) == ["mamba", "model", "space", "the", "mamba"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["state", "space"], {"statespace"}),
        (["space", "state"], set()),
        (["state", "of", "space"], set()),
        (["big", "state", "space"], {"statespace"}),
    ],
)
def test_neighbours_are_also_looked_for_as_one_word(typed: list[str], words: set[str]) -> None:
    terms = expand_query(typed, known(state=300, space=250, statespace=3, of=900, big=90))
    assert {word for term in terms for word in term.words if word == "statespace"} == words


def test_a_word_both_of_whose_neighbours_make_one_with_it_is_looked_for_as_both() -> None:
    _, space, _ = expand_query(["state", "space", "time"], known(statespace=3, spacetime=3, state=9, space=9, time=9))
    assert (space.words["statespace"], space.words["spacetime"]) == (0.9, 0.9)


def test_one_unknown_word_that_resembles_one_is_mended_and_two_only_where_one_of_them_is_sure() -> None:
    vocabulary = known(mamba=60, retrieval=90, lamb=90)
    assert only("mmba", vocabulary).fix == "mamba"
    assert [term.fix for term in expand_query(["mmba", "lamq"], vocabulary)] == [None, None]
    assert [term.fix for term in expand_query(["mmba", "retreival"], vocabulary)] == ["mamba", "retrieval"]


@pytest.mark.parametrize(("name", "mended_to"), [("hintn", "hinton"), ("zhuu", None), ("zuh", "zhu"), ("hzuz", None)])
def test_a_name_of_less_than_five_letters_is_only_mended_where_letters_changed_places(
    name: str, mended_to: str | None
) -> None:
    vocabulary = named("hinton", "zhu", "shazeer", hinton=9, zhu=9, shazeer=9)
    first, _ = expand_query([name, "shazeer"], vocabulary)
    assert first.fix == mended_to


def test_of_more_than_twelve_words_the_most_telling_are_kept_of_equals_the_first() -> None:
    typed = [f"qq{letter}{letter}" for letter in "abcdefghijklmn"]
    counts = dict.fromkeys(typed, 50) | {typed[0]: 900}
    assert [term.typed for term in expand_query(typed, known(**counts))] == typed[1:13]
