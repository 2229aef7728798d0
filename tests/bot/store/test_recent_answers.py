"""Answers to what was searched of late are kept as long as they are what would be found anew, and so many only."""

import pytest

from bot.model import Query
from bot.search.engine import Found
from bot.search.rank import Candidate, Scored
from bot.store.sql import recent_answers
from bot.store.sql.recent_answers import Asked, RecentAnswers

MAMBA = Asked(query=Query(text="mamba", words=("mamba",)), limit=10, offset=0)


class Finder:
    """Finds another document each time it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def find(self) -> Found:
        self.times += 1
        candidate = Candidate(doc=self.times, title="mamba", names="")
        return Found(query=Query(text="mamba"), page=(Scored(candidate, 0.5),), total=1)


@pytest.fixture
def recent() -> RecentAnswers:
    return RecentAnswers()


def test_the_same_is_found_once(recent: RecentAnswers) -> None:
    finder = Finder()
    first, second = (recent.answer(MAMBA, (7, 3), finder.find) for _ in range(2))
    assert finder.times == 1
    assert first == second
    assert (first.scores, first.found.total, first.found.page) == (((1, 0.5),), 1, ())


def test_it_is_found_anew_once_anything_has_changed(recent: RecentAnswers) -> None:
    finder = Finder()
    found = [recent.answer(MAMBA, state, finder.find).scores[0][0] for state in ((7, 3), (8, 3), (8, 3), (7, 3))]
    assert found == [1, 2, 2, 3]


def test_a_search_that_failed_is_made_again(recent: RecentAnswers) -> None:
    def fail() -> Found:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        recent.answer(MAMBA, 1, fail)
    assert recent.answer(MAMBA, 1, Finder().find).scores == ((1, 0.5),)


def test_those_asked_for_last_are_kept(recent: RecentAnswers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_answers, "MOST_ANSWERS", 2)
    finder = Finder()
    pages = [Asked(query=MAMBA.query, limit=10, offset=offset) for offset in (0, 10, 20)]
    found = [recent.answer(pages[page], 1, finder.find).scores[0][0] for page in (0, 1, 0, 2, 0, 1)]
    assert found == [1, 2, 1, 3, 1, 4]
