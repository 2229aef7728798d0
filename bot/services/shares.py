"""Which of several like pieces of work a process begins and ends, so that all have as many as each other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShareChange:
    """What a process begins and ends now."""

    begin: Sequence[str] = ()
    end: Sequence[str] = ()


def next_change(
    works: Sequence[str], doing: Collection[str], others: Collection[str], place: int, processes: int
) -> ShareChange:
    """What the process at ``place`` (from 0) of ``processes`` changes, where ``others`` are done by other processes.

    Each prefers another part of the works, so that two seldom reach for the same one. Of those too many it ends one:
    whoever takes it over needs its time too, and until then nobody does it.
    """
    part = -(-len(works) // processes)
    preferred = [*works[place * part :], *works[: place * part]]
    own = [work for work in preferred if work in doing and work not in others]
    free = [work for work in preferred if work not in doing and work not in others]
    reached_first = [work for work in preferred if work in doing and work in others]
    return ShareChange(begin=free[: max(0, part - len(own))], end=[*reached_first, *own[part:][-1:]])
