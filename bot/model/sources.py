"""What a source brought, and how a source is doing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.papers import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one fetch brought.

    ``cursor`` is how far the source has been read once these papers are stored (opaque text). ``suspicion`` says what
    looks wrong about it, or ''. ``day`` is the day it speaks of, ``listed`` how many items the source listed for it
    (withdrawn and replaced ones included), ``whole`` whether that day is over, so that no more will be listed.
    ``quiet`` says what is less than expected, or '': a holiday may explain it, so it counts until it has stayed so for
    some hours. ``skipped`` counts the records that could not be read, and cost nobody but themselves.
    ``updates`` are new versions of older works: kept only where the work is known already, so that they never come up
    as new.
    """

    papers: tuple[Paper, ...]
    cursor: str
    day: date | None = None
    listed: int = 0
    whole: bool = True
    suspicion: str = ""
    quiet: str = ""
    updates: tuple[Paper, ...] = ()
    skipped: int = 0


class FetchOutcome(StrEnum):
    FINE = "fine"
    SUSPICIOUS = "suspicious"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How one source is doing.

    ``note`` says what is wrong with the source, or with what it told last; None where nothing is. ``failing_since`` is
    set while it fails; ``retry_at`` is when to look again. ``skipped`` is how many records of the last reading could
    not be read.
    """

    name: str
    cursor: str | None = None
    outcome: FetchOutcome | None = None
    note: str | None = None
    read_at: datetime | None = None
    failing_since: datetime | None = None
    retry_at: datetime | None = None
    skipped: int = 0
