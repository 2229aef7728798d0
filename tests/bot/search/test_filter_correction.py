"""Names in filters, as people type them."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.model import Organisation, Paper, PaperId, Query
from bot.search.documents import AUTHOR, CATEGORY, ORGANISATION
from bot.search.engine import Found, find
from bot.search.filter_correction import with_corrected_filters
from bot.search.language import parse_query, render_query
from bot.store.memory.search import MemoryIndex

ORGANISATIONS = "google deepmind carnegie mellon meta massachusetts institute of technology nvidea"
AUTHORS = "song han vaswani li"


@pytest.fixture
def index() -> MemoryIndex:
    """One without papers: what they have is known by its vocabulary alone."""
    index = MemoryIndex()
    known = index.vocabulary
    for word in ORGANISATIONS.split():
        known.add_marked(ORGANISATION + word, 3)
    known.add_marked(ORGANISATION + "x", 3)
    for word in AUTHORS.split():
        known.add_marked(AUTHOR + word, 3)
    for word in ("cscl", "cs", "qbionc", "cellbiology"):
        known.add_marked(CATEGORY + word, 3)
    return index


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("googledeepmind", "google deepmind"),
        ("deepmimd", "deepmind"),
        ("googel deepmind", "google deepmind"),
        ("cmu", "carnegie mellon"),
        ("MIT", "massachusetts institute of technology"),
        ("meta", "meta"),
        ("nvidia", "nvidia"),  # everybody knows them, whoever else is spelled nearly so
        ("nvidiea", "nvidea"),
        ("gdm", "google deepmind"),
        ("eth", "eth"),  # nobody from there has a paper here
        ("mata", "mata"),  # too short to tell a typo from another name
        ("nobody knows", "nobody knows"),
        ("xmeta", "meta"),  # rather a typo than two words, one of a letter
        ("metax", "meta"),
    ],
)
def test_organisations(index: MemoryIndex, typed: str, meant: str) -> None:
    assert with_corrected_filters(Query(text="", organisations=(typed,)), index).organisations == (meant,)


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
def test_authors(index: MemoryIndex, typed: str, meant: str) -> None:
    assert with_corrected_filters(Query(text="", authors=(typed,)), index).authors == (meant,)


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
def test_categories_are_said_as_they_are_written(index: MemoryIndex, typed: str, meant: str) -> None:
    assert with_corrected_filters(Query(text="", categories=(typed,)), index).categories == (meant,)


def stored(*papers: tuple[Sequence[str], str]) -> MemoryIndex:
    """An index of papers with these authors and organisations."""
    index = MemoryIndex()
    index.follow(
        {
            number: Paper(
                id=PaperId(f"arxiv:2608.{number:05}"),
                title=f"A lamp {number}",
                abstract="",
                authors=tuple(authors),
                organisation=Organisation(slug=name.lower().replace(" ", "-"), name=name) if name else None,
            )
            for number, (authors, name) in enumerate(papers, start=1)
        }
    )
    return index


def asked(index: MemoryIndex, text: str) -> Found:
    return find(index, parse_query(text, date(2026, 8, 21)), 10, 0)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ('author:"Sng Han"', 'author:"Song Han"'),
        ('author:"Song Hann"', 'author:"Song Han"'),
        ('author:"Hang Son"', None),  # is spelled like nobody
        ('author:"Song Han" proteins', None),  # is there, but has no such paper
    ],
)
def test_an_author_whom_nobody_is_called_after_is_offered_the_likeliest_name(typed: str, offered: str | None) -> None:
    index = stored((("Song Han", "Wei Li"), ""), (("Song Han",), ""), (("Sang Hun",), ""), (("Mia Han",), ""))
    found = asked(index, typed)
    assert found.total == 0 or found.mended is not None
    assert (found.mended and render_query(found.mended)) == offered


@pytest.mark.parametrize("typed", ["org:GDM", 'org:"Google DeepMind"', 'org:"google deepmind" lamp'])
def test_an_organisation_of_two_words_is_found_however_it_is_written(typed: str) -> None:
    index = stored(((), "Google DeepMind"), ((), "GoogleDeepMind"), ((), "Google"), ((), "DeepMind Friends"))
    assert {one.candidate.doc for one in asked(index, typed).page} == {1, 2}


def test_one_that_is_only_written_as_one_word_is_found_too() -> None:
    index = stored(((), "GoogleDeepMind"), ((), "Google"))
    assert [one.candidate.doc for one in asked(index, "org:gdm").page] == [1]


def test_one_that_everybody_knows_is_no_other_misspelt() -> None:
    assert asked(stored(((), "OpenKG"), ((), "Nvidea Fans")), "papers by openai or nvidia").total == 0
    assert asked(stored(((), "Google")), "org:gogle").total == 1
    assert asked(stored(((), "OpenKG")), "org:opencog").total == 0, "two letters of seven are another name"


def test_a_better_spelling_that_finds_nothing_is_not_offered() -> None:
    found = asked(stored(((), "Google")), "lemp since:2030")
    assert (found.total, found.mended) == (0, None)


def test_a_name_without_quotation_marks_goes_on_in_the_words() -> None:
    index = stored((("Song Han",), ""), (("Han Song",), ""), (("Song Li", "Mia Han"), ""))
    found = asked(index, "author:Song Han lamp")
    assert [one.candidate.doc for one in found.page] == [1, 2], "Han Song may be written so"
    assert found.mended
    assert render_query(found.mended) == 'lamp author:"Song Han"'
    assert len(asked(index, "author:Song lamp").page) == 3
