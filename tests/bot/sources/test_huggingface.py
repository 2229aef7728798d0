"""Daily Papers, read over real sockets."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import SourceBroken, SourceDown
from bot.model import Batch, FetchOutcome, PaperId, SourceState
from bot.sources import huggingface
from bot.sources.http import PoliteClient
from bot.sources.huggingface import HuggingFaceSource, rate_limiter, spans
from bot.store.memory.leases import MemoryLeases
from tests.bot.sources.conftest import LeapingClock
from tests.bot.sources.recorded import recorded
from tests.platforms.papers import PaperServer, Said

FRIDAY = date(2026, 8, 21)


def items(day: date, numbers: Sequence[int]) -> list[dict[str, object]]:
    return [
        {
            "paper": {
                "id": f"2608.{number:05}",
                "title": f"Paper {number}",
                "summary": "Short.",
                "submittedOnDailyAt": f"{day}T00:00:00.000Z",
                "upvotes": number,
            }
        }
        for number in numbers
    ]


def child_text(listed: object) -> Said:
    return Said(body=json.dumps(listed).encode())


class Days:
    """Serves each day as its own page, and the newest on the undated page."""

    def __init__(self, server: PaperServer, days: dict[date, Sequence[int]]) -> None:
        for day, numbers in days.items():
            server.answers[f"/api/daily_papers?date={day}&limit=100&p=0"] = child_text(items(day, numbers))
        newest = max(days)
        server.answers["/api/daily_papers?limit=100"] = child_text(items(newest, days[newest]))
        server.answers["/api/daily_papers"] = child_text([])


@pytest.fixture
def source(clock: LeapingClock, server: PaperServer) -> HuggingFaceSource:
    return HuggingFaceSource(PoliteClient(rate_limiter(clock, MemoryLeases()), clock), server.base, clock)


async def read(source: HuggingFaceSource, cursor: str | None = None, since: date | None = None) -> list[Batch]:
    return [batch async for batch in source.fetch(cursor, since=since)]


async def test_the_first_reading_goes_back_two_weeks(source: HuggingFaceSource, server: PaperServer) -> None:
    Days(server, {FRIDAY - timedelta(days=1): [1, 2], FRIDAY: [3]})
    batches = await read(source)
    assert [batch.day for batch in batches][-2:] == [date(2026, 8, 20), FRIDAY]
    assert [len(batch.papers) for batch in batches][-2:] == [2, 1]
    assert [batch.whole for batch in batches][-2:] == [True, False], "today goes on filling up"
    assert batches[-1].cursor == "2026-08-21"
    assert [dict(asked.query) for asked in server.asked][:3] == [
        {"limit": "100"},
        {"date": "2026-08-08", "limit": "100", "p": "0"},
        {"date": "2026-08-09", "limit": "100", "p": "0"},
    ]
    assert {"week": "2026-W33", "limit": "100", "p": "0"} in [dict(asked.query) for asked in server.asked]


async def test_later_readings_refresh_the_last_days(source: HuggingFaceSource, server: PaperServer) -> None:
    Days(server, {date(2026, 8, 20): [1, 2], FRIDAY: [3]})
    batches = await read(source, "2026-08-21")
    assert [batch.day for batch in batches] == [date(2026, 8, day) for day in (17, 18, 19, 20, 21)]
    assert {batch.cursor for batch in batches} == {"2026-08-21"}, "reading again never takes the cursor back"
    assert [batch.listed for batch in batches] == [0, 0, 0, 2, 1]


async def test_a_full_page_asks_for_the_next(source: HuggingFaceSource, server: PaperServer) -> None:
    Days(server, {FRIDAY: range(1, 101)})
    server.answers["/api/daily_papers?date=2026-08-21&limit=100&p=1"] = child_text(items(FRIDAY, [*range(100, 151)]))
    batches = await read(source, since=FRIDAY)
    assert [len(batch.papers) for batch in batches] == [150]


async def test_a_server_that_repeats_a_page_is_not_asked_for_ever(
    source: HuggingFaceSource, server: PaperServer
) -> None:
    server.answers["/api/daily_papers"] = child_text(items(FRIDAY, range(1, 101)))
    batches = await read(source, since=FRIDAY)
    assert [len(batch.papers) for batch in batches] == [100]
    assert len(server.asked) == 3


async def test_a_day_without_end_is_broken_rather_than_cut_off(
    source: HuggingFaceSource, server: PaperServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface, "MOST_PAGES", 2)
    Days(server, {FRIDAY: range(1, 101)})
    for page in (1, 2):
        numbers = range(page * 100 + 1, page * 100 + 101)
        server.answers[f"/api/daily_papers?date=2026-08-21&limit=100&p={page}"] = child_text(items(FRIDAY, numbers))
    with pytest.raises(SourceBroken, match="more than 2 pages for 2026-08-21"):
        await read(source, since=FRIDAY)


async def test_an_answer_about_other_days_is_broken(source: HuggingFaceSource, server: PaperServer) -> None:
    server.answers["/api/daily_papers"] = child_text(items(FRIDAY, [1, 2, 3]))
    with pytest.raises(SourceBroken, match="other days"):
        await read(source, since=date(2026, 8, 3))


async def test_a_paper_belongs_to_the_day_that_lists_it(source: HuggingFaceSource, server: PaperServer) -> None:
    Days(server, {FRIDAY: [1]})
    again = items(date(2026, 8, 13), [7]) + items(FRIDAY, [8, 9])
    server.answers["/api/daily_papers?date=2026-08-21&limit=100&p=0"] = child_text(again)
    (batch,) = await read(source, since=FRIDAY)
    assert {paper.featured for paper in batch.papers} == {FRIDAY}


async def test_no_papers_at_all_is_broken_not_empty(source: HuggingFaceSource, server: PaperServer) -> None:
    server.answers["/api/daily_papers"] = child_text([])
    with pytest.raises(SourceBroken, match="no daily papers at all"):
        await read(source)


async def test_a_listing_that_stands_still_is_suspicious(
    source: HuggingFaceSource, server: PaperServer, clock: LeapingClock
) -> None:
    Days(server, {FRIDAY: [1]})
    clock.time = datetime(2026, 8, 24, 23, tzinfo=UTC)
    assert [batch.suspicion for batch in await read(source, since=FRIDAY)] == [""]
    clock.time = datetime(2026, 8, 26, 9, tzinfo=UTC)
    assert [batch.suspicion for batch in await read(source, since=FRIDAY)] == [
        "nothing has been listed since 2026-08-21"
    ]


async def test_what_was_read_before_a_failure_is_handed_over(source: HuggingFaceSource, server: PaperServer) -> None:
    Days(server, {date(2026, 8, 20): [1], FRIDAY: [2]})
    server.answers["/api/daily_papers?date=2026-08-21&limit=100&p=0"] = Said(status=429)
    batches = source.fetch(None, since=date(2026, 8, 20))
    assert (await anext(batches)).cursor == "2026-08-20"
    with pytest.raises(SourceDown) as down:
        await anext(batches)
    assert down.value.wait == timedelta(minutes=1)


async def test_one_paper_and_a_search(source: HuggingFaceSource, server: PaperServer) -> None:
    server.answers["/api/papers/2608.19880"] = Said(body=recorded("huggingface_paper.json"))
    server.answers["/api/papers/search"] = Said(body=recorded("huggingface_daily.json"))
    found = await source.paper(PaperId("arxiv:2608.19880"))
    assert found
    assert found.upvotes == 170
    assert await source.paper(PaperId("arxiv:2608.00009")) is None
    assert await source.paper(PaperId("doi:10.1234/abc")) is None
    assert await source.paper(PaperId("arxiv:hep-th/9901001")) is None
    assert len(await source.find("x" * 400, 5)) == 3
    assert await source.find("  ", 5) == ()
    assert server.asked[-1].query == {"q": "x" * 250, "limit": "5"}


def test_long_stretches_are_covered_by_months_and_weeks() -> None:
    covered = list(spans(date(2026, 6, 28), date(2026, 7, 14)))
    assert [next(iter(span.asked.values())) for span in covered] == [
        "2026-06-28",
        "2026-W27",
        "2026-W28",
        "2026-07-13",
        "2026-07-14",
    ]
    covered = list(spans(date(2026, 7, 1), date(2026, 8, 3)))
    assert [next(iter(span.asked.values())) for span in covered] == [
        "2026-07",
        "2026-08-01",
        "2026-08-02",
        "2026-08-03",
    ]
    assert list(spans(FRIDAY, FRIDAY - timedelta(days=1))) == []


def test_it_is_due_every_half_hour_on_weekdays(source: HuggingFaceSource) -> None:
    friday, saturday = datetime(2026, 8, 21, 9, tzinfo=UTC), datetime(2026, 8, 22, 9, tzinfo=UTC)
    state = SourceState(name="huggingface")
    assert source.next_due(state, friday) == friday
    read = SourceState(name="huggingface", read_at=friday, outcome=FetchOutcome.FINE)
    assert source.next_due(read, friday) == friday + timedelta(minutes=30)
    assert source.next_due(read, saturday) == friday + timedelta(hours=3)
    failed = SourceState(name="huggingface", read_at=friday, retry_at=saturday, outcome=FetchOutcome.FAILED)
    assert source.next_due(failed, friday) == saturday
