"""Tiny inputs drawn from public reports of such tools, each with the right value; skipped where they are absent."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model import Imported, Member, Paper, PaperId, Tenant
from bot.references import decode
from bot.services.import_commands import ImportCommands
from bot.sources.arxiv_parser import parse_feed
from bot.store import open_store
from bot.text import clean
from tests.bot.services.importing import importing_with

CASES = Path(__file__).parents[3] / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not part of the repository")

ADA = Member(tenant=Tenant("console", "here"), id="ada")
NOW = datetime(2026, 11, 26, tzinfo=UTC)
TITLES = {11: "Alpha notes on gardens", 12: "Beta notes on rivers", 13: "Gamma notes on hills"}


@pytest.fixture
async def importing() -> AsyncIterator[ImportCommands]:
    """Knows the works 2601.00011 to 13, and asks nobody for others."""

    async def nobody(paper: PaperId) -> Paper | None:
        return None

    store = await open_store("memory:")
    works = [Paper(id=PaperId(f"arxiv:2601.000{number}"), title=title) for number, title in TITLES.items()]
    await store.papers.add(works, NOW)
    yield importing_with(store, nobody)
    await store.close()


async def imported(importing: ImportCommands, case: str) -> Imported:
    (file,) = (CASES / case).glob("input*")
    return await importing.import_text(ADA, decode(file.read_bytes()), NOW, lookups=1000)


@pytest.mark.parametrize(
    ("case", "numbers"),
    [
        ("c01", (11, 12, 13)),
        ("c02", (11, 12)),
        ("c03", (11, 12)),
        ("c04", (11, 12)),
        ("c05", (11, 12, 13)),
        ("c06", (11,)),
        ("c10", (11,)),
        ("c11", (11,)),
        ("c13", (11, 12)),
        ("c14", (11, 12)),
    ],
)
async def test_an_import_likes_what_the_file_names(
    importing: ImportCommands, case: str, numbers: tuple[int, ...]
) -> None:
    done = await imported(importing, case)
    assert [paper.id for paper in done.added] == [f"arxiv:2601.000{number}" for number in numbers]
    assert (done.missing, done.unreadable, done.doubts) == ((), (), ())


@pytest.mark.parametrize(
    ("case", "authors"),
    [
        ("c07", ("Ada Alpha", "Bob Beta")),
        ("c08", ("Garden Team", "Ada Alpha", "Bob Beta")),
        ("c09", ("Nguyễn A", "Nguyễn B", "Thắng C")),
    ],
)
def test_the_authors_of_a_feed_are_people(case: str, authors: tuple[str, ...]) -> None:
    feed = parse_feed((CASES / case / "cs.LG.xml").read_bytes(), "cs.LG")
    assert feed.items
    assert {item.paper.authors for item in feed.items} == {authors}


def test_tex_in_a_title_becomes_text() -> None:
    assert clean((CASES / "c12" / "input.txt").read_text()) == "360° Ponds and S²-Hens"
