"""Fields of Crossref and OpenAlex that are null, or no list where one is expected, cost themselves alone."""

from datetime import date

import pytest

from bot.sources.dois import read_crossref, read_openalex

NAMED = {"DOI": "10.1000/x1", "title": ["A plain title of work"]}
ARTICLE = ("doi:10.1000/abc",)


@pytest.mark.parametrize(
    "named", [{"id": "10.1000/ABC"}, [{"id": "10.1000/abc"}], [None, {"id": None}, {"id": "10.1000/abc"}]]
)
def test_the_article_of_a_preprint_is_read_however_it_is_named(named: object) -> None:
    found = read_crossref({"message": {**NAMED, "type": "posted-content", "relation": {"is-preprint-of": named}}})
    assert found
    assert found.aliases == ARTICLE


@pytest.mark.parametrize("kind", ["retraction", "withdrawal", "removal"])
def test_a_work_taken_back_is_withdrawn_whatever_stands_beside_it(kind: str) -> None:
    found = read_crossref({"message": {**NAMED, "updated-by": [None, {"type": kind}]}})
    assert found
    assert found.withdrawn


def test_an_abstract_in_a_list_is_read() -> None:
    found = read_crossref({"message": {**NAMED, "abstract": ["<jats:p>In a list.</jats:p>"]}})
    assert found
    assert found.abstract == "In a list."


def test_an_author_without_a_record_is_named_as_the_work_names_them() -> None:
    authors = [None, {"author": {"display_name": None}, "raw_author_name": "Ada Alpha"}, {"author": None}]
    found = read_openalex({"doi": "10.1000/x1", "title": "A plain title of work", "authorships": authors})
    assert found
    assert found.authors == ("Ada Alpha",)


def test_an_author_who_is_a_mere_string_is_named() -> None:
    found = read_crossref({"message": {**NAMED, "author": ["Ada Alpha", None, {"given": "Bo", "family": "Beta"}]}})
    assert found
    assert found.authors == ("Ada Alpha", "Bo Beta")


@pytest.mark.parametrize(
    ("index", "abstract"),
    [
        ({"a": [0, None, "1"], "b": [2]}, "a b"),
        ({"a": 0, "b": None, "c": "2"}, "a"),
        ({"Abstract": [0], "We": [1], "do.": [2]}, "We do."),
        (["We", "do."], ""),
    ],
)
def test_odd_places_of_words_cost_these_words_alone(index: object, abstract: str) -> None:
    found = read_openalex({"doi": "10.1000/x1", "title": "A plain title of work", "abstract_inverted_index": index})
    assert found
    assert found.abstract == abstract


def test_a_work_known_to_the_year_has_its_first_day() -> None:
    found = read_openalex({"doi": "10.1000/x1", "title": "A plain title of work", "publication_year": 2018})
    assert found
    assert found.published == date(2018, 1, 1)
    assert read_openalex({"doi": "10.1000/x1", "title": "A plain title of work"}) is not None
