"""A search that found nothing but stray words says so, and one that found what was meant never does."""

from dataclasses import replace
from datetime import date

import pytest

from bot.model import Hit, Organisation, Paper, PaperId, SearchPage
from bot.search.language import parse_query
from bot.search.stray_words import with_strays_marked

TODAY = date(2026, 8, 20)
SCALING = Paper(
    id=PaperId("arxiv:2401.00001"),
    title="Scaling Laws for Data Mixtures",
    abstract="We fit a law of how loss falls with data, and with parameters.",
    authors=("Ada Law",),
    organisation=Organisation(slug="tax", name="Tax Office"),
)
NAMELESS = replace(SCALING, authors=(), organisation=None)


def told(text: str, *papers: Paper, offset: int = 0) -> bool:
    page = SearchPage(query=parse_query(text, TODAY), hits=tuple(Hit(paper=each) for each in papers), offset=offset)
    return with_strays_marked(page).stray


@pytest.mark.parametrize(
    "text", ["tax law", "veterinary medicine", "nuclear fusion reactors", "flurbs law", "gardening"]
)
def test_stray_words_are_told(text: str) -> None:
    assert told(text, NAMELESS)


def test_a_word_inside_an_organisations_name_does_not_call_it() -> None:
    state = replace(NAMELESS, organisation=Organisation(slug="psu", name="Pennsylvania State University"))
    assert told("state space models", state)
    assert not told("pennsylvania robots", state)
    assert not told("meta robots", replace(NAMELESS, organisation=Organisation(slug="facebook", name="AI at Meta")))


@pytest.mark.parametrize(
    "text",
    [
        "scaling laws",
        "law scaling",
        "laws",
        '"tax law"',
        "tax law sort:new",
        "gardening author:law",
        "gardening org:tax",
        "who pays less tax by law",
    ],
)
def test_what_was_found_is_never_told_as_stray(text: str) -> None:
    assert not told(text, NAMELESS)


def test_words_that_a_title_writes_as_one_are_what_was_meant() -> None:
    assert not told("tax law", replace(NAMELESS, title="Taxlaw in Data Mixtures"))


def test_the_name_of_a_model_in_an_abstract_is_what_was_meant() -> None:
    named = replace(NAMELESS, title="On mixtures", abstract="We compare it with smollm by its loss.")
    assert not told("smollm taxes", named)
    assert told("smollm taxes", replace(named, abstract="We compare losses."))


@pytest.mark.parametrize("text", ["Qwen 2.5", "qwen2.5", "text to 3d", "SmolLM2 training", "coders"])
def test_a_name_written_apart_and_words_that_stand_as_typed_are_what_was_meant(text: str) -> None:
    paper = replace(
        NAMELESS, title="Qwen2.5-Coder Technical Report", abstract="It outdoes SmolLM2, also in text-to-3D."
    )
    assert not told(text, paper)


def test_a_paper_near_in_meaning_may_be_about_it_in_other_words() -> None:
    restored = replace(
        NAMELESS,
        title="Reviving Cultural Heritage: Restoring Historical Documents",
        abstract="We restore damaged historical documents, and infer the text that they have lost.",
    )
    assert not told("old manuscripts", restored)


def test_everyday_words_are_nobodys_name() -> None:
    assert told("black holes", replace(NAMELESS, authors=("Ada Black",)))
    assert not told("black ada", replace(NAMELESS, authors=("Ada Black",)))
    assert not told("lecun robots", replace(NAMELESS, authors=("Yann LeCun",)))


def test_names_and_further_pages_are_no_strays() -> None:
    assert not told("tax law", SCALING)
    assert not told("tax law", NAMELESS, offset=10)
    assert not told("tax law")
