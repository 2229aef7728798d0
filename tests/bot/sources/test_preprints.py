"""bioRxiv and medRxiv: every posting once, versions of one work together, and failures that come as successes."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigurationError, SourceBroken, SourceDown
from bot.model import Batch, PaperId, SourceState
from bot.settings import Settings
from bot.sources import make_sources
from bot.sources.http import PoliteClient
from bot.sources.preprints import PreprintSource, rate_limiter
from bot.sources.preprints_parser import parse_preprints
from bot.store.memory.leases import MemoryLeases
from tests.bot.sources.conftest import LeapingClock
from tests.platforms.papers import PaperServer, Said

FRIDAY = date(2026, 8, 21)
EMPTY = Said(body=b'{"messages":[{"status":"no posts found"}],"collection":[]}')
PAGE = 2


def record(number: int, day: str = "2026-08-20", version: int = 1, **facts: object) -> dict[str, object]:
    return {
        "doi": f"10.64898/2026.08.17.{number:06}",
        "title": f"Study {number}",
        "authors": "Alpha, A. B.; Beta, C.",
        "author_corresponding_institution": "Institute of Gardens",
        "date": day,
        "version": str(version),
        "category": "neuroscience",
        "abstract": "We asked.",
        "published": "NA",
        "server": "bioRxiv",
        **facts,
    }


def answer(*records: dict[str, object], status: str = "ok") -> Said:
    message = {"status": status, "category": "all", "total": "99", "count": len(records)}
    return Said(body=json.dumps({"messages": [message], "collection": records}).encode())


def serve(server: PaperServer, first: str, last: str, *records: dict[str, object], name: str = "biorxiv") -> None:
    for start in range(0, len(records) + 1, PAGE):
        page = records[start : start + PAGE]
        server.answers[f"/details/{name}/{first}/{last}/{start}/json"] = answer(*page) if page else EMPTY
    if len(records) % PAGE:
        server.answers[f"/details/{name}/{first}/{last}/{len(records)}/json"] = EMPTY


@pytest.fixture
def source(server: PaperServer, clock: LeapingClock) -> PreprintSource:
    return PreprintSource("biorxiv", PoliteClient(rate_limiter(clock, MemoryLeases()), clock), server.base, (), clock)


async def read(source: PreprintSource, cursor: str | None = None, since: date | None = None) -> Sequence[Batch]:
    return [batch async for batch in source.fetch(cursor, since=since)]


async def test_all_pages_of_an_interval_are_read_and_sorted_into_days(
    source: PreprintSource, server: PaperServer, clock: LeapingClock
) -> None:
    records = [record(1, "2026-08-19"), record(2, "2026-08-19"), record(3, "2026-8-20"), record(4, "2026-08-21")]
    serve(server, "2026-08-19", "2026-08-21", *records)
    batches = await read(source, cursor=FRIDAY.isoformat())
    assert [[paper.id[-6:] for paper in batch.papers] for batch in batches] == [
        ["000001", "000002"],
        ["000003"],
        ["000004"],
    ]
    assert [batch.day for batch in batches] == [date(2026, 8, 19), date(2026, 8, 20), FRIDAY]
    assert [batch.whole for batch in batches] == [True, True, False]
    assert [batch.cursor for batch in batches] == ["2026-08-21"] * 3, "reading days again never moves it back"


async def test_a_posting_becomes_a_paper(source: PreprintSource, server: PaperServer) -> None:
    odd = record(
        1,
        title="Study of <i>Tasse</i> &amp; the 5&#x2032;\n   spoon, p < 0.05",
        abstract="We saw. O_LIone C_LI O_FIG O_LINKSMALLFIG WIDTH=1> View larger M_FIG C_FIG And wrote.",
        published="10.5555/Journal.1",
        category="Cell Biology",
    )
    serve(server, "2026-08-19", "2026-08-21", odd)
    (paper,) = (paper for batch in await read(source, FRIDAY.isoformat()) for paper in batch.papers)
    assert paper.id == "doi:10.64898/2026.08.17.000001"
    assert paper.title == "Study of Tasse & the 5′ spoon, p < 0.05"
    assert paper.abstract == "We saw. one And wrote."
    assert paper.authors == ("A. B. Alpha", "C. Beta")
    assert (paper.published, paper.version, paper.categories) == (date(2026, 8, 20), 1, ("cell biology",))
    assert paper.aliases == ("doi:10.5555/journal.1",)
    assert paper.sources == ("biorxiv",)
    assert paper.organisation
    assert paper.organisation.name == "Institute of Gardens"


@pytest.mark.parametrize(
    ("facts", "name", "read"),
    [
        ({"authors": [{"author_name": "Ada Alpha", "author_inst": "X"}]}, "authors", ("Ada Alpha",)),
        ({"authors": None}, "authors", ()),
        ({"title": "RETRACTED ARTICLE: Notes"}, "title", "Notes"),
        ({"title": "[WITHDRAWN] Notes"}, "title", "Notes"),
        ({"title": "Removed Stones"}, "title", "Removed Stones"),
        ({"title": "TEMPORARY REMOVAL: Notes"}, "withdrawn", True),
        ({"title": "Of &lt;i&gt;E. coli&lt;/i&gt;"}, "title", "Of E. coli"),
        ({"abstract": "<jats:p>We see.</jats:p><jats:p>More.</jats:p>"}, "abstract", "We see. More."),
        ({"version": 2.0}, "version", 2),
        ({"version": None}, "version", 1),
        ({"date": "2026/8/3"}, "published", date(2026, 8, 3)),
        ({"doi": "https://doi.org/10.1101/2026.08.20.123456v2"}, "id", "doi:10.1101/2026.08.20.123456"),
        ({"published": "https://doi.org/10.1038/S1"}, "aliases", ("doi:10.1038/s1",)),
        ({"published": ["10.1038/s1"]}, "aliases", ("doi:10.1038/s1",)),
        ({"published": None}, "aliases", ()),
        ({"published": "10.1101/2026.08.20.123456v1"}, "aliases", ("doi:10.1101/2026.08.20.123456",)),
        ({"category": "NA"}, "categories", ()),
        ({"category": None}, "categories", ()),
        ({"category": ["Cell_Biology"]}, "categories", ("cell biology",)),
        ({"abstract": "N/A"}, "abstract", ""),
        ({"author_corresponding_institution": "N/A"}, "organisation", None),
        ({"authors": "Alpha, A.; NA; "}, "authors", ("A. Alpha",)),
    ],
)
@pytest.mark.parametrize("messages", [[{"status": "OK"}], {"status": "ok"}, None])
def test_a_record_in_another_form_is_read(facts: dict[str, object], name: str, read: object, messages: object) -> None:
    body = {"messages": messages, "collection": [record(1, **{"version": 1, **facts}), record(2)]}  # type: ignore[arg-type]
    page = parse_preprints(json.dumps(body).encode(), "bioRxiv")
    assert (len(page.postings), getattr(page.postings[0].paper, name)) == (2, read)


async def test_later_versions_are_updates_and_a_withdrawal_is_seen(source: PreprintSource, server: PaperServer) -> None:
    gone = record(3, version=2, title="WITHDRAWN: Study 3", abstract="The authors have withdrawn this manuscript.")
    serve(server, "2026-08-19", "2026-08-21", record(1), record(1, version=2, title="Study 1 again"), gone)
    batch = (await read(source, FRIDAY.isoformat()))[1]
    (fresh,), (update,) = batch.papers, batch.updates
    assert (fresh.title, fresh.version, fresh.published) == ("Study 1 again", 2, date(2026, 8, 20))
    assert (update.title, update.withdrawn, update.published) == ("Study 3", True, None)
    assert batch.listed == 3


async def test_categories_are_asked_for_one_by_one_and_looked_at_again(
    server: PaperServer, clock: LeapingClock
) -> None:
    """The API ignores a category that it doesn't know, and lists everything."""
    client = PoliteClient(rate_limiter(clock, MemoryLeases()), clock)
    source = PreprintSource("biorxiv", client, server.base, ("neuroscience", "cell biology"), clock)
    serve(
        server, "2026-08-19", "2026-08-21", record(1), record(2, category="zoology"), record(3, category="cell biology")
    )
    papers = {paper.id[-1] for batch in await read(source, FRIDAY.isoformat()) for paper in batch.papers}
    assert papers == {"1", "3"}
    assert {asked.query["category"] for asked in server.asked} == {"neuroscience", "cell_biology"}


