"""What a check-up found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """How bad it is; the last two also decide the exit code of ``paperboy doctor``."""

    FINE = "fine"
    WARNING = "warning"
    MISCONFIGURED = "misconfigured"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor's report.

    ``about`` is a word or two ("source arxiv"); ``text`` one sentence that also says
    what to do when it isn't fine, and never holds a secret.
    """

    about: str
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailure:
    """A background job that fails and is tried again: since when, and by what."""

    job: str
    since: datetime
    why: str
