"""Any text is a query; what people guess works; the rest is searched as words and said so."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import PaperId, Query, Sort
from bot.search.language import parse_query, render_query

MOST_WORDS = 40

TODAY = date(2026, 8, 20)
anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=120)
PIECES = """" - : author: org: category: since: until:7d upvotes: > <= 20 has:code sort:top state-space Yann cs.CL 語 é
AND * 2401.01234 title:x -has:code "a − “ ” 7d 2026-02"""
queryish = st.lists(st.sampled_from([" ", *PIECES.split()]), max_size=25).map("".join)


def parse(text: str) -> Query:
    return parse_query(text, TODAY)


def meaning(query: Query) -> Query:
    return replace(query, text="", notes=(), unfinished=False, read_as="", literal="", literally=False)


@given(anything | queryish)
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert len(query.words) <= MOST_WORDS
    assert all(word == word.strip().casefold() and word for word in query.words)


@given(anything | queryish)
def test_a_query_written_out_means_the_same(text: str) -> None:
    query = parse(text)
    assert meaning(parse(render_query(query))) == meaning(query)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Test-Time Scaling", {"words": ("test", "time", "scaling")}),
        ('"World Model" driving', {"phrases": (("world", "model"),), "words": ("driving",)}),
        ("“world model”", {"phrases": (("world", "model"),)}),
        ('"mamba"', {"words": ("mamba",)}),
        ("diffusion -video", {"words": ("diffusion",), "excluded": ("video",)}),
        ("state-space - model", {"words": ("state", "space", "model")}),
        ('author:"Yann LeCun" jepa', {"authors": ("Yann LeCun",), "words": ("jepa",)}),
        ("author: hinton", {"authors": ("hinton",)}),
        ("by:hinton by:lecun", {"authors": ("hinton", "lecun")}),
        ("-author:smith", {"excluded": ("@smith",)}),
        ('-author:"Song Han"', {"excluded": ("@song @han",)}),
        ("-category:cs.CL", {"excluded": ("=cscl",)}),
        ("org:openai category:cs.CL", {"organisations": ("openai",), "categories": ("cs.CL",)}),
        ("since:7d", {"since": date(2026, 8, 13)}),
        ("since:2w until:yesterday", {"since": date(2026, 8, 6), "until": date(2026, 8, 19)}),
        ("since:today until:today", {"since": date(2026, 8, 20), "until": date(2026, 8, 20)}),
        ("since:week until:1d", {"since": date(2026, 8, 13), "until": date(2026, 8, 19)}),
        ("since:month until:month", {"since": date(2026, 7, 21), "until": date(2026, 7, 21)}),
        ("since:year until:2m", {"since": date(2025, 8, 20), "until": date(2026, 6, 21)}),
        ("since:2025-12 until:2025-12", {"since": date(2025, 12, 1), "until": date(2025, 12, 31)}),
        ("until:9999", {"until": date(9999, 12, 31)}),
        ("since:2026-02 until:2026-02", {"since": date(2026, 2, 1), "until": date(2026, 2, 28)}),
        ("since:2025 until:2025", {"since": date(2025, 1, 1), "until": date(2025, 12, 31)}),
        ("since:99999y", {"since": date.min}),
        ("since:2026-08-01", {"since": date(2026, 8, 1)}),
        ("upvotes:>20", {"min_upvotes": 21}),
        ("upvotes > 20", {"min_upvotes": 21}),
        ("upvotes:>=20 upvotes:<100", {"min_upvotes": 20, "max_upvotes": 99}),
        ("upvotes:<=5", {"max_upvotes": 5}),
        ("upvotes:=5", {"min_upvotes": 5, "max_upvotes": 5}),
        ("upvotes:20", {"min_upvotes": 20}),
        ("has:code", {"has_code": True}),
        ("has:github", {"has_code": True}),
        ("author:code", {"authors": ("code",)}),
        ("words:code", {"words": ("code",)}),
        ("-has:code", {"has_code": False}),
        ("sort:new", {"sort": Sort.NEW}),
        ("SORT:Top", {"sort": Sort.TOP}),
        ("2401.01234v2", {"paper": PaperId("arxiv:2401.01234")}),
        (" https://huggingface.co/papers/2401.01234 ", {"paper": PaperId("arxiv:2401.01234")}),
        (r"$\beta$-VAE", {"words": ("beta", "vae")}),
        ("Łódź naïve ﬁt 语言", {"words": ("lodz", "naive", "fit", "语", "言")}),
        ("BERT: Pre-training", {"words": ("bert", "pre", "training")}),
        ("", {}),
    ],
)
def test_understands(text: str, expected: dict[str, object]) -> None:
    query = parse(text)
    assert meaning(query) == meaning(replace(Query(text=""), **expected))  # type: ignore[arg-type]
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title:x", ("title", "x")),
        ("since:never", ("since", "never")),
        ("upvotes:many", ("upvotes", "many")),
        ("sort:weird cats", ("sort", "weird", "cats")),
        ("has:wings", ("has", "wings")),
        ("-since:7d", ("since", "7d")),
        ("cats AND dogs", ("cats", "and", "dogs")),
        ("transf*", ("transf",)),
        ('"no end', ("no", "end")),
    ],
)
def test_odd_syntax_is_searched_as_words_and_said_so(text: str, found: tuple[str, ...]) -> None:
    query = parse(text)
    assert query.words == found
    assert len(query.notes) == 1


