"""An import goes on in the background, over restarts and silent sources, and tells its end once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.commands import parse
from bot.errors import SourceBroken, SourceDown, StoreUnreachable
from bot.model import Card, Channel, Feedback, ImportJob, Member, Paper, PaperId, Reference, Request, Signal, Tenant
from bot.ports.imports import Imports
from bot.ports.store import Store
from bot.services.import_commands import ImportCommands
from bot.services.import_jobs import ImportJobs
from bot.services.reference_finder import ReferenceFinder
from bot.store import open_store
from bot.store.sql import imports as sql_imports
from tests.bot.sources.conftest import LeapingClock

ENDS_AFTER = timedelta(days=2)

ADA = Member(tenant=Tenant("slack", "T1"), id="ada")
NOW = datetime(2026, 11, 26, tzinfo=UTC)
STORED = Paper(id=PaperId("arxiv:2412.15115"), title="Qwen2.5 Technical Report", authors=("An Yang",))
AFAR = {
    PaperId(f"arxiv:2401.{number:05}"): Paper(id=PaperId(f"arxiv:2401.{number:05}"), title=f"From Afar {number}")
    for number in range(1, 10)
}
SILENT = PaperId("doi:10.1000/silent")
ASKED = "2401.00001 2401.00002 2401.99999 2401.00003"


class DiedError(BaseException):
    """The process was killed."""


@dataclass
class Sources:
    """Know the papers from afar; ``dies_at`` this question, and ``silent`` for as long as that is set."""

    store: Store
    asked: list[PaperId] = field(default_factory=list)
    dies_at: int = 0
    silent: bool = True

    async def look_up(self, paper: PaperId) -> Paper | None:
        self.asked.append(paper)
        if self.dies_at == len(self.asked):
            raise DiedError
        if self.silent and paper == SILENT:
            raise SourceDown("down", timedelta(hours=1))
        if found := AFAR.get(paper):
            await self.store.papers.add([found], NOW)
        return found


@dataclass
class Process:
    """One life of the program over a database."""

    store: Store
    sources: Sources
    told: list[Card]
    clock: LeapingClock

    def __post_init__(self) -> None:
        async def tell(member: Member, card: Card) -> None:
            assert member == ADA
            self.told.append(card)

        store = self.store
        finder = ReferenceFinder(store.papers, store.search, self.sources.look_up, self.clock)
        self.jobs = ImportJobs(store.imports, finder, store.papers, store.feedback, tell, self.clock)
        self.commands = ImportCommands(finder, store.feedback, self.jobs)

    async def liked(self) -> set[str]:
        return {paper for paper, opinion in (await self.store.feedback.opinions(ADA)).items() if opinion.liked}

    async def all_done(self) -> None:
        """Go on in the background until nothing is left to do."""
        running = asyncio.ensure_future(self.jobs.run())
        while await self.store.imports.first() and not running.done():  # noqa: ASYNC110  it tells nobody
            await asyncio.sleep(0)
        running.cancel()


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[Process]:
    store = await open_store("memory:")
    await store.papers.add([STORED], NOW)
    yield Process(store, Sources(store), [], LeapingClock(NOW))
    await store.close()


async def begin(process: Process, text: str) -> str:
    done = await process.commands.import_text(ADA, text, NOW, lookups=0)
    return f"{len(done.added)} liked, {done.waiting} wait"


async def test_what_is_stored_is_liked_at_once_and_the_rest_in_the_background(process: Process) -> None:
    assert await begin(process, f"{STORED.id} {ASKED}") == "1 liked, 4 wait"
    assert process.sources.asked == []
    await process.all_done()
    assert await process.liked() == {STORED.id, *list(AFAR)[:3]}
    (card,) = process.told
    assert card.title == "Your import is done"
    assert card.text == (
        "4 papers looked up, 3 of them newly liked.\nNot found: 2401.99999.\n"
        "/papers undo import takes all of this import back."
    )
    assert card.rows[0].buttons[0].line == "undo like arxiv:2401.00001"


async def test_a_restart_goes_on_where_the_last_life_ended(tmp_path: Path) -> None:
    url, told = f"sqlite:///{tmp_path / 'paperboy.db'}", list[Card]()
    store = await open_store(url)
    first = Process(store, Sources(store, dies_at=3), told, LeapingClock(NOW))
    await begin(first, ASKED)
    with pytest.raises(DiedError):
        await first.jobs.run()
    await store.close()
    store = await open_store(url)
    second = Process(store, Sources(store), told, LeapingClock(NOW))
    finished = await second.jobs.finish(ADA, lambda *_: None)
    assert second.sources.asked == ["arxiv:2401.99999", "arxiv:2401.00003"]
    assert await second.liked() == set(list(AFAR)[:3])
    assert finished is not None
    assert "3 of them newly liked" in finished.text
    await store.close()


async def test_an_end_that_was_being_told_when_the_process_died_is_not_told_again(process: Process) -> None:
    """It can be asked for, until something new is imported or two days went by."""
    told = process.told

    class DiesAfterTelling(list[Card]):
        def append(self, card: Card) -> None:
            super().append(card)
            raise DiedError

    process.told = DiesAfterTelling(told)
    await begin(process, "2401.00001 2401.99999")
    with pytest.raises(DiedError):
        await process.jobs.run()
    second = Process(process.store, process.sources, [], process.clock)
    asked_again = await ask(second, "")
    assert asked_again.title == "Your import is done"
    assert "Not found: 2401.99999." in asked_again.text
    assert await second.jobs.finish(ADA, lambda *_: None) is None
    await second.all_done()
    assert second.told == []
    assert "no import under way" in (await ask(second, "")).text


async def test_a_silent_source_is_waited_for_and_named_only_after_days(process: Process) -> None:
    await begin(process, f"2401.00001 {SILENT}")
    await process.all_done()
    assert process.clock.now() - NOW > ENDS_AFTER
    assert 40 < process.sources.asked.count(SILENT) < 60
    assert "Could not be looked up: 10.1000/silent." in process.told[0].text


async def test_progress_is_told_on_request(process: Process) -> None:
    assert "no import under way" in (await ask(process, "")).text
    await process.jobs.begin(ADA, tuple(Reference((paper,)) for paper in (*AFAR, SILENT)), NOW)
    card = await process.jobs.finish(ADA, lambda *_: None)
    assert card is not None
    assert card.title == "Your import is not done yet"
    assert "9 of 10 papers looked up, 9 of them newly liked." in (await ask(process, "")).text


async def ask(process: Process, text: str) -> Card:
    request = Request(member=ADA, command=parse(f"import {text}"), at=NOW, channel=Channel(ADA.tenant, "C"))
    return (await process.commands.handlers["import"](request)).card


async def test_a_second_import_joins_the_first_and_nothing_is_asked_twice(process: Process) -> None:
    await begin(process, "2401.00001 2401.00002")
    await begin(process, "2401.00002 2401.00003")
    await process.all_done()
    assert len(process.sources.asked) == 3
    assert "3 papers looked up" in process.told[0].text


async def test_who_is_forgotten_meanwhile_gets_no_likes_and_no_row(process: Process) -> None:
    await begin(process, ASKED)
    job = await process.store.imports.first()
    await process.store.privacy.forget(ADA)
    assert job is not None
    await process.jobs._step(job)
    assert await process.liked() == set()
    assert await process.store.imports.first() is None
    assert process.told == []


async def test_a_like_that_is_there_already_is_not_given_again(process: Process) -> None:
    paper = next(iter(AFAR))
    await process.store.feedback.append(Feedback(member=ADA, paper=paper, signal=Signal.LIKE, at=NOW))
    await begin(process, "2401.00001")
    await process.all_done()
    assert len(await process.store.feedback.of(ADA)) == 1
    assert "1 paper looked up, 0 of them newly liked." in process.told[0].text


class Meanwhile:
    """Imports in which something happens right after the background saw one that ``when`` holds for."""

    def __init__(
        self, imports: Imports, when: Callable[[ImportJob], bool], happens: Callable[[], Awaitable[object]]
    ) -> None:
        self._imports = imports
        self._when = when
        self._happens = happens

    def __getattr__(self, name: str) -> Any:
        return getattr(self._imports, name)

    async def first(self) -> ImportJob | None:
        job = await self._imports.first()
        if job and self._when(job):
            self._when = lambda _: False
            await self._happens()
        return job


def all_asked(job: ImportJob) -> bool:
    return not (job.left or job.ended)


async def test_who_is_forgotten_just_before_the_end_is_told_nothing(process: Process) -> None:
    process.jobs._imports = Meanwhile(process.store.imports, all_asked, lambda: process.store.privacy.forget(ADA))
    await begin(process, "2401.00001")
    await process.all_done()
    assert process.told == []


async def test_what_is_added_just_before_the_end_is_told_with_the_rest_once(process: Process) -> None:
    process.jobs._imports = Meanwhile(process.store.imports, all_asked, lambda: begin(process, "2401.00002"))
    await begin(process, "2401.00001")
    await process.all_done()
    assert ["2 papers looked up, 2 of them newly liked." in card.text for card in process.told] == [True]


async def test_an_import_begun_while_the_last_one_is_cleared_away_goes_on(process: Process) -> None:
    def over(job: ImportJob) -> bool:
        return job.ended and process.clock.now() >= job.due

    process.jobs._imports = Meanwhile(process.store.imports, over, lambda: begin(process, "2401.00002"))
    await begin(process, "2401.00001")
    await process.all_done()
    assert ["1 paper looked up, 1 of them newly liked." in card.text for card in process.told] == [True, True]


async def test_what_came_of_an_import_can_be_asked_for_two_days(process: Process) -> None:
    await begin(process, "2401.00001")
    running = asyncio.ensure_future(process.jobs.run())
    while not process.told:  # noqa: ASYNC110  it tells nobody
        await asyncio.sleep(0)
    running.cancel()
    ended = await process.store.imports.first()
    assert ended is not None
    assert ended.due - process.clock.now() == timedelta(days=2)
    assert (await ask(process, "")).title == "Your import is done"
    await process.all_done()
    assert process.clock.now() - NOW == timedelta(days=2)
    assert "no import under way" in (await ask(process, "")).text


async def test_a_source_that_answers_nonsense_is_asked_again_after_ten_minutes(process: Process) -> None:
    async def nonsense(paper: PaperId) -> Paper | None:
        raise SourceBroken("no JSON")

    process.sources.look_up = nonsense  # type: ignore[method-assign]
    process = Process(process.store, process.sources, [], process.clock)
    await begin(process, "2401.00001")
    assert await process.jobs.finish(ADA, lambda *_: None) is not None
    waits = await process.store.imports.first()
    assert waits is not None
    assert waits.due - NOW == timedelta(minutes=10)


async def test_a_reference_that_breaks_its_reader_is_named_and_holds_up_nobody(process: Process) -> None:
    look_up = process.sources.look_up

    async def breaks(paper: PaperId) -> Paper | None:
        if paper == "arxiv:2401.00002":
            raise KeyError("title")
        return await look_up(paper)

    process.sources.look_up = breaks  # type: ignore[method-assign]
    process = Process(process.store, process.sources, [], process.clock)
    await begin(process, "2401.00001 2401.00002 2401.00003")
    await process.all_done()
    assert await process.liked() == {"arxiv:2401.00001", "arxiv:2401.00003"}
    (card,) = process.told
    assert "2 papers looked up, 2 of them newly liked.\nCould not be looked up: 2401.00002." in card.text


async def test_what_a_source_always_stumbles_over_holds_up_no_other(process: Process) -> None:
    look_up = process.sources.look_up

    async def stumbles(paper: PaperId) -> Paper | None:
        if paper == "arxiv:2401.00001":
            raise SourceDown("Crossref does not answer just now.", timedelta(hours=1))
        return await look_up(paper)

    process.sources.look_up = stumbles  # type: ignore[method-assign]
    process = Process(process.store, process.sources, [], process.clock)
    await begin(process, "2401.00001 2401.00002 2401.00003")
    await process.all_done()
    assert await process.liked() == {"arxiv:2401.00002", "arxiv:2401.00003"}
    (card,) = process.told
    assert "2 papers looked up, 2 of them newly liked.\nCould not be looked up: 2401.00001." in card.text


async def test_a_database_that_is_away_costs_no_reference(process: Process) -> None:
    async def away(*_: object) -> Paper | None:
        raise StoreUnreachable("away")

    process.sources.look_up = away  # type: ignore[method-assign]
    process = Process(process.store, process.sources, [], process.clock)
    await begin(process, "2401.00001")
    with pytest.raises(StoreUnreachable):
        await process.jobs.run()
    job = await process.store.imports.of(ADA)
    assert job is not None
    assert len(job.left) == 1


async def test_an_import_that_another_had_joined_is_told_without_the_other(process: Process) -> None:
    later = NOW + timedelta(minutes=1)
    await process.commands.import_text(ADA, "2401.00001 2401.00002", NOW, lookups=0)
    await process.commands.import_text(ADA, "2401.00002 2401.00003 2401.00004", later, lookups=0)
    assert await process.jobs.last_asked(ADA) == later
    assert await process.jobs.stop(ADA, later) == 2
    await process.all_done()
    assert await process.liked() == set(list(AFAR)[:2])
    (card,) = process.told
    assert card.text.startswith("2 papers looked up, 2 of them newly liked.")
    assert {line.at for line in await process.store.feedback.standing(ADA)} == {NOW}


async def test_what_joined_imports_like_has_the_moment_of_each(process: Process) -> None:
    later = NOW + timedelta(minutes=1)
    await process.commands.import_text(ADA, "2401.00001", NOW, lookups=0)
    await process.commands.import_text(ADA, "2401.00002", later, lookups=0)
    await process.all_done()
    assert {line.paper: line.at for line in await process.store.feedback.standing(ADA)} == {
        "arxiv:2401.00001": NOW,
        "arxiv:2401.00002": later,
    }


async def test_a_long_import_is_not_read_anew_at_each_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'paperboy.db'}")
    left = tuple(Reference((PaperId(f"doi:10.1000/{number}"),), f"Notes {number}") for number in range(50))
    await store.imports.change(ADA, lambda _: ImportJob(member=ADA, due=NOW, since=NOW, left=left, total=len(left)))
    read, job_of = [], sql_imports._job
    monkeypatch.setattr(sql_imports, "_job", lambda row: (read.append(row), job_of(row))[1])
    for _ in range(10):
        job = await store.imports.first()
        assert job
        rest = job.left[1:]
        await store.imports.change(ADA, lambda standing, rest=rest: standing and replace(standing, left=rest))
    kept = await store.imports.of(ADA)
    await store.close()
    assert kept
    assert len(kept.left) == 40
    assert not read
