"""The doctor asks every source afresh, keeps nothing, and says so when one does not answer."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import SourceBroken, SourceDown
from bot.model import Batch, FetchOutcome, SourceState, Verdict
from bot.source_check import check_sources

AT = datetime(2026, 8, 20, 4, 10, tzinfo=UTC)


class Answering:
    """A source that answers, or fails as told. It never gives more than one batch: nobody may ask for it."""

    name = "arxiv"

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked: list[str | None] = []

    async def fetch(self, cursor: str | None, *, since: date | None = None) -> AsyncIterator[Batch]:
        self.asked.append(cursor)
        if self.error:
            raise self.error
        yield Batch(papers=(), cursor="1")
        raise AssertionError("the doctor reads on")


async def finding(source: Answering, state: SourceState | None) -> tuple[Verdict, str]:
    (found,) = await check_sources([source], [state] if state else [])  # type: ignore[list-item]
    assert found.about == "source arxiv"
    return found.verdict, found.text


async def test_it_goes_on_where_the_last_reading_ended() -> None:
    source = Answering()
    state = SourceState(name="arxiv", cursor="17", outcome=FetchOutcome.FINE, read_at=AT)
    assert await finding(source, state) == (Verdict.FINE, "Last read 2026-08-20 04:10 UTC.")
    assert source.asked == ["17"]


async def test_a_failure_of_yesterday_is_no_news_once_it_answers() -> None:
    state = SourceState(name="arxiv", outcome=FetchOutcome.FAILED, note="down", failing_since=AT)
    verdict, text = await finding(Answering(), state)
    assert verdict is Verdict.FINE
    assert "answers again" in text


@pytest.mark.parametrize(
    "error", [SourceDown("No network.", timedelta(minutes=5)), SourceBroken("A page of nonsense.")]
)
async def test_a_source_that_does_not_answer_is_unavailable_though_it_was_fine_before(error: Exception) -> None:
    fine = SourceState(name="arxiv", outcome=FetchOutcome.FINE, read_at=AT)
    verdict, text = await finding(Answering(error), fine)
    assert verdict is Verdict.UNAVAILABLE
    assert str(error) in text


async def test_a_source_that_was_never_reached_is_unavailable() -> None:
    verdict, text = await finding(Answering(SourceDown("No network.", timedelta(minutes=5))), None)
    assert verdict is Verdict.UNAVAILABLE
    assert "never read" in text


async def test_one_that_answers_and_was_never_read_is_fine() -> None:
    assert (await finding(Answering(), None))[0] is Verdict.FINE