async def test_a_first_reading_and_a_long_gap_are_read_in_spans(
    source: PreprintSource, server: PaperServer, clock: LeapingClock
) -> None:
    for first, last in (("2026-08-12", "2026-08-18"), ("2026-08-19", "2026-08-21")):
        serve(server, first, last, record(1, first))
    assert [batch.day for batch in await read(source) if batch.papers] == [date(2026, 8, 12), date(2026, 8, 19)]
    assert (await read(source, since=date(2026, 8, 12)))[0].day == date(2026, 8, 12)


async def test_a_silence_of_days_is_odd_and_a_silent_category_is_not_an_error(
    source: PreprintSource, server: PaperServer
) -> None:
    serve(server, "2026-08-19", "2026-08-21")
    assert [batch.quiet for batch in await read(source, FRIDAY.isoformat())] == [
        "",
        "",
        "nothing was posted from 2026-08-19 to 2026-08-21",
    ]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"Error : (2002) Connection refused", SourceDown),
        (b"", SourceBroken),
        (b"[]", SourceBroken),
        (b'{"messages": [], "collection": []}', SourceBroken),
        (b'{"messages": [{"status": "Both dates must be in yyyy-mm-dd"}], "collection": []}', SourceBroken),
        (b'{"messages": [{"status": "ok"}], "collection": [{"doi": "x"}]}', SourceBroken),
    ],
)
def test_failures_that_come_as_successes(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse_preprints(body, "bioRxiv")


async def test_a_doi_that_the_server_does_not_recognize_is_unknown(source: PreprintSource, server: PaperServer) -> None:
    odd = PaperId("doi:10.1101/336644")
    server.answers["/details/biorxiv/10.1101/336644/na"] = answer(status="DOI not recognizable")
    assert await source.paper(odd) is None
    server.answers["/details/biorxiv/10.1101/336644/na"] = answer(status="Something else")
    with pytest.raises(SourceBroken, match="Something else"):
        await source.paper(odd)


def test_no_posts_are_no_failure_in_whatever_case() -> None:
    assert parse_preprints(b'{"messages": [{"status": "No posts found"}], "collection": null}', "bioRxiv").listed == 0


def test_one_odd_record_costs_that_record() -> None:
    records: list[Any] = [
        record(1),
        record(2, date="9999-99-99"),
        7,
        None,
        record(3, doi="10.1101/gr.1"),
        record(4, title=""),
    ]
    page = parse_preprints(answer(*records).body, "bioRxiv")
    assert (len(page.postings), page.listed) == (1, 6)


def test_odd_records_are_read_for_what_they_say() -> None:
    odd = record(
        1,
        "2026-8-20T00:00:00",
        version="v2",
        title="Hens of <i>E. coli</i> &amp;amp; CO<sub>2</sub>",
        authors=["Alpha, A., Jr.", "Garden Group"],
        category="Cancer_Biology",
        abstract="O_LIFirst p<0.05C_LIO_LISecond q>1C_LI",
        type="Withdrawn",
    )
    (posting,) = parse_preprints(answer(odd).body, "bioRxiv").postings
    paper = posting.paper
    assert (posting.day, posting.category, paper.version) == (date(2026, 8, 20), "cancer biology", 2)
    assert (paper.title, paper.abstract) == ("Hens of E. coli & CO₂", "First p<0.05 Second q>1")
    assert (paper.authors, paper.withdrawn) == (("A. Alpha Jr.", "Garden Group"), True)


def test_nothing_is_nothing_with_and_without_a_list() -> None:
    for collection in (b"", b', "collection": null', b', "collection": []'):
        body = b'{"messages": [{"status": "no posts found"}]' + collection + b"}"
        assert parse_preprints(body, "bioRxiv").listed == 0


_values = st.one_of(
    st.none(), st.integers(), st.text(max_size=40), st.lists(st.text(max_size=5), max_size=2), st.floats()
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(list(record(1))), _values, max_size=8))
def test_any_record_is_read_or_skipped(odd: dict[str, object]) -> None:
    page = parse_preprints(answer(record(2), {**record(1), **odd}).body, "bioRxiv")
    assert page.postings[0].paper.title == "Study 2"


