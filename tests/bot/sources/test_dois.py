"""A DOI is resolved by whoever registered it; what answers is read with all its oddities."""

import asyncio
import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceDown
from bot.model import Paper, PaperId
from bot.settings import Settings
from bot.sources import make_resolvers, make_sources
from bot.sources.documents import each_readable
from bot.sources.dois import DoiResolver, create, read_crossref, read_openalex
from bot.store.memory.leases import MemoryLeases
from tests.bot.sources.conftest import LeapingClock
from tests.platforms.papers import PaperServer, Said

ARTICLE = PaperId("doi:10.5555/article(1)")
WORK: dict[str, Any] = {
    "DOI": "10.5555/ARTICLE(1)",
    "type": "journal-article",
    "title": ["<b>Bold</b> claims about CO<sub>2</sub> &amp; spoons:\n a long title"],
    "author": [{"given": "Ada", "family": "Alpha"}, {"name": "Garden Team"}, {"given": "", "family": "Beta"}],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We saw <jats:italic>Tasse</jats:italic> &amp; more.</jats:p>",
    "issued": {"date-parts": [[2026, 8]]},
    "relation": {"has-preprint": [{"id-type": "doi", "id": "10.48550/ARXIV.2608.00001"}]},
}
INDEXED = {
    "doi": "https://doi.org/10.5555/article(1)",
    "title": "Bold claims",
    "publication_date": "2026-08-18",
    "abstract_inverted_index": {"We": [0], "saw": [1, 3], "what": [2]},
    "authorships": [{"author": {"display_name": "Ada Alpha"}}, {}],
    "is_retracted": True,
}


def crossref(**facts: object) -> Said:
    return Said(body=json.dumps({"status": "ok", "message": {**WORK, **facts}}).encode())


@pytest.fixture
def resolver(server: PaperServer, clock: LeapingClock) -> DoiResolver:
    bases = dict.fromkeys(("crossref_base", "openalex_base", "doi_base"), server.base)
    return create(Settings(**bases, contact="me@example.org", _env_file=None), clock, MemoryLeases())


async def test_crossref_answers_politely_asked(resolver: DoiResolver, server: PaperServer) -> None:
    server.answers["/works/10.5555/article(1)"] = crossref()
    assert await resolver.paper(ARTICLE) == Paper(
        id=ARTICLE,
        title="Bold claims about CO₂ & spoons: a long title",
        abstract="We saw Tasse & more.",
        authors=("Ada Alpha", "Garden Team", "Beta"),
        published=date(2026, 8, 1),
        aliases=(PaperId("arxiv:2608.00001"),),
        sources=("crossref",),
    )
    (asked,) = server.asked
    assert asked.query == {"mailto": "me@example.org"}


async def test_openalex_is_asked_for_what_crossref_lacks(resolver: DoiResolver, server: PaperServer) -> None:
    server.answers["/works/doi:10.5555/article(1)"] = Said(body=json.dumps(INDEXED).encode())
    for lacking in (Said(status=404), crossref(title=[])):
        server.answers["/works/10.5555/article(1)"] = lacking
        paper = await resolver.paper(ARTICLE)
        assert paper
        assert (paper.title, paper.abstract, paper.withdrawn) == ("Bold claims", "We saw what saw", True)
        assert (paper.authors, paper.published) == (("Ada Alpha",), date(2026, 8, 18))


CSL = {"DOI": "10.5555/Article(1)", "title": "Of another agency", "author": [{"family": "Alpha", "given": "Ada"}]}
DOWN = Said(status=500)


async def test_openalex_and_doi_org_are_asked_while_crossref_is_down(
    resolver: DoiResolver, server: PaperServer
) -> None:
    server.answers |= {"/works/10.5555/article(1)": DOWN, "/10.5555/article(1)": Said(body=json.dumps(CSL).encode())}
    paper = await resolver.paper(ARTICLE)
    assert paper
    assert (paper.title, paper.authors, paper.sources) == ("Of another agency", ("Ada Alpha",), ("doi",))
    assert server.asked[-1].headers["Accept"] == "application/vnd.citationstyles.csl+json"
    server.answers["/works/doi:10.5555/article(1)"] = Said(body=json.dumps(INDEXED).encode())
    paper = await resolver.paper(ARTICLE)
    assert paper
    assert paper.sources == ("openalex",)


async def test_whoever_hangs_is_asked_last_the_next_time(
    resolver: DoiResolver, server: PaperServer, clock: LeapingClock
) -> None:
    """Nobody waits for long: the first question is given up, the second finds somebody who answers."""
    server.answers["/works/10.5555/article(1)"] = Said(delay=30)
    server.answers["/works/doi:10.5555/article(1)"] = Said(body=json.dumps(INDEXED).encode())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await resolver.paper(ARTICLE)
    async with asyncio.timeout(10):
        paper = await resolver.paper(ARTICLE)
    assert paper
    assert paper.sources == ("openalex",)
    server.answers["/works/10.5555/article(1)"] = crossref()
    clock.time += timedelta(minutes=11)
    paper = await resolver.paper(ARTICLE)
    assert paper
    assert paper.sources == ("crossref",), "asked first again"


@pytest.mark.parametrize("silent", ["/works/10.5555/article(1)", "/works/doi:10.5555/article(1)"])
async def test_what_no_other_knows_is_no_no_while_one_is_down(
    silent: str, resolver: DoiResolver, server: PaperServer
) -> None:
    server.answers[silent] = DOWN
    with pytest.raises(SourceDown):
        await resolver.paper(ARTICLE)


