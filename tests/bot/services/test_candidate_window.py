"""Which papers a digest may be made of."""

from dataclasses import replace
from datetime import date, timedelta

from bot.model import PaperId
from bot.services.digests import CandidateWindow
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
