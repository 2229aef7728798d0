"""How near papers are to a query in meaning."""

import pytest

from bot.meaning.word_table import word_table
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


def test_of_many_that_pass_a_filter_the_fifty_nearest_are_found_nearest_first() -> None:
    titles = [f"{'robots ' * (1 + number % 7)}{'of proteins ' * (number % 5)}{number}" for number in range(120)]
    papers = [Paper(id=PaperId(f"arxiv:2608.{n:05}"), title=title, abstract="") for n, title in enumerate(titles)]
    index = MeaningIndex()
    index.add(list(range(120)), meaning_codes(papers))
    meaning, among = QueryMeaning(index, ["robots"]), range(0, 120, 2)
    near = list(meaning.nearest(among).items())
    every = sorted(meaning.closeness(among).values(), reverse=True)
    assert len(near) == 50
    assert [cosine for _, cosine in near] == sorted((cosine for _, cosine in near), reverse=True)
    assert [0.56 * cosine for _, cosine in near] == pytest.approx(every[:50])
    assert len(meaning.nearest()) == 50


def test_a_paper_whose_title_is_not_read_is_taken_to_be_as_near_as_titles_usually_are(meanings: MeaningIndex) -> None:
    meaning = QueryMeaning(meanings, ["proteins", "fold"])
    cosines = meaning.nearest([0, 1, 2])
    assert meaning.closeness([0, 1, 2, 9]) == pytest.approx(
        {doc: max(0.0, (0.4 + 0.2 * 0.8) * cosine) for doc, cosine in cosines.items()}
    )


def test_other_words_count_from_a_cosine_of_four_tenths_on_and_less_than_those_typed() -> None:
    typed = QueryTerm(typed="car", words={"car": 1.0}, weight=1.0, count=1)
    others = ["vehicle", "vehicles", "driver", "road", "traffic", "lamp", "protein"]
    cosines = dict(zip(others, word_table().likeness(others, ["car"])[:, 0].tolist(), strict=True))
    assert min(cosines.values()) < 0.4 < max(cosines.values())
    hits = similar_words([typed], others)
    assert dict(hits) == {word: [(0, pytest.approx(0.6 * cosine))] for word, cosine in cosines.items() if cosine >= 0.4}
