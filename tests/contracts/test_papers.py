"""What every store promises about papers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.model import Batch, FetchOutcome, Organisation, Paper, PaperId, SourceState
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 3, 2, 8, 30, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DAY = date(2026, 3, 2)

WHOLE = Paper(
    id=PaperId("arxiv:2603.00001"),
    title="Reading “ﬁne” print: a study of 语言模型",
    abstract="We read.",
    authors=("Ada Ö. Lovelace", "Bo"),
    organisation=Organisation(slug="acme", name="Acme Research"),
    published=DAY - timedelta(days=1),
    featured=DAY,
    version=2,
    aliases=(PaperId("doi:10.1234/abc"),),
    categories=("cs.CL", "cs.LG"),
    upvotes=12,
    comments=3,
    repository="https://github.com/acme/read",
    stars=40,
    project_page="https://acme.example/read",
    summary="It reads.",
    keywords=("reading", "print"),
    thumbnail="https://acme.example/read.png",
    submitter="bo",
    sources=("huggingface",),
)


def paper(number: int, **facts: object) -> Paper:
    return replace(Paper(id=PaperId(f"arxiv:2603.{number:05}"), title=f"Paper {number}"), **facts)  # type: ignore[arg-type]


def batch(*papers: Paper, cursor: str = "1", day: date | None = DAY, suspicion: str = "") -> Batch:
    return Batch(papers=papers, cursor=cursor, day=day, listed=len(papers), suspicion=suspicion)


async def test_a_paper_comes_back_whole(store: Store, reopen: Reopen) -> None:
    assert await store.papers.commit("huggingface", batch(WHOLE), NOW) == [WHOLE.id]
    store = await reopen()
    assert await store.papers.get([WHOLE.id]) == {WHOLE.id: replace(WHOLE, first_seen=NOW)}


async def test_papers_are_found_by_any_of_their_ids_and_keyed_as_asked(store: Store, reopen: Reopen) -> None:
    await store.papers.add([WHOLE, paper(2)], NOW)
    store = await reopen()
    alias, unknown = WHOLE.aliases[0], PaperId("arxiv:2603.09999")
    found = await store.papers.get([alias, paper(2).id, unknown])
    assert {asked: known.id for asked, known in found.items()} == {alias: WHOLE.id, paper(2).id: paper(2).id}


async def test_only_papers_never_seen_are_new(store: Store, reopen: Reopen) -> None:
    await store.papers.commit("huggingface", batch(paper(1), paper(2)), NOW)
    store = await reopen()
    assert await store.papers.commit("arxiv", batch(paper(2), paper(3), paper(3)), LATER) == [paper(3).id]
    assert await store.papers.count() == 3


async def test_a_known_paper_is_merged_and_its_first_seen_never_moves(store: Store, reopen: Reopen) -> None:
    await store.papers.add([paper(1, upvotes=1, first_seen=NOW - timedelta(days=9))], NOW)
    store = await reopen()
    assert await store.papers.add([paper(1, version=3, upvotes=7, first_seen=NOW - timedelta(days=99))], LATER) == []
    known = (await store.papers.get([paper(1).id]))[paper(1).id]
    assert (known.version, known.upvotes, known.first_seen) == (3, 7, NOW)


async def test_a_paper_is_revised_by_another_text_of_a_later_version_and_by_nothing_less(
    store: Store, reopen: Reopen
) -> None:
    first = paper(1, abstract="We try.")
    await store.papers.add([first], NOW)
    for same in (replace(first, upvotes=9), replace(first, version=2), replace(first, repository="https://a.example")):
        await store.papers.add([same], LATER)
    assert (await store.papers.get([first.id]))[first.id].revised is None
    await store.papers.add([replace(first, version=3, abstract="We show.")], LATER)
    await store.papers.add([replace(first, version=3, abstract="We show.", upvotes=10)], LATER + timedelta(days=1))
    store = await reopen()
    assert (await store.papers.get([first.id]))[first.id].revised == LATER
    await store.papers.add([replace(first, version=3, withdrawn=True)], LATER + timedelta(days=2))
    assert (await store.papers.get([first.id]))[first.id].revised == LATER + timedelta(days=2)


async def test_a_paper_known_by_an_alias_is_not_new(store: Store, reopen: Reopen) -> None:
    by_doi = Paper(id=PaperId("doi:10.1234/abc"), title="By DOI")
    await store.papers.add([by_doi], NOW)
    store = await reopen()
    assert await store.papers.add([WHOLE], LATER) == []
    found = await store.papers.get([by_doi.id, WHOLE.id])
    assert found[by_doi.id] == found[WHOLE.id]
    assert found[WHOLE.id].first_seen == NOW
    assert by_doi.id not in found[by_doi.id].aliases or found[by_doi.id].id == WHOLE.id


async def test_two_stored_papers_that_turn_out_to_be_one_become_one(store: Store, reopen: Reopen) -> None:
    by_doi = Paper(id=PaperId("doi:10.1234/abc"), title="By DOI", published=DAY)
    by_arxiv = replace(WHOLE, aliases=())
    await store.papers.add([by_doi, paper(2)], NOW)
    await store.papers.add([by_arxiv], LATER)
    store = await reopen()
    assert await store.papers.add([WHOLE], LATER) == []
    assert await store.papers.count() == 2
    found = await store.papers.get([by_doi.id, by_arxiv.id])
    assert found[by_doi.id] == found[by_arxiv.id]
    assert found[by_arxiv.id].first_seen == NOW
    assert await store.papers.add([by_doi, by_arxiv, paper(4)], LATER) == [paper(4).id]


async def test_two_records_of_one_work_in_one_batch_are_one_paper(store: Store) -> None:
    assert await store.papers.add([paper(1), paper(1, upvotes=5), paper(2)], NOW) == [paper(1).id, paper(2).id]
    assert (await store.papers.get([paper(1).id]))[paper(1).id].upvotes == 5


async def test_a_day_lists_its_papers_most_upvotes_first(store: Store, reopen: Reopen) -> None:
    papers = [
        paper(1, featured=DAY, upvotes=3),
        paper(3, published=DAY, upvotes=9),
        paper(2, featured=DAY, published=DAY - timedelta(days=5), upvotes=9),
        paper(4, featured=DAY + timedelta(days=1), published=DAY, upvotes=50),
        paper(5),
    ]
    await store.papers.add(papers, NOW)
    store = await reopen()
    assert [found.id for found in await store.papers.on_day(DAY)] == [paper(2).id, paper(3).id, paper(1).id]
    both = await store.papers.between(DAY, DAY + timedelta(days=1), limit=2)
    assert [found.id for found in both] == [paper(4).id, paper(2).id]
    assert len(await store.papers.between(DAY, DAY + timedelta(days=1))) == 4


async def test_the_latest_day_is_the_newest_stored_on_or_before_one(store: Store, reopen: Reopen) -> None:
    assert await store.papers.latest_day() is None
    await store.papers.add([paper(1, featured=DAY), paper(2, published=DAY - timedelta(days=3)), paper(3)], NOW)
    store = await reopen()
    assert await store.papers.latest_day() == DAY
    assert await store.papers.latest_day(DAY) == DAY
    assert await store.papers.latest_day(DAY - timedelta(days=1)) == DAY - timedelta(days=3)
    assert await store.papers.latest_day(DAY - timedelta(days=4)) is None


async def test_the_earliest_day_after_one_is_the_next_with_papers(store: Store, reopen: Reopen) -> None:
    await store.papers.add([paper(1, featured=DAY), paper(2, published=DAY - timedelta(days=3)), paper(3)], NOW)
    store = await reopen()
    assert await store.papers.earliest_day(DAY - timedelta(days=9)) == DAY - timedelta(days=3)
    assert await store.papers.earliest_day(DAY - timedelta(days=3)) == DAY
    assert await store.papers.earliest_day(DAY) is None


async def test_papers_seen_since_come_oldest_first(store: Store, reopen: Reopen) -> None:
    await store.papers.add([paper(2), paper(1)], NOW)
    await store.papers.add([paper(3), paper(2)], LATER)
    store = await reopen()
    before = NOW - timedelta(microseconds=1)
    assert [found.id for found in await store.papers.seen_since(before)] == [paper(n).id for n in (2, 1, 3)]
    assert [found.id for found in await store.papers.seen_since(NOW)] == [paper(3).id]


async def test_papers_seen_since_are_those_of_a_day_or_later_where_one_is_given(store: Store, reopen: Reopen) -> None:
    days = {1: DAY, 2: DAY - timedelta(days=1), 3: DAY - timedelta(days=2)}
    await store.papers.add([paper(number, featured=day) for number, day in days.items()], NOW)
    await store.papers.add([paper(4, featured=DAY)], NOW - timedelta(days=3))
    await store.papers.add([paper(5, featured=None, published=None)], NOW)
    store = await reopen()
    before = NOW - timedelta(microseconds=1)
    found = await store.papers.seen_since(before, DAY - timedelta(days=1))
    assert [each.id for each in found] == [paper(number).id for number in (1, 2)]


async def test_a_sample_is_the_newest_papers(store: Store, reopen: Reopen) -> None:
    await store.papers.add([paper(number) for number in (5, 1, 4)], NOW)
    store = await reopen()
    assert [found.id for found in await store.papers.sample(2)] == [paper(4).id, paper(1).id]


async def test_a_commit_moves_the_cursor_and_clears_a_failure(store: Store, reopen: Reopen) -> None:
    await store.papers.failed("arxiv", "no answer", NOW, LATER)
    await store.papers.commit("arxiv", batch(paper(1), cursor="c7"), LATER)
    store = await reopen()
    assert await store.papers.source_states() == [
        SourceState(name="arxiv", cursor="c7", outcome=FetchOutcome.FINE, read_at=LATER)
    ]


async def test_a_suspicious_batch_is_stored_and_says_why(store: Store, reopen: Reopen) -> None:
    assert await store.papers.commit("arxiv", batch(paper(1), suspicion="only one"), NOW) == [paper(1).id]
    store = await reopen()
    (state,) = await store.papers.source_states()
    assert (state.outcome, state.note) == (FetchOutcome.SUSPICIOUS, "only one")


async def test_how_many_records_were_skipped_is_kept_with_the_reading(store: Store, reopen: Reopen) -> None:
    await store.papers.commit("arxiv", replace(batch(paper(1)), skipped=3), NOW)
    store = await reopen()
    (state,) = await store.papers.source_states()
    assert (state.outcome, state.skipped) == (FetchOutcome.FINE, 3)


async def test_a_failure_keeps_the_cursor_and_when_failing_began(store: Store, reopen: Reopen) -> None:
    await store.papers.commit("arxiv", batch(paper(1), cursor="c7"), NOW)
    await store.papers.failed("arxiv", "first", LATER, LATER + timedelta(hours=1))
    await store.papers.failed("arxiv", "second", LATER + timedelta(hours=1), LATER + timedelta(hours=2))
    await store.papers.failed("huggingface", "down", NOW, LATER)
    store = await reopen()
    arxiv, huggingface = await store.papers.source_states()
    assert arxiv == SourceState(
        name="arxiv",
        cursor="c7",
        outcome=FetchOutcome.FAILED,
        note="second",
        read_at=NOW,
        failing_since=LATER,
        retry_at=LATER + timedelta(hours=2),
    )
    assert (huggingface.cursor, huggingface.failing_since) == (None, NOW)


async def test_what_a_source_listed_for_a_day_is_what_it_listed_last(store: Store, reopen: Reopen) -> None:
    await store.papers.commit("huggingface", batch(paper(1), paper(2)), NOW)
    await store.papers.commit("huggingface", batch(paper(3), paper(2), cursor="2"), LATER)
    await store.papers.commit("arxiv", batch(paper(9)), LATER)
    await store.papers.commit("huggingface", batch(paper(8), day=None), LATER)
    store = await reopen()
    assert await store.papers.listed_on("huggingface", DAY) == [paper(3).id, paper(2).id]
    assert await store.papers.listed_on("huggingface", DAY + timedelta(days=1)) == []


async def test_an_empty_batch_moves_the_cursor(store: Store) -> None:
    assert await store.papers.commit("arxiv", batch(cursor="c2"), NOW) == []
    assert [state.cursor for state in await store.papers.source_states()] == ["c2"]
