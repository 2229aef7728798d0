"""The bundled papers: enough of them, whole, and told in own words."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.identity import parse_paper_id
from bot.model import Batch, SourceState
from bot.sources.sample import SampleSource
from bot.text import clean, sentences
from tests.bot.sources.conftest import LeapingClock

ACCEPTANCE = Path(__file__).parents[4] / "shared" / "data" / "hf_daily"


async def batches(cursor: str | None = None, since: date | None = None) -> list[Batch]:
    return [batch async for batch in SampleSource().fetch(cursor, since=since)]


async def test_many_papers_of_many_days() -> None:
    read = await batches()
    papers = [paper for batch in read for paper in batch.papers]
    assert len({paper.id for paper in papers}) == len(papers) >= 80
    assert len(read) >= 8
    assert [batch.day for batch in read] == sorted(batch.day for batch in read if batch.day)
    for paper in papers:
        assert parse_paper_id(paper.id) == paper.id
        assert clean(paper.title) == paper.title
        assert 2 <= len(sentences(paper.abstract)) <= 4, paper.id
        assert paper.authors
        assert paper.published
        assert paper.sources == ("sample",)


async def test_it_is_read_on_from_its_cursor_and_again_on_demand() -> None:
    everything = await batches()
    assert await batches(everything[3].cursor) == everything[4:]
    assert await batches(everything[-1].cursor) == []
    again = await batches(everything[-1].cursor, since=everything[-2].day)
    assert [batch.day for batch in again] == [batch.day for batch in everything[-2:]]
    assert {batch.cursor for batch in again} == {everything[-1].cursor}


async def test_it_is_due_until_it_has_been_read(clock: LeapingClock) -> None:
    source, last = SampleSource(), (await batches())[-1]
    assert source.next_due(SourceState(name="sample"), clock.now()) == clock.now()
    assert source.next_due(SourceState(name="sample", cursor=last.cursor), clock.now()) is None
    assert last.day
    assert source.expected_days(last.day, date(2030, 1, 1)) == [last.day]


def sequences(text: str, length: int = 8) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return zip(*(words[n:] for n in range(length)), strict=False)


@pytest.mark.skipif(not ACCEPTANCE.is_dir(), reason="the acceptance data is not here")
async def test_no_eight_words_in_a_row_are_copied() -> None:
    items = [item for file in ACCEPTANCE.glob("*.json") for item in json.loads(file.read_text())]
    originals = {
        sequence
        for item in items
        for text in (item["summary"], item["paper"].get("ai_summary") or "")
        for sequence in sequences(text)
    }
    for batch in await batches():
        for paper in batch.papers:
            assert originals.isdisjoint(sequences(paper.abstract)), paper.id
            assert originals.isdisjoint(sequences(paper.summary or "")), paper.id
