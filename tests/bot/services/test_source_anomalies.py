"""A day can be read without an error and still look wrong."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.model import Batch, Paper, PaperId
from bot.services.source_anomalies import anomalies, shortfalls

DAY = date(2026, 8, 21)


def ids(*numbers: int) -> list[PaperId]:
    return [PaperId(f"arxiv:2608.{number:05}") for number in numbers]


def batch(*numbers: int, whole: bool = True, note: str = "") -> Batch:
    papers = tuple(Paper(id=paper_id, title="x") for paper_id in ids(*numbers))
    return Batch(papers=papers, cursor="", day=DAY, listed=len(papers), whole=whole, suspicion=note)


USUAL = [ids(*range(start, start + 20)) for start in (100, 200, 300)]


@pytest.mark.parametrize(
    ("read", "earlier", "said"),
    [
        (batch(*range(20)), USUAL, ""),
        (batch(*range(7)), USUAL, ""),
        (batch(*range(6)), USUAL, "2026-08-21: papers listed 6, usual 20"),
        (batch(), USUAL, "2026-08-21: papers listed 0, usual 20"),
        (batch(*range(6), whole=False), USUAL, ""),
        (batch(*range(6)), USUAL[:2], ""),
        (batch(*range(6)), [*USUAL[:2], []], ""),
        (batch(), [], ""),
        (batch(*range(300, 320)), USUAL, "2026-08-21: 20 of 20 papers were listed the day before already"),
        (batch(*range(300, 316), 1, 2), USUAL, "2026-08-21: 16 of 18 papers were listed the day before already"),
        (batch(*range(300, 310), *range(10)), USUAL, ""),
        (batch(*range(200, 220)), USUAL, ""),
        (batch(300, 301), [*USUAL[2:]], ""),
        (batch(*range(20), note="the feed is stale"), USUAL, "the feed is stale"),
        (batch(1, note="stale"), USUAL, "stale; 2026-08-21: papers listed 1, usual 20"),
    ],
)
def test_what_looks_wrong(read: Batch, earlier: Sequence[Sequence[PaperId]], said: str) -> None:
    assert "; ".join(filter(None, (anomalies(read, earlier), shortfalls(read, earlier)))) == said