def test_says_when_nothing_can_be_found() -> None:
    assert parse("since:2026-08-02 until:2026-08-01").notes


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [("langu", True), ("langu ", False), ("langu sort:new", False), ('"a b"', False), ("c++", False)],
)
def test_knows_whether_a_word_may_go_on(text: str, unfinished: bool) -> None:
    assert parse(text).unfinished is unfinished


def test_a_single_letter_after_a_word_may_go_on() -> None:
    assert parse_query("flow m", TODAY).unfinished
    assert not parse_query("flow m ", TODAY).unfinished


def test_two_minus_signs_exclude_nothing_a_misspelt_option_would_list_everything_else() -> None:
    query = parse_query("--jsn -robots", date(2026, 8, 21))
    assert (query.words, query.excluded) == (("jsn",), ("robots",))


@pytest.mark.parametrize("text", ["author:", "agents org:", "since:", "sort:"])
def test_a_filter_of_nothing_is_told(text: str) -> None:
    assert parse_query(text, TODAY).notes


@pytest.mark.parametrize("field", ["author:", "org:", "category:", "since:", "until:", "upvotes:", "has:", "sort:"])
@pytest.mark.parametrize("next_filter", [" until:2026-08-01", " -has:code", "author:Han", ' org:"Open AI"'])
def test_a_filter_of_nothing_takes_no_other_filter_for_its_value(field: str, next_filter: str) -> None:
    query, alone = parse_query(field + next_filter, TODAY), parse_query(next_filter, TODAY)
    assert [note for note in query.notes if note.startswith(f"“{field}” was searched as words.")] == list(query.notes)
    assert len(query.notes) == 1
    assert replace(query, text="", words=(), notes=()) == replace(alone, text="", words=())


def test_an_empty_author_and_a_day_that_is_none_are_both_told() -> None:
    query = parse_query("author: since:soon", TODAY)
    assert query.authors == ()
    assert [note.partition(". ")[2] for note in query.notes] == [
        "A name follows author:, as in author:Han.",
        "A day follows since:, as in since:2026-08-01.",
    ]


def test_an_empty_filter_leaves_nothing_out_either() -> None:
    query = parse_query("-author: since:2026-08-01", TODAY)
    assert (query.excluded, query.since) == ((), date(2026, 8, 1))


