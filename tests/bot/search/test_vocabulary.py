"""Words know their forms, their likely misspellings, and how they go on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.search.documents import Document
from bot.search.query_expansion import QueryTerm, expand_query, likely_word
from bot.search.vocabulary import Vocabulary, stem

MOST_WORDS = 12

COMMON = """diffusion 500 model 900 models 800 modeling 90 state 300 space 250 spaces 40 scale 80 scaling 120
statespace 3
mamba 60 mambaout 1 gpt 200 4 400 the 2000 of 2000 transformer 400 difusion 2 retrieval 150 lora 30 loraq 1 lara 5"""
COUNTS = dict(zip(COMMON.split()[::2], map(int, COMMON.split()[1::2]), strict=True))


@pytest.fixture
def vocabulary() -> Vocabulary:
    known = Vocabulary()
    known.documents = 3000
    for word, count in COUNTS.items():
        known.add(word, heads=count, texts=2 * count)
    return known


def only(vocabulary: Vocabulary, word: str, *, unfinished: bool = False) -> QueryTerm:
    (term,) = expand_query([word], vocabulary, unfinished=unfinished)
    return term


@pytest.mark.parametrize(
    "forms", [("model", "models", "modeling"), ("scale", "scaling", "scales"), ("policy", "policies")]
)
def test_forms_of_a_word_share_their_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_a_pasted_line_without_blanks_is_no_beginning_to_be_mended() -> None:
    """Trying all that is one letter away would take seconds."""
    known = Vocabulary()
    known.add("x" * 30 + "yz", heads=1)
    known.add("w" * 300 + "yz", heads=1)
    assert known.nearly_beginning("x" * 31, 5) == ["x" * 30 + "yz"]
    assert known.nearly_beginning("w" * 301, 5) == []


def test_a_term_holds_the_forms(vocabulary: Vocabulary) -> None:
    assert {"model", "models", "modeling"} <= only(vocabulary, "models").words.keys()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("difussion", "diffusion"),
        ("diffusoin", "diffusion"),
        ("idffusion", "diffusion"),
        ("retreival", "retrieval"),
        ("mabma", "mamba"),
        ("transformr", "transformer"),
    ],
)
def test_mends_typos(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    term = only(vocabulary, typed)
    assert term.fix == meant
    assert term.words[meant] > 0.7


def test_a_number_is_not_a_typo(vocabulary: Vocabulary) -> None:
    vocabulary.add("gpt3", heads=500)
    assert "gpt3" not in only(vocabulary, "gpt4").words


def test_a_rare_spelling_is_found_beside_the_common_one(vocabulary: Vocabulary) -> None:
    term = only(vocabulary, "difusion")
    assert term.fix is None
    assert term.words["difusion"] == 1.0
    assert 0.7 < term.words["diffusion"] < 1.0


def test_a_healthy_word_is_left_alone(vocabulary: Vocabulary) -> None:
    assert "lara" not in only(vocabulary, "lora").words


def test_splits_and_joins(vocabulary: Vocabulary) -> None:
    assert only(vocabulary, "gpt4").split == ("gpt", "4")
    assert only(vocabulary, "modelspace").split == ("model", "space")
    state, space = expand_query(["state", "space"], vocabulary)
    assert state.words["statespace"] == space.words["statespace"] == 0.9


def test_the_last_word_may_go_on(vocabulary: Vocabulary) -> None:
    assert only(vocabulary, "transf", unfinished=True).words["transformer"] == 0.85
    assert "transformer" not in only(vocabulary, "transf").words


def test_of_many_words_the_telling_ones_are_kept_in_order(vocabulary: Vocabulary) -> None:
    typed = ["the", "of", *COUNTS]
    terms = expand_query(typed, vocabulary)
    kept = [term.typed for term in terms]
    assert len(kept) == MOST_WORDS
    assert "the" not in kept
    assert kept == sorted(kept, key=typed.index)


def test_learns_new_papers_but_not_marked_words() -> None:
    known = Vocabulary()
    known.learn(Document(title="grok", head="grok @hinton =cscl", text="grok @hinton =cscl fast grok"))
    assert (known.documents, known.count("grok"), known.in_heads("fast"), known.count("fast")) == (1, 1, 0, 1)
    assert "@hinton" not in known
    assert "=cscl" not in known


def test_each_word_is_counted_once_a_paper_in_titles_and_anywhere() -> None:
    known = Vocabulary()
    assert (known.documents, known.count("grok"), known.in_heads("grok"), known.marked("@hinton")) == (0, 0, 0, 0)
    known.learn(Document(title="grok", head="grok @hinton =cscl", text="grok grok fast"))
    known.learn(Document(title="slow", head="slow @hinton", text="slow grok"))
    known.add("grok", heads=40, texts=70)
    known.add("fast", texts=5)
    known.add_marked("@hinton", 7)
    assert known.documents == 2
    counts = {word: (known.in_heads(word), known.count(word)) for word in ("grok", "fast", "slow", "none")}
    assert counts == {"grok": (41, 72), "fast": (0, 6), "slow": (1, 1), "none": (0, 0)}
    assert (known.marked("@hinton"), known.marked("=cscl"), known.marked("@grok")) == (9, 1, 0)


def test_a_word_known_from_titles_alone_is_somewhere_as_well() -> None:
    known = Vocabulary()
    known.add("grok", heads=4)
    assert (known.in_heads("grok"), known.count("grok")) == (4, 4)


def test_of_words_that_begin_alike_those_commonest_in_titles_come_first(vocabulary: Vocabulary) -> None:
    vocabulary.add("modest", texts=2**31)
    assert vocabulary.beginning("mode", 3) == ["model", "models", "modeling"]
    assert vocabulary.beginning("mode", 9)[-1] == "modest"


@given(st.lists(st.text(alphabet="abcdé1语", min_size=1, max_size=30), max_size=30), st.booleans())
def test_any_words_are_understood(typed: list[str], unfinished: bool) -> None:
    known = Vocabulary()
    for word in typed[::2]:
        known.add(word[:20], heads=1)
    for term in expand_query(typed, known, unfinished=unfinished):
        assert term.typed in typed
        assert all(0 < worth <= 1 for worth in term.words.values())


def test_a_typo_is_mended_even_if_its_stem_is_known(vocabulary: Vocabulary) -> None:
    vocabulary.add("comparison", heads=700)
    vocabulary.add("compared", heads=900)
    term = only(vocabulary, "comparion")
    assert term.fix == "comparison"
    assert "compared" in term.words


def test_a_word_is_split_even_if_somebody_wrote_it_as_one(vocabulary: Vocabulary) -> None:
    vocabulary.add("gptmodel", heads=1)
    assert only(vocabulary, "gptmodel").split == ("gpt", "model")
    assert only(vocabulary, "gptmodel").fix is None
    assert only(vocabulary, "scalingspace").fix == "scaling space"


def test_the_beginning_of_an_unfinished_word_is_mended(vocabulary: Vocabulary) -> None:
    term = only(vocabulary, "retreiv", unfinished=True)
    assert term.fix == "retrieval"
    assert 0.5 < term.words["retrieval"] < 0.85
    assert "retrieval" not in only(vocabulary, "retreiv").words


def test_an_unknown_word_weighs_what_it_likely_is(vocabulary: Vocabulary) -> None:
    assert only(vocabulary, "transf", unfinished=True).weight == only(vocabulary, "transformer").weight
    assert only(vocabulary, "difussion").weight == only(vocabulary, "diffusion").weight


def test_a_last_letter_or_digit_must_be_found_too(vocabulary: Vocabulary) -> None:
    vocabulary.add("4o", heads=30)
    assert not only(vocabulary, "4", unfinished=True).small
    assert {"4", "4o"} == only(vocabulary, "4", unfinished=True).words.keys()


@pytest.mark.parametrize(
    ("typed", "other"),
    [("tax", "tao"), ("nuclear", "unclear"), ("cars", "care"), ("divorce", "diverse"), ("skiing", "sliding")],
)
def test_a_word_of_the_field_is_never_taken_for_another(vocabulary: Vocabulary, typed: str, other: str) -> None:
    vocabulary.add(other, heads=900, texts=900)
    term = only(vocabulary, typed)
    assert other not in term.words
    assert term.fix is None


def test_a_finished_word_does_not_go_on_beside_others(vocabulary: Vocabulary) -> None:
    vocabulary.add("restoration", heads=500, texts=500)
    *_, rest = expand_query(["changing", "the", "rest"], vocabulary, unfinished=True)
    assert "restoration" not in rest.words


@pytest.mark.parametrize(("typed", "needed"), [("m", True), ("flow m", False), ("flow ma", True)])
def test_a_letter_or_two_after_other_words_need_not_be_found_yet(typed: str, needed: bool) -> None:
    *_, last = expand_query(typed.split(), Vocabulary(), unfinished=True, typing=True)
    assert last.small is not needed
    *_, last = expand_query(["rectified", *typed.split()], Vocabulary(), unfinished=True, typing=True)
    assert last.small
    *_, last = expand_query(typed.split(), Vocabulary(), unfinished=True)
    assert not last.small


def test_a_typo_is_mended_into_a_name_only_in_a_name(vocabulary: Vocabulary) -> None:
    for name in ("vaswani", "ashish"):
        vocabulary.add(name, heads=8, texts=8)
        vocabulary.add_marked(f"@{name}", 8)
    first, last = expand_query(["ashish", "vaswanni"], vocabulary)
    assert last.fix == "vaswani"
    assert expand_query(["attention", "vaswanni"], vocabulary)[1].fix is None
    assert first.fix is None
    assert [likely_word(word, vocabulary) for word in ("vaswnai", "diffusoin")] == ["vaswnai", "diffusion"]


def test_words_that_only_hold_a_sentence_together_hardly_count(vocabulary: Vocabulary) -> None:
    vocabulary.add("agents", heads=300, texts=300)
    how, agents = expand_query(["how", "agents"], vocabulary)
    assert how.small
    assert how.weight < agents.weight


@pytest.mark.parametrize("typed", ["mabma qqzzx", "sinca qqzzx", "aaaa lorr", "hte"])
def test_what_fingers_on_keys_resemble_is_not_looked_for(vocabulary: Vocabulary, typed: str) -> None:
    vocabulary.add("aaaab", heads=60, texts=60)
    vocabulary.add("since", heads=60, texts=600)
    terms = expand_query(typed.split(), vocabulary, unfinished=True)
    assert [list(term.words) for term in terms] == [[word] for word in typed.split()]


def test_in_few_papers_a_word_is_as_rare_as_in_the_field() -> None:
    few, many = Vocabulary(), Vocabulary()
    few.documents, many.documents = 100, 1_000_000
    for known in (few, many):
        known.add("llms", heads=2, texts=2)
    assert only(few, "llms").weight < 4 < 10 < only(many, "llms").weight


def test_misspelt_beginnings_are_those_one_edit_away() -> None:
    known = ["transformer", "transfer", "translate", "trains", "tensor", "brainstorm", "état", "gpt4all", "x"]
    vocabulary = Vocabulary()
    for word in known:
        vocabulary.add(word, heads=1, texts=1)
    for typed in ("tarns", "trasn", "tranz", "trannsf", "tra", "éatt", "gpt3a", "tennso", "brian"):
        begun = [
            word
            for word in known
            if word[0] == typed[0]
            and any(
                OSA.distance(word[:size], typed) <= 1 for size in range(len(typed) - 1, min(len(typed) + 2, len(word)))
            )
        ]
        assert sorted(vocabulary.nearly_beginning(typed, 20)) == sorted(begun), typed


def test_a_common_pronoun_is_no_typo_and_no_two_words(vocabulary: Vocabulary) -> None:
    vocabulary.add("no", heads=50, texts=50)
    vocabulary.add("body", heads=50, texts=50)
    assert only(vocabulary, "nobody").fix is None
    assert only(vocabulary, "nobody").small


def test_a_number_is_never_two(vocabulary: Vocabulary) -> None:
    for digit in ("0", "1"):
        vocabulary.add(digit, heads=900, texts=900)
    assert only(vocabulary, "01").split is None


def test_a_misspelt_name_is_that_name_rather_than_two_others(vocabulary: Vocabulary) -> None:
    for name, count in (("kaiming", 4), ("kai", 90), ("min", 90), ("he", 200)):
        vocabulary.add(name, heads=count, texts=count)
        vocabulary.add_marked("@" + name, count)
    assert expand_query(["kaimin", "he"], vocabulary)[0].fix == "kaiming"


def test_a_name_has_no_other_forms_and_a_pronoun_may_be_one() -> None:
    vocabulary = Vocabulary()
    for name, count in (("kaiming", 4), ("kam", 90), ("he", 200)):
        vocabulary.add(name, heads=count, texts=count)
        vocabulary.add_marked("@" + name, count)
    first, last = expand_query(["kaming", "he"], vocabulary)
    assert (first.fix, "kam" in first.words, last.small) == ("kaiming", False, False)


def test_in_three_letters_only_neighbours_that_changed_places_are_a_typo(vocabulary: Vocabulary) -> None:
    for name in ("han", "song"):
        vocabulary.add(name, heads=90, texts=90)
        vocabulary.add_marked("@" + name, 90)
    vocabulary.add("hla", heads=5, texts=5)
    assert expand_query(["song", "hna"], vocabulary)[1].fix == "han"
    assert only(vocabulary, "hlq").fix is None


def test_a_model_and_its_number_are_found_apart_too(vocabulary: Vocabulary) -> None:
    for word, count in (("llama3", 60), ("llama", 90), ("3", 300), ("llamas", 2)):
        vocabulary.add(word, heads=count, texts=count)
    assert only(vocabulary, "llama3").split == ("llama", "3")
    assert only(vocabulary, "llama3", unfinished=True).split == ("llama", "3")
    assert only(vocabulary, "llama9").split is None
    assert only(vocabulary, "llama2gpt").split == ("llama", "gpt")


def test_abbreviations_have_a_plural(vocabulary: Vocabulary) -> None:
    for word in ("vlm", "vlms", "gpu", "gpus"):
        vocabulary.add(word, heads=9, texts=90)
    assert "vlms" in only(vocabulary, "vlm").words
    assert "gpu" in only(vocabulary, "gpus").words


def test_words_that_are_in_nobody_s_name_are_not_looked_for_in_names() -> None:
    vocabulary = Vocabulary()
    assert vocabulary.in_names(["lamp"]), "nothing of names is known yet"
    vocabulary.add_marked("@han", 3)
    assert vocabulary.in_names(["lamp", "han"])
    assert not vocabulary.in_names(["lamp"])


def test_words_that_questions_are_asked_with_need_not_be_found_in_a_sentence() -> None:
    vocabulary = Vocabulary()
    asked = {term.typed: term.small for term in expand_query(["what", "makes", "robots", "work"], vocabulary)}
    assert asked == {"what": True, "makes": True, "robots": False, "work": True}
    assert not any(term.small for term in expand_query(["robots", "work"], vocabulary))


@pytest.mark.parametrize(("times", "suspected"), [(5, False), (6, True)])
def test_a_word_that_exists_is_suspected_beside_a_word_more_than_five_times_as_common(
    times: int, suspected: bool
) -> None:
    known = Vocabulary()
    known.documents = 3000
    known.add("latnet", heads=2, texts=4)
    known.add("latent", heads=2 * times, texts=4 * times)
    assert ("latent" in only(known, "latnet").words) == suspected
