"""How near papers are to a query in meaning."""

import pytest

from bot.model import Paper, PaperId
from bot.search.by_meaning import PAPER, TITLE, QueryMeaning, similar_words
from bot.search.documents import meaning_codes
from bot.search.meaning_index import MeaningIndex
from bot.search.query_expansion import QueryTerm
from bot.search.rank import Candidate

TITLES = ("autonomous vehicles in traffic", "proteins and how they fold", "fast database indexes")
CANDIDATES = [Candidate(doc=doc, title=title, names="") for doc, title in enumerate(TITLES)]


@pytest.fixture
def meanings() -> MeaningIndex:
    papers = [Paper(id=PaperId(f"arxiv:2608.{n:05}"), title=title, abstract=title) for n, title in enumerate(TITLES)]
    index = MeaningIndex()
    index.add(list(range(len(papers))), meaning_codes(papers))
    return index


def test_the_nearest_come_first(meanings: MeaningIndex) -> None:
    assert next(iter(QueryMeaning(meanings, ["self", "driving", "cars"]).nearest())) == 0
    assert list(QueryMeaning(meanings, ["cars"]).nearest([1, 2])) in ([1, 2], [2, 1])


def test_closeness_is_that_of_the_paper_and_that_of_its_title_and_never_below_nothing(meanings: MeaningIndex) -> None:
    near = QueryMeaning(meanings, ["proteins", "and", "how", "they", "fold"]).closeness_read(CANDIDATES)
    assert near[1] == pytest.approx(PAPER + TITLE, abs=0.1)
    assert all(0 <= one < near[1] / 2 for doc, one in near.items() if doc != 1)


def test_a_title_counts_beside_its_paper(meanings: MeaningIndex) -> None:
    of_titles = QueryMeaning(MeaningIndex(), ["proteins", "and", "how", "they", "fold"]).closeness_read(CANDIDATES)
    assert of_titles[1] == pytest.approx(TITLE, abs=0.02)


def test_words_that_say_nearly_the_same_are_worth_less_than_those_typed() -> None:
    terms = [
        QueryTerm(typed="cars", words={"cars": 1.0}, weight=1.0, count=1),
        QueryTerm(typed="of", words={"of": 1.0}, weight=0.1, count=1, small=True),
    ]
    hits = similar_words(terms, ["vehicles", "proteins"])
    ((number, worth),) = hits["vehicles"]
    assert number == 0
    assert 0.2 < worth < 0.6
    assert "proteins" not in hits
