"""What ``paperboy init`` asks about papers, time and place, and what becomes of the answers."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import tzlocal

from bot.cli.asker import Asker
from bot.clock import SystemClock
from bot.errors import BadQuery
from bot.references import read_references, text_of_file
from bot.settings import Settings
from bot.settings_files import PREFIX
from bot.sources import make_sources
from bot.store import IN_MEMORY, open_store
from bot.store.memory import MemoryStore
from bot.zones import parse_zone

SOURCES = "huggingface"
"""What a team reads first, where nothing else was chosen: the day's most discussed papers, without any key."""
LIBRARIES = (".bib", ".ris", ".enw", ".nbib", ".json", ".csv", ".tsv", ".xml", ".rdf", ".md", ".txt")
MOST_TOPICS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAnswers:
    """``settings`` are the values that are to be written, by name; ``library`` the text of a file of references."""

    settings: dict[str, str]
    zone: str
    topics: tuple[str, ...] = ()
    library: str = ""


def ask_first(asker: Asker, now: Settings) -> FirstAnswers:
    """Ask for sources, topics, zone and database; only what differs from how it is ``now`` is to be written."""
    sources = asker.ask("Where papers come from", now.sources or SOURCES, _sources)
    stated = asker.ask("What you work on: topics with commas between, or a .bib file (Enter: later)", "", _stated)
    zone = asker.ask("Your time zone", now.zone if now.zone != "UTC" else machine_zone(), parse_zone)
    database = asker.ask("Where everything is kept", _place_of(now.database_url), _database)
    written = {"sources": sources, "zone": zone, "database_url": database}
    changed = {name: value for name, value in written.items() if value != getattr(now, name)}
    is_file = Path(stated).suffix in LIBRARIES
    return FirstAnswers(
        settings={f"{PREFIX}{name.upper()}": value for name, value in changed.items()},
        zone=zone,
        topics=() if is_file else tuple(part.strip() for part in stated.split(",") if part.strip()),
        library=_library(Path(stated)) if is_file else "",
    )


def machine_zone() -> str:
    """The zone that this machine keeps, UTC where it does not say."""
    try:
        return parse_zone(tzlocal.get_localzone_name())
    except (BadQuery, LookupError, OSError, ValueError):
        return "UTC"


def _library(file: Path) -> str:
    return text_of_file(file.expanduser().read_bytes())


def _sources(answer: str) -> str:
    make_sources(Settings(sources=answer), SystemClock(), MemoryStore().leases)
    return answer


def _stated(answer: str) -> str:
    if Path(answer).suffix in LIBRARIES:
        if not Path(answer).expanduser().is_file():
            raise BadQuery(f"There is no file {answer} here.")
        read_references(_library(Path(answer)))  # what can't be read is asked for again
        return answer
    if answer.count(",") >= MOST_TOPICS:
        raise BadQuery(f"At most {MOST_TOPICS} topics; more can be followed later.")
    return answer


def _place_of(url: str) -> str:
    """A file by its path, as a person would name it."""
    return url.removeprefix("sqlite:///")


def _database(answer: str) -> str:
    """The address of the database, which can be opened there: made at once, so that a wrong place is known now."""
    url = answer if "://" in answer or answer == IN_MEMORY else f"sqlite:///{Path(answer).expanduser().absolute()}"

    async def opened() -> None:
        await (await open_store(url)).close()

    asyncio.run(opened())
    return url
