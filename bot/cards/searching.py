"""What a search tells: hits, a better spelling, or what to try when there is nothing."""

from collections.abc import Mapping
from datetime import date

from bot.cards.papers import day_text, list_answer
from bot.model import Answer, Button, Card, Command, Opinion, PaperId, SearchPage


def search_answer(page: SearchPage, command: Command, opinions: Mapping[PaperId, Opinion]) -> Answer:
    """One page of hits."""
    return list_answer(
        command,
        [hit.paper for hit in page.hits],
        title=f"Papers for “{page.query.text}”",
        text=_notes(page),
        opinions=opinions,
        total=page.total,
        more_than=page.more_than,
        buttons=_mended(page),
    )


def nothing_found(page: SearchPage, command: Command) -> Answer:
    """No hits: say what was understood, and what to try."""
    if command.page > 1:
        return Answer(card=Card(text="That was the last page.", problem=True))
    advice = f"Did you mean “{page.suggestion}”?" if page.suggestion else "Try fewer or other words."
    text = "\n".join(filter(None, (f"Nothing found for “{page.query.text}”.", _notes(page), advice)))
    return Answer(card=Card(text=text, buttons=_mended(page, "Search for “{}”"), problem=True))


def nothing_stored(day: date | None, newest: date | None) -> Answer:
    """No papers of that day."""
    if day is None or newest is None:
        return Answer(
            card=Card(text="No papers are stored yet. “paperboy ingest” reads them; /papers status says more.")
        )
    text = f"There are no papers of {day_text(day)}. The newest day is {day_text(newest)}."
    return Answer(
        card=Card(text=text, buttons=(Button(label=day_text(newest), line=f"today date:{newest}"),), problem=True)
    )


def _notes(page: SearchPage) -> str:
    return "\n".join(page.query.notes)


def _mended(page: SearchPage, label: str = "Did you mean “{}”?") -> tuple[Button, ...]:
    if not page.suggestion:
        return ()
    return (Button(label=label.format(page.suggestion), line=f"search {page.suggestion}"),)
