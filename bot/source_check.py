"""Whether sources answer now, asked afresh: what was noted an hour ago may be over, or may have begun since."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing

from bot.cards.subscriptions import skipped_text
from bot.errors import SourceError
from bot.model import FetchOutcome, Finding, SourceState, Verdict
from bot.ports.sources import Source

ANSWER_SECONDS = 20.0


async def check_sources(sources: Sequence[Source], states: Sequence[SourceState]) -> list[Finding]:
    """Ask each source for what comes next, and keep nothing of it; one finding each."""
    known = {state.name: state for state in states}
    found = await asyncio.gather(*(_trouble(source, known.get(source.name)) for source in sources))
    return [
        finding_of(known.get(source.name, SourceState(name=source.name)), trouble)
        for source, trouble in zip(sources, found, strict=True)
    ]


def finding_of(state: SourceState, trouble: str) -> Finding:
    """What the last reading and the answer of now say together; ``trouble`` is '' where it answered."""
    about = f"source {state.name}"
    when = f"Last read {state.read_at:%Y-%m-%d %H:%M} UTC" if state.read_at else "It was never read"
    if trouble:
        text = f"It does not answer: {trouble} {when}. It is asked again on its own."
        return Finding(about=about, verdict=Verdict.UNAVAILABLE, text=text)
    match state.outcome:
        case FetchOutcome.FINE if state.skipped:
            text = f"{when}; {skipped_text(state.skipped)}, and the rest is there. The log names the reason."
            return Finding(about=about, verdict=Verdict.WARNING, text=text)
        case FetchOutcome.FINE:
            return Finding(about=about, verdict=Verdict.FINE, text=f"{when}.")
        case FetchOutcome.SUSPICIOUS:
            text = f"{when}, and it looks wrong: {state.note}. It will be read again."
            return Finding(about=about, verdict=Verdict.WARNING, text=text)
        case FetchOutcome.FAILED:
            since = f"{state.failing_since:%Y-%m-%d %H:%M} UTC" if state.failing_since else "its last reading"
            text = f"It answers again; it had failed since {since}. It is read again on its own."
            return Finding(about=about, verdict=Verdict.FINE, text=text)
        case _:
            text = "It answers; paperboy ingest reads it now, paperboy run by itself."
            return Finding(about=about, verdict=Verdict.FINE, text=text)


async def _trouble(source: Source, state: SourceState | None) -> str:
    """Why it gives no answer, in a sentence; '' when it gives one."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS), aclosing(source.fetch(state.cursor if state else None)) as batches:  # type: ignore[type-var]
            async for _ in batches:
                break
    except SourceError as error:
        return str(error)
    except TimeoutError:
        return f"nothing came within {ANSWER_SECONDS:.0f} seconds."
    return ""