async def test_one_preprint_in_its_last_version(source: PreprintSource, server: PaperServer) -> None:
    path = "/details/biorxiv/10.64898/2026.08.17.000001/na"
    server.answers[path] = answer(record(1), record(1, "2026-08-21", 2, title="Better"))
    paper = await source.paper(PaperId("doi:10.64898/2026.08.17.000001"))
    assert paper
    assert (paper.title, paper.version, paper.published) == ("Better", 2, date(2026, 8, 20))
    server.answers[path] = EMPTY
    assert await source.paper(PaperId("doi:10.64898/2026.08.17.000001")) is None
    asked = len(server.asked)
    for other in ("doi:10.64898/2026.08.17.26000001", "doi:10.1000/x", "arxiv:2401.01234"):
        assert await source.paper(PaperId(other)) is None
    assert len(server.asked) == asked, "medRxiv's and others' ids are not asked for"


def test_it_is_read_every_few_hours(source: PreprintSource) -> None:
    now = datetime(2026, 8, 21, 9, tzinfo=UTC)
    assert source.next_due(SourceState(name="biorxiv"), now) == now
    assert source.next_due(SourceState(name="biorxiv", read_at=now), now) == now + timedelta(hours=3)


def test_it_is_chosen_by_its_categories(clock: LeapingClock) -> None:
    chosen = Settings(sources="biorxiv:neuroscience+Cell_Biology,medrxiv:all", _env_file=None)
    assert [source.name for source in make_sources(chosen, clock, MemoryLeases())] == ["biorxiv", "medrxiv"]
    for wrong in ("biorxiv", "biorxiv:", "biorxiv:gardening", "medrxiv:neuroscience", "biorxiv:all+zoology"):
        with pytest.raises(ConfigurationError, match=r"^PAPERBOY_SOURCES: name the categories of .* It has: "):
            make_sources(Settings(sources=wrong, _env_file=None), clock, MemoryLeases())