@pytest.mark.parametrize(
    "odd",
    [
        DOWN,
        Said(status=406),
        Said(body=b"<html>", type="text/html"),
        Said(status=302, headers={"Location": "https://example.org/"}),
    ],
)
async def test_an_agency_without_such_records_leaves_a_doi_unknown(
    odd: Said, resolver: DoiResolver, server: PaperServer
) -> None:
    server.answers["/10.5555/article(1)"] = odd
    assert await resolver.paper(ARTICLE) is None


async def test_a_doi_that_nobody_registered_is_none_and_arxiv_ids_are_not_asked_for(
    resolver: DoiResolver, server: PaperServer
) -> None:
    assert await resolver.paper(ARTICLE) is None
    asked = len(server.asked)
    assert await resolver.paper(PaperId("arxiv:2608.00001")) is None
    assert (await resolver.find("spoons", 5), len(server.asked)) == ((), asked)


async def test_too_many_requests_is_not_the_end_of_the_doi(resolver: DoiResolver, server: PaperServer) -> None:
    server.faults = [Said(status=429)]
    with pytest.raises(SourceDown):
        await resolver.paper(ARTICLE)


def test_odd_works() -> None:
    assert read_crossref({"message": {**WORK, "issued": {"date-parts": [[None]]}}}) is not None
    retracted = read_crossref({"message": {**WORK, "updated-by": [{"type": "retraction"}]}})
    assert retracted
    assert retracted.withdrawn
    preprint = read_crossref(
        {
            "message": {
                **WORK,
                "type": "posted-content",
                "relation": {"is-preprint-of": [{"id": "10.1/NO"}, {"id": "10.5555/X"}]},
            }
        }
    )
    assert preprint
    assert preprint.aliases == ("doi:10.5555/x",)


@pytest.mark.parametrize(
    ("facts", "name", "value"),
    [
        ({"title": "Hens"}, "title", "Hens"),
        ({"title": ["Hens"], "subtitle": ["A Survey"]}, "title", "Hens: A Survey"),
        ({"title": ["Hens: a survey"], "subtitle": ["A Survey"]}, "title", "Hens: a survey"),
        (
            {"title": ["A &amp;amp; <mml:math><mml:mi>S</mml:mi></mml:math>-B, p < q > r"]},
            "title",
            "A & S-B, p < q > r",
        ),
        ({"posted": None, "issued": {"date-parts": [["2026", "1", "2"]]}}, "published", date(2026, 1, 2)),
        ({"posted": None, "issued": {"date-parts": [[2026, 13, 1]]}}, "published", None),
        ({"posted": None, "issued": {"date-parts": []}}, "published", None),
        (
            {"issued": {"date-parts": [[None]]}, "created": {"date-parts": [[2026, 7, 3]]}},
            "published",
            date(2026, 7, 3),
        ),
        ({"author": [None, {"family": "Alpha"}, {"literal": "Garden Team"}]}, "authors", ("Alpha", "Garden Team")),
        ({"title": [None, "Hens"]}, "title", "Hens"),
        (
            {"title": ["Solitons in<mml:math><mml:mi>N</mml:mi></mml:math>-Coupled <mml:math>β</mml:math>Decay"]},
            "title",
            "Solitons in N-Coupled β Decay",
        ),
        ({"title": ["<span>3D</span> for <span> CO<sub>2</sub> </span> use"]}, "title", "3D for CO₂ use"),
        ({"title": ["RETRACTED: Hens"]}, "withdrawn", True),
        ({"author": [{"given": "Ada", "family": "Alpha", "suffix": "Jr."}]}, "authors", ("Ada Alpha Jr.",)),
        ({"abstract": "<p>Abstract</p><p>We see.</p>"}, "abstract", "We see."),
        ({"updated-by": [{"type": "Retraction"}]}, "withdrawn", True),
        ({"update-to": [{"type": "retraction", "DOI": "10.5555/other"}]}, "withdrawn", True),
        ({"update-to": [{"type": "correction", "DOI": "10.5555/other"}]}, "withdrawn", False),
        ({"author": [{"given": "Ada, PhD", "family": "ALPHA", "suffix": "MD"}]}, "authors", ("Ada ALPHA",)),
        ({"title": ["A rate of 10<sup>-3</sup>"]}, "title", "A rate of 10⁻³"),
    ],
)
def test_odd_facts_of_a_work_cost_no_more_than_they_must(facts: dict[str, object], name: str, value: object) -> None:
    work = read_crossref({"message": {**WORK, **facts}})
    assert getattr(work, name) == value


def test_openalex_tells_notices_of_retraction_by_their_type() -> None:
    for kind, withdrawn in (("retraction", True), ("article", False)):
        work = read_openalex({**INDEXED, "is_retracted": False, "type": kind})
        assert work
        assert work.withdrawn is withdrawn


def test_openalex_may_lack_a_title_or_a_day() -> None:
    work = read_openalex({**INDEXED, "title": None, "display_name": "Hens", "publication_date": "2026"})
    assert work
    assert (work.title, work.published) == ("Hens", None)


_values = st.none() | st.integers() | st.text(max_size=20) | st.lists(st.none() | st.integers(), max_size=3)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*WORK, *INDEXED]), _values, max_size=6))
def test_any_work_is_read_or_skipped(odd: dict[str, object]) -> None:
    assert len(each_readable([{"message": {**WORK, **odd}}], read_crossref, "Crossref")) <= 1
    assert len(each_readable([{**INDEXED, **odd}], read_openalex, "OpenAlex")) <= 1


def test_who_reads_the_sample_alone_asks_nobody(clock: LeapingClock) -> None:
    for chosen, names in (("sample", []), ("huggingface,biorxiv:all", ["medrxiv", "doi"])):
        own = Settings(sources=chosen, _env_file=None)
        sources = make_sources(own, clock, MemoryLeases())
        assert [each.name for each in make_resolvers(own, clock, MemoryLeases(), sources)] == names
