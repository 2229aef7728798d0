"""What is new since somebody was here last."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.pages.last_visits import COOKIE, LastVisit, this_visit
from bot.clock import SystemClock
from bot.model import Paper, PaperId
from tests.adapters.pages.conftest import Browsing

MORNING = datetime(2026, 9, 1, 6, tzinfo=UTC)
OLD = Paper(id=PaperId("arxiv:2609.00001"), title="Old", featured=date(2026, 9, 1), first_seen=MORNING)
NEW = replace(OLD, id=PaperId("arxiv:2609.00002"), title="New", first_seen=MORNING + timedelta(hours=2))


def kept(visit: LastVisit) -> str:
    """The cookie that a browser sends back."""
    return visit.remembered[1].split(";")[0].removeprefix(f"{COOKIE}=")


def test_nothing_is_new_at_the_first_visit() -> None:
    assert not this_visit("", [OLD], MORNING).is_new(OLD)


def test_new_stays_new_through_a_visit_and_is_known_at_the_next() -> None:
    first = this_visit("", [OLD], MORNING)
    at_nine = this_visit(kept(first), [OLD, NEW], MORNING + timedelta(hours=3))
    reloaded = this_visit(kept(at_nine), [OLD, NEW], MORNING + timedelta(hours=3, minutes=10))
    for visit in (at_nine, reloaded):
        assert [visit.is_new(paper) for paper in (OLD, NEW)] == [False, True]
    later = this_visit(kept(reloaded), [OLD, NEW], MORNING + timedelta(hours=5))
    assert not later.is_new(NEW)


@pytest.mark.parametrize("cookie", ["x", "1-2", "1-2-x", "-1-2-3", "1-2-" + "9" * 400, "١-٢-٣"])
def test_a_cookie_that_is_not_ours_is_as_none(cookie: str) -> None:
    assert this_visit(cookie, [OLD], MORNING) == this_visit("", [OLD], MORNING)


async def test_the_newest_day_tells_what_came_since_and_strangers_are_not_remembered(page: Browsing) -> None:
    assert COOKIE not in (await page.get("/")).headers.get("Set-Cookie", "")
    await page.send("/in")
    assert "since you were here" not in (await page.get("/")).text
    late = replace(NEW, featured=date(2026, 8, 21))
    await page.app.store.papers.add([late], SystemClock().now() + timedelta(hours=1))
    for _ in range(2):
        text = (await page.get("/")).text
        assert "<strong>1 new since you were here</strong>" in text
        assert len(re.findall('<li class="new">new</li>', text)) == 1
    assert "since you were here" not in (await page.get("/day/2026-08-20")).text


async def test_where_all_is_new_that_is_said_once(page: Browsing) -> None:
    await page.send("/in")
    await page.get("/")
    await page.app.store.papers.add([replace(NEW, featured=date(2026, 9, 2))], SystemClock().now() + timedelta(hours=1))
    text = (await page.get("/")).text
    assert "all new since you were here" in text
    assert 'class="new"' not in text
