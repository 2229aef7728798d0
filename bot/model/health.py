"""What a check-up found."""

from dataclasses import dataclass
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
