"""arXiv's feeds and queries, read over real sockets."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import SourceBroken, SourceDown
from bot.model import Batch, FetchOutcome, PaperId, SourceState
from bot.sources.arxiv import ArxivSource, rate_limiter
from bot.sources.arxiv_changes import ArxivChanges, parse_changes, set_of
from bot.sources.http import PoliteClient
from bot.store.memory.leases import MemoryLeases
from tests.bot.sources.conftest import LeapingClock
from tests.bot.sources.recorded import recorded
from tests.platforms.papers import PaperServer, Said

XML = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml"
EMPTY = Said(body=b'<feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title></feed>', type=ATOM)
NO_LIST_OF_CHANGES = Said(status=404)
NO_CHANGES = Said(body=b'<OAI-PMH><error code="noRecordsMatch">empty</error></OAI-PMH>', type="text/xml")
FRIDAY = date(2026, 8, 21)


def feed(day: date, *numbers: int, kind: str = "new", category: str = "cs.LG") -> Said:
    rows = "".join(
        f"<item><title>Paper {number}</title><guid>oai:arXiv.org:2608.{number:05}v1</guid>"
        f"<category>{category}</category>"
        f"<description>arXiv:2608.{number:05}v1 Announce Type: {kind}\nAbstract: Short.</description></item>"
        for number in numbers
    )
    dated = f"<pubDate>{day:%a, %d %b %Y} 00:00:00 -0400</pubDate>"
    return Said(body=f"<rss><channel><title>x</title>{dated}{rows}</channel></rss>".encode(), type=XML)


def source_of(server: PaperServer, clock: LeapingClock, *categories: str) -> ArxivSource:
    limiter = rate_limiter(clock, MemoryLeases())
    server.answers.setdefault("/oai", NO_CHANGES)
    changes = ArxivChanges(limiter, f"{server.base}/oai", "", clock)
    return ArxivSource(PoliteClient(limiter, clock), server.base, server.base, changes, categories, clock)


@pytest.fixture
def source(clock: LeapingClock, server: PaperServer) -> ArxivSource:
    server.answers["/rss/cs.CL"] = Said(body=recorded("arxiv_feed.xml"), type=XML)
    server.answers["/rss/cs.LG"] = feed(FRIDAY, 20003)
    server.answers["/api/query"] = EMPTY
    return source_of(server, clock, "cs.CL", "cs.LG")


async def read(source: ArxivSource, cursor: str | None = None, since: date | None = None) -> list[Batch]:
    """The batches, the last with the cursor that stands in the end, whatever only moves that left out."""
    batches = [batch async for batch in source.fetch(cursor, since=since)]
    end = batches[-1]
    told = batches if end.day else batches[:-1]
    return [*told[:-1], replace(told[-1], cursor=end.cursor)]


def cursor(day: date, **newest: str) -> str:
    tops = {"cs.CL": "", "cs.LG": ""} | {name.replace("_", "."): top for name, top in newest.items()}
    return json.dumps({name: [day.isoformat(), top] for name, top in tops.items()})


async def test_the_feeds_of_a_day_are_one_batch(source: ArxivSource, server: PaperServer, clock: LeapingClock) -> None:
    (batch,) = await read(source, cursor(date(2026, 8, 20), cs_CL="2608.19000"))
    assert [paper.id for paper in batch.papers] == [
        "arxiv:2608.20001",
        "arxiv:2608.19999",
        "arxiv:1906.01234",
        "arxiv:2608.20003",
    ]
    assert [paper.id for paper in batch.updates] == ["arxiv:2607.00123", "arxiv:math/0309136"]
    assert (batch.day, batch.listed, batch.suspicion) == (FRIDAY, 6, "")
    assert json.loads(batch.cursor) == {
        "cs.CL": ["2026-08-21", "2608.20001"],
        "cs.LG": ["2026-08-21", "2608.20003"],
    }
    assert [asked.path for asked in server.asked] == ["/rss/cs.CL", "/rss/cs.LG", "/oai", "/oai"]
    assert clock.slept == [pytest.approx(3)] * 3, "one request every three seconds"


async def test_a_paper_in_two_feeds_comes_once(source: ArxivSource, server: PaperServer) -> None:
    server.answers["/rss/cs.LG"] = feed(FRIDAY, 19999, category="cs.LG")
    (batch,) = await read(source, cursor(date(2026, 8, 20)))
    (both,) = [paper for paper in batch.papers if paper.id == "arxiv:2608.19999"]
    assert set(both.categories) == {"cs.LG", "cs.CL"}


async def test_missed_days_are_asked_of_the_query_api(source: ArxivSource, server: PaperServer) -> None:
    server.answers["/oai"] = NO_LIST_OF_CHANGES
    server.answers["/api/query"] = Said(body=recorded("arxiv_answer.xml"), type=ATOM)
    gap, day = await read(source, cursor(date(2026, 8, 18)))
    assert [paper.id for paper in gap.papers] == ["arxiv:2608.20001", "arxiv:2608.20002"]
    assert gap.day is None
    assert json.loads(gap.cursor)["cs.CL"] == ["2026-08-18", ""], (
        "the gap is read again if the feed's batch isn't stored"
    )
    assert json.loads(day.cursor)["cs.CL"] == ["2026-08-21", "2608.20001", "2026-08-19"], "its changes are still unread"
    query = server.asked[-1].query
    assert query["search_query"] == "(cat:cs.CL OR cat:cs.LG) AND submittedDate:[202608150000 TO 202608220000]"
    assert (query["start"], query["max_results"], query["sortBy"]) == ("0", "500", "submittedDate")


async def test_a_first_reading_asks_for_the_days_just_before(source: ArxivSource, server: PaperServer) -> None:
    server.answers["/oai"] = NO_LIST_OF_CHANGES
    assert len(await read(source)) == 2
    assert "submittedDate:[202608150000 TO" in server.asked[-1].query["search_query"]
    await read(source, cursor(FRIDAY), since=date(2026, 8, 3))
    assert "submittedDate:[202607300000 TO" in server.asked[-1].query["search_query"]


async def test_an_empty_slice_amid_an_answer_is_not_its_end(source: ArxivSource, server: PaperServer) -> None:
    server.answers["/oai"] = NO_LIST_OF_CHANGES
    body = recorded("arxiv_answer.xml").replace(b"<opensearch:totalResults>2<", b"<opensearch:totalResults>900<")
    server.answers["/api/query"] = Said(body=body, type=ATOM)
    batches = source.fetch(cursor(date(2026, 8, 18)))
    await anext(batches)
    server.answers["/api/query"] = Said(body=body[: body.index(b"<entry>")] + b"</feed>", type=ATOM)
    with pytest.raises(SourceDown, match="empty slice at 500 of 900"):
        await anext(batches)


async def test_a_broken_category_is_named_and_the_others_are_read(source: ArxivSource, server: PaperServer) -> None:
    server.answers["/rss/cs.LG"] = Said(body=recorded("arxiv_unknown_category.xml"), type=XML)
    (batch,) = await read(source, cursor(date(2026, 8, 20)))
    assert "no category cs.LG" in batch.suspicion
    assert len(batch.papers) == 3
    server.answers["/rss/cs.CL"] = server.answers["/rss/cs.LG"]
    with pytest.raises(SourceBroken, match=r"no category cs\.CL"):
        await read(source)


async def test_one_number_far_too_high_puts_no_later_feed_in_doubt(source: ArxivSource) -> None:
    at = json.dumps({"cs.CL": ["2026-08-20", "2608.99999"], "cs.LG": ["2026-08-20", "2608.99999"]})
    (batch,) = await read(source, at)
    assert batch.suspicion == ""
    assert json.loads(batch.cursor)["cs.LG"] == ["2026-08-21", "2608.20003"]


async def test_a_category_in_doubt_is_made_up_for_when_it_moves_on(
    server: PaperServer, clock: LeapingClock, source: ArxivSource
) -> None:
    at = json.dumps({"cs.CL": ["2026-08-20", ""], "cs.LG": ["2026-08-20", "2608.20003"]})
    for _ in range(2):
        (batch,) = await read(source, at)
        assert batch.suspicion == "cs.LG: the feed of 2026-08-21 brings the papers of 2026-08-20 again"
        at = batch.cursor
    assert json.loads(at) == {"cs.CL": ["2026-08-21", "2608.20001"], "cs.LG": ["2026-08-20", "2608.20003"]}

    monday = date(2026, 8, 24)
    server.answers["/oai"] = NO_LIST_OF_CHANGES
    clock.time = datetime(2026, 8, 24, 9, tzinfo=UTC)
    server.answers |= {"/rss/cs.CL": feed(monday, 21000, category="cs.CL"), "/rss/cs.LG": feed(monday, 21001)}
    gap, batch = await read(source, at)
    assert (gap.suspicion, batch.suspicion) == ("", "")
    assert server.asked[-1].query["search_query"].startswith("(cat:cs.LG) AND submittedDate:[202608170000 TO")
    assert {day for day, *_ in json.loads(batch.cursor).values()} == {"2026-08-24"}


async def test_rate_exceeded_silences_feeds_and_api_for_ten_minutes(
    server: PaperServer, clock: LeapingClock, source: ArxivSource
) -> None:
    server.faults = [Said(status=429, body=b"Rate exceeded.", type="text/plain")]
    with pytest.raises(SourceDown) as down:
        await read(source)
    assert down.value.wait == timedelta(minutes=10)
    with pytest.raises(SourceDown):
        await source.paper(PaperId("arxiv:2608.20001"))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("now", "stands", "newest", "note"),
    [
        (datetime(2026, 8, 21, 15, tzinfo=UTC), feed(date(2026, 8, 20), 1), "", "the feed is still that of 2026-08-20"),
        (datetime(2026, 8, 21, 4, 5, tzinfo=UTC), feed(date(2026, 8, 20), 1), "", ""),
        (datetime(2026, 8, 22, 15, tzinfo=UTC), feed(date(2026, 8, 21), 1), "", ""),
        (datetime(2026, 8, 22, 15, tzinfo=UTC), feed(date(2026, 8, 22)), "", ""),
        (datetime(2026, 8, 21, 15, tzinfo=UTC), feed(date(2026, 8, 21)), "", "the feed of 2026-08-21 is empty"),
        (datetime(2026, 8, 21, 15, tzinfo=UTC), feed(FRIDAY, 7, 9), "2608.00009", "brings the papers of 2026-08-19"),
        (datetime(2026, 8, 21, 15, tzinfo=UTC), feed(FRIDAY, 7, 9), "2608.00008", ""),
        (datetime(2026, 8, 21, 15, tzinfo=UTC), feed(FRIDAY, 7, kind="cross"), "2608.00008", ""),
    ],
)
async def test_a_stale_feed_is_seen(
    now: datetime, stands: Said, newest: str, note: str, server: PaperServer, clock: LeapingClock
) -> None:
    clock.time = now
    server.answers |= {"/rss/cs.LG": stands, "/api/query": EMPTY}
    batches = await read(source_of(server, clock, "cs.LG"), cursor(date(2026, 8, 19), cs_LG=newest))
    told = batches[-1].suspicion + batches[-1].quiet
    assert note in told
    assert bool(note) == bool(told)


@pytest.mark.parametrize(
    "cursor", ["", "null", "[]", "2026-08-21", '{"day": "x"}', '{"day": "2026-08-21", "newest": 1}']
)
async def test_a_cursor_it_does_not_know_begins_anew(cursor: str, source: ArxivSource, server: PaperServer) -> None:
    server.answers["/oai"] = NO_LIST_OF_CHANGES
    assert len(await read(source, cursor)) == 2


async def test_one_paper_and_a_search(source: ArxivSource, server: PaperServer) -> None:
    server.answers["/api/query"] = Said(body=recorded("arxiv_answer.xml"), type=ATOM)
    found = await source.paper(PaperId("arxiv:2608.20001"))
    assert found
    assert found.version == 2
    assert server.asked[-1].query["id_list"] == "2608.20001"
    assert await source.paper(PaperId("doi:10.1234/abc")) is None
    assert len(await source.find('state-space "models" AND cat:x', 7)) == 2
    assert server.asked[-1].query["search_query"].startswith("all:state AND all:space AND all:models")
    assert server.asked[-1].query["max_results"] == "7"
    assert await source.find("()", 7) == ()


def due(source: ArxivSource, state: SourceState, now: datetime) -> datetime | None:
    return source.next_due(state, now)


def test_it_is_due_after_each_rebuild_and_never_in_the_rush(source: ArxivSource) -> None:
    friday = datetime(2026, 8, 21, 4, 11, tzinfo=UTC)
    fine = SourceState(name="arxiv", read_at=friday, outcome=FetchOutcome.FINE)
    assert due(source, fine, friday) == datetime(2026, 8, 24, 4, 10, tzinfo=UTC)
    early = SourceState(name="arxiv", read_at=friday - timedelta(minutes=5), outcome=FetchOutcome.FINE)
    assert due(source, early, friday) == datetime(2026, 8, 21, 4, 10, tzinfo=UTC)
    winter = SourceState(name="arxiv", read_at=datetime(2026, 11, 26, 9, tzinfo=UTC), outcome=FetchOutcome.FINE)
    assert due(source, winter, friday) == datetime(2026, 11, 30, 5, 10, tzinfo=UTC), "no feed after Thanksgiving"

    wrong = SourceState(name="arxiv", read_at=friday, outcome=FetchOutcome.SUSPICIOUS)
    assert due(source, wrong, friday) == friday + timedelta(hours=1)
    midnight = datetime(2026, 8, 21, 0, 20, tzinfo=UTC)
    failed = SourceState(name="arxiv", retry_at=midnight, outcome=FetchOutcome.FAILED)
    assert due(source, failed, friday) == datetime(2026, 8, 21, 1, tzinfo=UTC)
    assert due(source, SourceState(name="arxiv"), midnight) == datetime(2026, 8, 21, 1, tzinfo=UTC)
    assert due(source, SourceState(name="arxiv"), friday) == friday


def change(number: str, *versions: str, extra: str = "", gone: bool = False) -> str:
    told = "".join(
        f'<version version="v{n}"><date>{day}</date><source_type>{"I" if gone and n == len(versions) else "D"}'
        "</source_type></version>"
        for n, day in enumerate(versions, start=1)
    )
    return (
        f"<record><header><datestamp>2026-08-20</datestamp></header><metadata><arXivRaw><id>{number}</id>{told}"
        f"<title>Paper {number}</title><authors>Ada Alpha and Bob Beta</authors><categories>cs.LG stat.ML</categories>"
        f"{extra}<abstract>  Short.</abstract></arXivRaw></metadata></record>"
    )


def changes(*records: str, token: str = "") -> Said:
    more = f"<resumptionToken>{token}</resumptionToken>" if token else ""
    return Said(
        body=f"<OAI-PMH><ListRecords>{''.join(records)}{more}</ListRecords></OAI-PMH>".encode(), type="text/xml"
    )


JULY, AUGUST = "Tue, 14 Jul 2026 09:12:33 GMT", "Tue, 18 Aug 2026 09:12:33 GMT"


async def test_a_paper_held_for_weeks_and_announced_while_nobody_read_is_news(
    server: PaperServer, clock: LeapingClock
) -> None:
    source = source_of(server, clock, "cs.LG")
    server.answers |= {"/rss/cs.LG": feed(FRIDAY, 20003), "/oai": changes(change("2608.09001", JULY))}
    gap, day = await read(source, cursor(date(2026, 8, 17)))
    (held,) = gap.papers
    assert (held.id, held.published, held.authors) == ("arxiv:2608.09001", date(2026, 7, 14), ("Ada Alpha", "Bob Beta"))
    assert held.categories == ("cs.LG", "stat.ML")
    (asked,) = (asked for asked in server.asked if asked.path == "/oai")
    assert (asked.query["set"], asked.query["from"], "until" in asked.query) == ("cs:cs:LG", "2026-08-17", False)
    assert json.loads(day.cursor)["cs.LG"] == ["2026-08-21", "2608.20003"]
    assert not any(asked.path == "/api/query" for asked in server.asked)


async def test_changes_of_what_was_announced_before_are_updates(server: PaperServer, clock: LeapingClock) -> None:
    source = source_of(server, clock, "cs.LG")
    records = change("2607.00001", JULY), change("2608.00002", AUGUST, AUGUST), change("math/0309136", JULY)
    server.answers |= {"/rss/cs.LG": feed(FRIDAY, 20003), "/oai": changes(*records)}
    gap, _ = await read(source, cursor(date(2026, 8, 17)))
    assert gap.papers == ()
    assert [(paper.id, paper.version) for paper in gap.updates] == [
        ("arxiv:2607.00001", 1),
        ("arxiv:2608.00002", 2),
        ("arxiv:math/0309136", 1),
    ]


@pytest.mark.parametrize(
    "record",
    [
        change("2608.00002", AUGUST, AUGUST, gone=True),
        change("2608.00002", AUGUST, AUGUST, extra="<comments>Withdrawn by the authors</comments>"),
    ],
)
async def test_a_withdrawal_that_looks_like_a_replacement_is_noticed(
    record: str, server: PaperServer, clock: LeapingClock
) -> None:
    source = source_of(server, clock, "cs.LG")
    server.answers |= {"/rss/cs.LG": feed(FRIDAY, 2, kind="replace"), "/oai": changes(record)}
    batches = [batch async for batch in source.fetch(cursor(date(2026, 8, 20)))]
    assert [batch.day for batch in batches] == [FRIDAY, None, None]
    assert [paper.withdrawn for paper in batches[1].updates] == [True]
    again = [batch async for batch in source.fetch(batches[-1].cursor)]
    assert len(again) == 1, "changes are read once a day"


async def test_changes_come_in_pages_and_what_is_left_unread_is_read_another_day(
    server: PaperServer, clock: LeapingClock
) -> None:
    source = source_of(server, clock, "cs.LG")
    listed = "/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=cs%3Acs%3ALG&from=2026-08-19"
    server.answers |= {
        "/rss/cs.LG": feed(FRIDAY, 20003),
        listed: changes(change("2608.00002", AUGUST, AUGUST), token="a%3Db"),
        "/oai?verb=ListRecords&resumptionToken=a%253Db": Said(
            body=b'<OAI-PMH><error code="badResumptionToken">old</error></OAI-PMH>', type="text/xml"
        ),
    }
    at = [batch async for batch in source.fetch(cursor(date(2026, 8, 20)))][-1].cursor
    assert json.loads(at)["cs.LG"] == ["2026-08-21", "2608.20003", "2026-08-20"]
    server.answers["/oai?verb=ListRecords&resumptionToken=a%253Db"] = changes(change("2608.00003", AUGUST, AUGUST))
    at = [batch async for batch in source.fetch(at)][-1].cursor
    assert json.loads(at)["cs.LG"] == ["2026-08-21", "2608.20003"]


def test_sets_are_named_as_arxiv_names_them() -> None:
    assert [set_of(name) for name in ("cs.LG", "hep-th", "cond-mat.str-el", "q-bio.NC", "cs", "physics.atom-ph")] == [
        "cs:cs:LG",
        "physics:hep-th",
        "physics:cond-mat:str-el",
        "q-bio:q-bio:NC",
        "cs",
        "physics:physics:atom-ph",
    ]


@pytest.mark.parametrize(
    "body",
    [b"<html/>", b"<OAI-PMH/>", b'<OAI-PMH><error code="badArgument">until date too late</error></OAI-PMH>', b"<OAI-"],
)
def test_what_is_no_list_of_changes_is_said(body: bytes) -> None:
    with pytest.raises(SourceBroken):
        parse_changes(body)


def test_an_odd_change_costs_that_change() -> None:
    odd = change("2608.00001", "no date"), change("x", JULY), change("2608.00001"), "<record/>"
    page = parse_changes(changes(*odd, change("2608.00004", JULY)).body)
    assert ([paper.published for paper in page.changes], page.listed) == ([None, date(2026, 7, 14)], 5)


def test_fields_of_a_change_in_another_form_are_read() -> None:
    odd = change("2608.00001", JULY, extra="<doi>10.1000/A;10.1000/b, 10.1000/c</doi>").replace(
        "cs.LG stat", "cs.LG, stat"
    )
    (paper,) = parse_changes(changes(odd).body).changes
    assert paper.aliases == ("doi:10.1000/a", "doi:10.1000/b", "doi:10.1000/c")
    assert paper.categories == ("cs.LG", "stat.ML")


async def test_a_list_of_changes_that_goes_round_in_circles_ends_and_is_read_another_day(
    server: PaperServer, clock: LeapingClock
) -> None:
    source = source_of(server, clock, "cs.LG")
    circle = changes(change("2608.00001", JULY), token="again")
    server.answers |= {"/rss/cs.LG": feed(FRIDAY, 20003), "/oai": circle}
    batches = [batch async for batch in source.fetch(cursor(date(2026, 8, 20)))]
    assert sum(asked.path == "/oai" for asked in server.asked) == 2
    assert json.loads(batches[-1].cursor)["cs.LG"] == ["2026-08-21", "2608.20003", "2026-08-20"]


async def test_a_paper_announced_and_replaced_while_nobody_read_is_news(
    server: PaperServer, clock: LeapingClock
) -> None:
    source = source_of(server, clock, "cs.LG")
    held_since_july = change("2608.09001", JULY, AUGUST), change("2608.08000", JULY, AUGUST)
    server.answers |= {"/rss/cs.LG": feed(FRIDAY, 20003), "/oai": changes(*held_since_july)}
    gap, _ = await read(source, json.dumps({"cs.LG": ["2026-08-17", "2608.08999"]}))
    assert [(paper.id, paper.version, paper.published) for paper in gap.papers] == [
        ("arxiv:2608.09001", 2, date(2026, 8, 18))
    ], "it is of the first day of the gap at the earliest"
    assert [paper.id for paper in gap.updates] == ["arxiv:2608.08000"], "its number is of before"


@pytest.mark.parametrize("said", [changes(), NO_CHANGES])
async def test_missed_days_of_which_no_change_is_listed_are_asked_of_the_query_api(
    said: Said, server: PaperServer, clock: LeapingClock
) -> None:
    source = source_of(server, clock, "cs.LG")
    query = Said(body=recorded("arxiv_answer.xml"), type=ATOM)
    server.answers |= {"/rss/cs.LG": feed(FRIDAY, 20003), "/oai": said, "/api/query": query}
    gap, day = await read(source, cursor(date(2026, 8, 17)))
    assert [paper.id for paper in gap.papers] == ["arxiv:2608.20001", "arxiv:2608.20002"]
    assert json.loads(day.cursor)["cs.LG"] == ["2026-08-21", "2608.20003", "2026-08-18"], "and read another day"


async def test_changes_left_unread_before_a_gap_are_read_with_those_of_the_gap(
    server: PaperServer, clock: LeapingClock
) -> None:
    source = source_of(server, clock, "cs.LG")
    server.answers |= {"/rss/cs.LG": feed(FRIDAY, 20003), "/oai": changes(change("2608.09001", JULY))}
    await read(source, json.dumps({"cs.LG": ["2026-08-17", "2608.08999", "2026-08-05"]}))
    (asked,) = (asked for asked in server.asked if asked.path == "/oai")
    assert asked.query["from"] == "2026-08-04"
