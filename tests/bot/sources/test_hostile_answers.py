"""Whoever is asked may lead astray or answer a byte at a time: each source refuses the one and ends the other."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.errors import SourceBroken, SourceDown, SourceError
from bot.identity import PaperId
from bot.settings import Settings
from bot.sources import arxiv, dois, preprints
from bot.sources.arxiv_changes import ArxivChanges
from bot.sources.http import Limits, PoliteClient
from bot.store.memory.leases import MemoryLeases
from tests.bot.sources.conftest import LeapingClock
from tests.platforms.papers import PaperServer, Said

QUICK = Limits(read=0.2, total=0.3, attempts=2)
ARTICLE = PaperId("doi:10.5555/a")
ASTRAY = Said(status=302, headers={"Location": "https://example.org/elsewhere"})
PRIVATE = Said(status=301, headers={"Location": "http://169.254.169.254/latest/meta-data"})
DRIP = Said(body=b" " * 1_000, drip=0.02)

Ask = Callable[[], Awaitable[object]]


def quickly(client: PoliteClient) -> None:
    vars(client)["_limits"] = QUICK


@pytest.fixture
def asks(server: PaperServer, clock: LeapingClock) -> dict[str, Ask]:
    """How each source is asked for something."""
    leases = MemoryLeases()
    changes = ArxivChanges(arxiv.rate_limiter(clock, leases), f"{server.base}/oai", "", clock)
    quickly(vars(changes)["_client"])
    bases = dict.fromkeys(("crossref_base", "openalex_base", "doi_base"), server.base)
    resolver = dois.create(Settings(**bases, _env_file=None), clock, leases)
    registries = [replace(each, needed=True) for each in vars(resolver)["_registries"]]
    for each in registries:
        quickly(each.client)
    client = PoliteClient(preprints.rate_limiter(clock, leases), clock, limits=QUICK)
    biorxiv = preprints.PreprintSource("biorxiv", client, server.base, (), clock)

    async def all_of(batches: AsyncIterator[object]) -> list[object]:
        return [each async for each in batches]

    return {
        "OAI-PMH": lambda: all_of(changes.since("cs.CL", date(2026, 8, 20))),
        "bioRxiv, a day": lambda: all_of(biorxiv.fetch("2026-08-20")),
        "bioRxiv, a work": lambda: biorxiv.paper(PaperId("doi:10.64898/2026.08.17.000001")),
        **{each.operator: lambda each=each: dois.DoiResolver([each], clock).paper(ARTICLE) for each in registries},
    }


EACH = ["OAI-PMH", "bioRxiv, a day", "bioRxiv, a work", "Crossref", "OpenAlex", "doi.org"]


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize("astray", [ASTRAY, PRIVATE], ids=["elsewhere", "private"])
async def test_no_source_leads_elsewhere(name: str, astray: Said, asks: dict[str, Ask], server: PaperServer) -> None:
    server.faults = [astray]
    with pytest.raises(SourceBroken, match="outside its own site"):
        await asks[name]()
    assert len(server.asked) == 1


@pytest.mark.parametrize("name", EACH)
async def test_no_source_leads_in_circles(name: str, asks: dict[str, Ask], server: PaperServer) -> None:
    server.faults = [Said(status=302, headers={"Location": f"/again/{number}"}) for number in range(9)]
    with pytest.raises(SourceBroken, match="circles"):
        await asks[name]()
    assert len(server.asked) == QUICK.redirects + 1


@pytest.mark.parametrize("name", EACH)
async def test_an_answer_a_byte_at_a_time_ends(name: str, asks: dict[str, Ask], server: PaperServer) -> None:
    server.faults = [DRIP] * QUICK.attempts
    before = time.monotonic()
    with pytest.raises(SourceDown, match="no whole answer"):
        await asks[name]()
    assert time.monotonic() - before < 20 * QUICK.total, "the answers alone would take 40 seconds"
    assert not server.faults


@pytest.mark.parametrize("name", EACH)
async def test_what_is_no_answer_at_all_is_told(name: str, asks: dict[str, Ask], server: PaperServer) -> None:
    for odd in (Said(body=b"\x00\xff" * 50, type="text/xml"), Said(body=b"null"), Said(body=b"[]"), Said(drop=True)):
        server.faults = [odd] * (QUICK.attempts if odd.drop else 1)
        with pytest.raises(SourceError, match=r"\.$"):
            await asks[name]()
