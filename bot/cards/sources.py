"""What is said of the sources: whose papers these are, and what is wrong with one."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.cards.wording import sentence
from bot.model import FetchOutcome, SourceState

SAMPLE = "sample"

_SOURCES = {
    "biorxiv": "bioRxiv",
    "medrxiv": "medRxiv",
    "huggingface": "Hugging Face",
    "arxiv": "arXiv",
    "sample": "The bundled sample",
}
"""How the names of sources are written. One that is not here is written as it is chosen in settings."""


def source_name(name: str) -> str:
    return _SOURCES.get(name, name)


def whose_papers(chosen: Collection[str], states: Sequence[SourceState], newest: date | None) -> str:
    """Where the papers come from, while that is not what somebody expects; '' when all is as usual.

    ``chosen`` are the names of the sources that are read; ``newest`` is the newest day that there is.
    """
    real = [name for name in chosen if name != SAMPLE]
    known = {state.name: state for state in states}
    if not real:
        month = f" of {newest:%B %Y}" if newest else ""
        whose = f"These are sample papers{month} that come with Paperboy."
        if any(name != SAMPLE for name in known):  # what they brought is here too
            whose = "Only the sample that comes with Paperboy is read, so no new papers come in."
        return f"{whose} For today's papers, set PAPERBOY_SOURCES=huggingface and start again."
    read = [state for name in real if (state := known.get(name))]
    down = [state for state in read if state.failing_since]
    odd = [state for state in read if state.outcome is FetchOutcome.SUSPICIOUS]
    unread = [source_name(name) for name in real if name not in known]
    meanwhile = " Until then you see the papers that are here." if newest else ""
    if down:
        why = sentence(down[0].note or f"{source_name(down[0].name)} can't be read just now")
        return f"{why} I keep trying.{meanwhile}"
    if unread:
        return f"{' and '.join(unread)} is being read for the first time; papers come in a minute.{meanwhile}"
    if odd:
        return f"{looks_wrong(odd)}{meanwhile}"
    return ""


def looks_wrong(states: Sequence[SourceState]) -> str:
    """A source answered, with something that can't be right."""
    names = " and ".join(source_name(state.name) for state in states)
    return f"{names} answered with a list that looks wrong; it will be read again."
