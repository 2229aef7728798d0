"""What a person should know of the sources before the first question."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.cards.digests import looks_wrong, source_name
from bot.cards.wording import sentence
from bot.model import FetchOutcome, SourceState

SAMPLE = "sample"


def whose_papers(chosen: Collection[str], states: Sequence[SourceState], newest: date | None) -> str:
    """Where the papers come from, while that is not what somebody expects; '' when all is as usual.

    ``chosen`` are the names of the sources that are read; ``newest`` is the newest day that there is.
    """
    real = [name for name in chosen if name != SAMPLE]
    known = {state.name: state for state in states}
    if not real:
        month = f" of {newest:%B %Y}" if newest else ""
        return (
            f"These are sample papers{month} that come with Paperboy. "
            "For today's papers, set PAPERBOY_SOURCES=huggingface and start again."
        )
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
