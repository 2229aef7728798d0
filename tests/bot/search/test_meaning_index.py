"""Documents by their meaning: nearest first, whatever was added when."""

import numpy as np
import pytest

from bot.meaning.sign_codes import BYTES, codes_of, cosines
from bot.meaning.word_table import unit, word_table
from bot.search.by_meaning import QueryMeaning
from bot.search.documents import meaning_codes
from bot.search.meaning_index import MeaningIndex
from bot.search.rank import Candidate
from bot.sources.sample import SampleSource

PAPERS = [paper for day in SampleSource()._days.values() for paper in day]
DOCS = list(range(10, 10 + len(PAPERS)))


@pytest.fixture
def index() -> MeaningIndex:
    filled = MeaningIndex()
    codes = meaning_codes(PAPERS)
    filled.add(DOCS[:40], codes[:40])
    filled.add(DOCS[40:], codes[40:])
    return filled


def test_a_paper_is_nearest_to_its_own_title(index: MeaningIndex) -> None:
    found = [next(iter(index.nearest(word_table().encode([paper.title])[0], 5))) for paper in PAPERS]
    assert np.mean([one == doc for one, doc in zip(found, DOCS, strict=True)]) > 0.9


def test_cosines_are_about_right() -> None:
    vectors = unit(np.random.default_rng(1).normal(size=(200, 256)))
    codes = codes_of(vectors)
    assert codes.shape == (200, BYTES)
    exact = vectors @ vectors[0]
    assert np.corrcoef(cosines(codes, vectors[0])[1:], exact[1:])[0, 1] > 0.7


def test_nearest_are_those_of_the_best_cosines(index: MeaningIndex) -> None:
    (vector,) = word_table().encode(["speech recognition"])
    best = sorted(index.cosines(vector, DOCS).items(), key=lambda one: -one[1])
    assert list(index.nearest(vector, 5)) == [doc for doc, _ in best[:5]]


def test_only_documents_asked_for_are_compared(index: MeaningIndex) -> None:
    assert set(QueryMeaning(index, ["robots"]).nearest(among=[12, 13, 9999])) == {12, 13}


def test_nothing_is_near_to_no_words(index: MeaningIndex) -> None:
    (nothing,) = word_table().encode([""])
    assert index.nearest(nothing, 5) == index.cosines(nothing, DOCS) == {}
    assert QueryMeaning(MeaningIndex(), ["robots"]).nearest() == {}


def test_closeness_counts_the_title_too(index: MeaningIndex) -> None:
    paper = PAPERS[0]
    said = Candidate(doc=DOCS[0], title=paper.title.lower(), names="")
    unsaid = Candidate(doc=DOCS[0], title="", names="")
    asked = paper.title.lower().split()
    meaning = QueryMeaning(index, asked)
    assert meaning.closeness_read([said])[DOCS[0]] > meaning.closeness_read([unsaid])[DOCS[0]]


def test_unread_titles_are_taken_to_be_as_near_as_usual(index: MeaningIndex) -> None:
    meaning = QueryMeaning(index, ["robots"])
    unread = meaning.closeness(DOCS)
    read = meaning.closeness_read(
        [Candidate(doc=d, title=p.title.lower(), names="") for d, p in zip(DOCS, PAPERS, strict=True)]
    )
    assert np.corrcoef([unread[doc] for doc in DOCS], [read[doc] for doc in DOCS])[0, 1] > 0.8
    assert all(near >= 0 for near in (*unread.values(), *read.values()))
