"""Names in filters, as people type them."""

import pytest

from bot.model import Query
from bot.search.documents import AUTHOR, CATEGORY, ORGANISATION
from bot.search.forgiving import forgiven
from bot.search.vocabulary import Vocabulary

ORGANISATIONS = "google deepmind carnegie mellon meta massachusetts institute of technology"
AUTHORS = "song han vaswani li"


@pytest.fixture
def vocabulary() -> Vocabulary:
    known = Vocabulary()
    for word in ORGANISATIONS.split():
        known.add_marked(ORGANISATION + word, 3)
    for word in AUTHORS.split():
        known.add_marked(AUTHOR + word, 3)
    for word in ("cscl", "cs", "qbionc", "cellbiology"):
        known.add_marked(CATEGORY + word, 3)
    return known


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("googledeepmind", "google deepmind"),
        ("deepmimd", "deepmind"),
        ("googel deepmind", "google deepmind"),
        ("cmu", "carnegie mellon"),
        ("MIT", "massachusetts institute of technology"),
        ("meta", "meta"),
        ("gdm", "google deepmind"),
        ("eth", "eth"),  # nobody from there has a paper here
        ("mata", "mata"),  # too short to tell a typo from another name
        ("nobody knows", "nobody knows"),
    ],
)
def test_organisations(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    assert forgiven(Query(text="", organisations=(typed,)), vocabulary).organisations == (meant,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("songhan", "song han"),
        ("s han", "s han"),
        ("vasvani", "vaswani"),
        ("s vasvani", "s vaswani"),
        ("lihan", "li han"),
        ("lu", "lu"),
        ("song hun", "song hun"),
    ],
)
def test_authors(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    assert forgiven(Query(text="", authors=(typed,)), vocabulary).authors == (meant,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cs.CL", "cs.CL"),
        ("cs.CI", "cs.CL"),
        ("q-bio.NK", "q-bio.NC"),
        ("cell biologie", "cellbiology"),
        ("hep-th", "hep-th"),
    ],
)
def test_categories_are_said_as_they_are_written(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    assert forgiven(Query(text="", categories=(typed,)), vocabulary).categories == (meant,)
