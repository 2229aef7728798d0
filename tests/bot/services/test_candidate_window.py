"""Which papers a digest may be made of."""

from dataclasses import replace
from datetime import date, timedelta

from bot.model import PaperId, Selection
from bot.services.candidate_window import CandidateWindow
from tests.bot.services.conftest import NOW, PAPERS


async def test_what_was_looked_up_is_no_news(talk):
    classic = replace(
        PAPERS[0], id=PaperId("arxiv:1706.03762"), title="Old", featured=None, published=date(2017, 6, 12)
    )
    undated = replace(classic, id=PaperId("arxiv:1706.03763"), title="Undated", published=None)
    await talk.store.papers.add([classic, undated], NOW)
    candidates = await CandidateWindow(talk.store.papers, NOW).candidates(NOW - timedelta(days=1))
    assert {paper.id for paper in candidates} == {paper.id for paper in PAPERS}


async def test_a_withdrawn_paper_is_left_out(talk):
    gone = replace(PAPERS[1], withdrawn=True)
    await talk.store.papers.add([gone], NOW)
    candidates = await CandidateWindow(talk.store.papers, NOW).candidates(None)
    assert gone.id not in {paper.id for paper in candidates}


async def test_the_last_hour_before_the_last_digest_is_looked_at_again(talk):
    """A source may store what it read a little after a digest was made."""
    window = CandidateWindow(talk.store.papers, NOW + timedelta(days=10))
    for since, found in ((NOW + timedelta(minutes=59), PAPERS), (NOW + timedelta(hours=3), ())):
        assert {paper.id for paper in await window.candidates(since)} == {paper.id for paper in found}


async def test_a_catch_up_goes_back_two_weeks_and_no_further(talk):
    long_ago = NOW - timedelta(days=90)
    for days, found in ((13, PAPERS), (15, ())):
        window = CandidateWindow(talk.store.papers, NOW + timedelta(days=days))
        assert {paper.id for paper in await window.candidates(long_ago)} == {paper.id for paper in found}


async def test_a_first_digest_is_of_the_last_three_days_else_of_the_newest_week(talk):
    """So a channel that is set up long after the last paper came does not begin with nothing."""
    newest = replace(PAPERS[0], id=PaperId("arxiv:2611.00001"), title="Newest", featured=NOW.date() + timedelta(days=1))
    await talk.store.papers.add([newest], NOW + timedelta(days=20))
    soon = CandidateWindow(talk.store.papers, NOW + timedelta(days=22))
    assert {paper.id for paper in await soon.candidates(None)} == {newest.id}
    late = CandidateWindow(talk.store.papers, NOW + timedelta(days=200))
    newest_week = {paper.id for paper in await late.candidates(None)}
    assert newest.id in newest_week
    assert newest_week >= {paper.id for paper in PAPERS if paper.day and paper.day >= newest.day - timedelta(days=7)}


async def test_news_lies_at_most_45_days_behind_the_newest_day(talk):
    newest = max(paper.day for paper in PAPERS if paper.day)
    for number, days in ((1, 45), (2, 46)):
        day = newest - timedelta(days=days)
        late = replace(PAPERS[0], id=PaperId(f"arxiv:2601.0000{number}"), title=f"Late {number}", featured=day)
        await talk.store.papers.add([late], NOW)
    found = {paper.id for paper in await CandidateWindow(talk.store.papers, NOW).candidates(NOW - timedelta(days=1))}
    assert PaperId("arxiv:2601.00001") in found
    assert PaperId("arxiv:2601.00002") not in found


async def test_what_was_chosen_for_one_is_given_to_all_who_wish_the_same_of_the_same_papers(talk):
    window, asked = CandidateWindow(talk.store.papers, NOW), list[int]()

    async def choose() -> Selection:
        asked.append(1)
        return Selection(known=bool(asked[1:]))

    first, second = [await window.shared(("agents", 5), PAPERS, choose) for _ in range(2)]
    assert (first is second, len(asked)) == (True, 1)
    await window.shared(("agents", 3), PAPERS, choose)
    await window.shared(("agents", 5), PAPERS[1:], choose)
    assert len(asked) == 3
