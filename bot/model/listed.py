"""What somebody was shown: papers by their number, and the one that was spoken of since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.identity import PaperId
from bot.model.papers import Paper
from bot.model.people import Opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPapers:
    """What numbers and "it" mean: ``papers`` by their number, and ``only``, the one shown alone, there or since.

    ``page``: the numbers that were shown at once.
    """

    papers: Mapping[int, PaperId] = field(default_factory=dict)
    page: Sequence[int] = ()
    only: PaperId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPapers:
    """A page of what somebody thinks of papers, the newest first; ``goes_on``: there is another."""

    lines: Sequence[tuple[Opinion, Paper]]
    goes_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LastList:
    """What somebody was shown last in one place, and when: the list (None: none yet), and anything at all.

    ``yes`` is the line that a yes to the last question means, since ``yes_at``; '' and None where none is open.
    """

    listed: ListedPapers
    list_at: datetime | None
    at: datetime
    yes: str = ""
    yes_at: datetime | None = None