def test_a_colon_at_the_end_of_a_word_is_no_filter() -> None:
    assert not parse_query("attention: agents:", TODAY).notes


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("autor:huang", "Did you mean author:huang?"),
        ("world:models", "Filters are author:, org:,"),
        ("author:", "A name follows author:"),
        ("since:soon", "A day follows since:"),
        ("sort:colour", "Orders are sort:new,"),
    ],
)
def test_a_filter_that_makes_no_sense_says_what_would(typed: str, said: str) -> None:
    assert said in " ".join(parse_query(typed, TODAY).notes)


def test_an_arxiv_number_after_the_word_is_an_id() -> None:
    assert parse_query("arXiv 2607.01234", date(2026, 8, 20)).paper == "arxiv:2607.01234"


@pytest.mark.parametrize("text", ["id:2502.02737", "paper 2502.02737", "arxiv id 2502.02737", "similar to 2502.02737"])
def test_an_id_is_one_whatever_it_is_called(text: str) -> None:
    assert parse_query(text, TODAY).paper == "arxiv:2502.02737"


def test_what_is_wrong_with_an_id_is_told() -> None:
    assert "five digits after the point" in " ".join(parse_query("2502.2737", TODAY).notes)
    assert "would be a month" in " ".join(parse_query("2599.02737", TODAY).notes)


@pytest.mark.parametrize("text", ["MIT", "mit", "agents for OCR"])
def test_abbreviations_and_what_everybody_calls_somebody_do_not_go_on(text: str) -> None:
    assert not parse_query(text, TODAY).unfinished


def test_the_last_word_of_a_request_does_not_go_on() -> None:
    assert not parse_query("papers about robo", TODAY).unfinished


def test_what_is_searched_for_begins_after_for() -> None:
    assert parse_query("for robot learning", TODAY).words == ("robot", "learning")
    assert parse_query("for", TODAY).words == ("for",)


MANY = range(60)


@pytest.mark.parametrize(
    ("field", "pieces", "most"),
    [
        ("words", [f"w{n}" for n in MANY], 40),
        ("phrases", [f'"a w{n}"' for n in MANY], 8),
        ("excluded", [f"-w{n}" for n in MANY], 8),
        ("authors", [f"author:w{n}" for n in MANY], 8),
        ("organisations", [f"org:w{n}" for n in MANY], 8),
        ("categories", [f"category:c{n}" for n in MANY], 8),
    ],
)
def test_of_each_kind_the_first_are_kept_up_to_a_limit(field: str, pieces: list[str], most: int) -> None:
    for count in (most - 1, most, most + 1, len(pieces)):
        kept = getattr(parse(" ".join(pieces[:count])), field)
        assert len(kept) == min(count, most)
        assert kept == getattr(parse(" ".join(pieces[:most])), field)[:count]


@pytest.mark.parametrize(("letters", "told"), [(999, False), (1000, False), (1001, True)])
def test_a_thousand_letters_are_read_and_a_longer_text_is_told_so(letters: int, told: bool) -> None:
    text = "ab " * 400
    query = parse(text[: letters - 1] + "x")
    assert any("1,000" in note or "1000" in note for note in query.notes) == told
    assert len(query.text) <= 1000


def test_a_phrase_keeps_forty_words_and_four_notes_are_enough() -> None:
    (phrase,) = parse(f'"{" ".join(f"w{n}" for n in MANY)}"').phrases
    assert phrase == tuple(f"w{n}" for n in range(40))
    assert [len(parse(" ".join(f"since:never{n}" for n in range(count))).notes) for count in (3, 4, 5)] == [3, 4, 4]


@pytest.mark.parametrize(("typed", "least"), [("999999999", 10**9 - 1), ("1000000000", 10**9), ("5000000000", 10**9)])
def test_more_upvotes_than_a_database_can_count_are_as_many_as_it_can(typed: str, least: int) -> None:
    assert parse(f"upvotes:>={typed}").min_upvotes == least
