"""What looks wrong about a day that was read without an error: pure, so that every case can be tested."""

from collections.abc import Sequence
from statistics import median

from bot.model import Batch, PaperId

FEW = 0.34
"""Under this share of the usual number of papers a finished day looks cut off. Daily Papers has 14 to 34 a day over a
month of recorded days (median 22), so an honest quiet day stays above it."""

USUAL_FROM = 3
"""How many earlier days it takes to know what is usual."""

SAME = 0.8
"""Over this share of the day before, it is the day before again."""


def anomalies(batch: Batch, earlier: Sequence[Sequence[PaperId]]) -> str:
    """Say what looks wrong, or ''. ``earlier`` are the ids listed on the announcement days before, newest last."""
    return "; ".join(note for note in (batch.suspicion, _repeated(batch, earlier)) if note)


def shortfalls(batch: Batch, earlier: Sequence[Sequence[PaperId]]) -> str:
    """Say what is less than usual, or '': a day that stays so was a quiet one."""
    return "; ".join(note for note in (batch.quiet, _few(batch, earlier)) if note)


def _repeated(batch: Batch, earlier: Sequence[Sequence[PaperId]]) -> str:
    before = set(earlier[-1]) if earlier else set()
    again = before & {paper.id for paper in batch.papers}
    if len(again) < 3 or len(again) < SAME * len(batch.papers):
        return ""
    return f"{batch.day}: {len(again)} of {len(batch.papers)} papers were listed the day before already"


def _few(batch: Batch, earlier: Sequence[Sequence[PaperId]]) -> str:
    counts = [len(ids) for ids in earlier if ids]
    if not batch.whole or len(counts) < USUAL_FROM or len(batch.papers) >= FEW * median(counts):
        return ""
    return f"{batch.day}: papers listed {len(batch.papers)}, usual {median(counts):.0f}"
