"""An import likes what was meant, and asks where it can't be sure."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards.imports import imported_card
from bot.errors import NobodyToAsk, SourceDown
from bot.identity import find_paper_ids
from bot.model import Member, Paper, PaperId, Tenant
from bot.services import import_commands
from bot.services.import_commands import ImportCommands
from bot.store import open_store
from tests.bot.services.importing import importing_with

ADA = Member(tenant=Tenant("console", "here"), id="ada")
NOW = datetime(2026, 11, 26, tzinfo=UTC)
QWEN = Paper(id=PaperId("arxiv:2412.15115"), title="Qwen2.5 Technical Report", authors=("An Yang", "Bo Li"))
RIVERS = Paper(id=PaperId("doi:10.1101/2026.01.02.123456"), title="Notes on Rivers and Gardens", authors=("Bob Beta",))
HILLS = Paper(id=PaperId("arxiv:2601.00013"), title="Notes on Hills and Clouds", authors=("Cy Gamma",))
KNOWN_ELSEWHERE = Paper(id=PaperId("arxiv:2407.10671"), title="Qwen2 Technical Report", authors=("An Yang",))


@pytest.fixture
async def importing() -> AsyncIterator[ImportCommands]:
    async def lookup(paper: PaperId) -> Paper | None:
        if "silent" in paper:
            raise SourceDown("down", timedelta(minutes=1))
        return KNOWN_ELSEWHERE if paper == KNOWN_ELSEWHERE.id else None

    store = await open_store("memory:")
    await store.papers.add([QWEN, RIVERS, HILLS], NOW)
    yield importing_with(store, lookup)
    await store.close()


async def liked(importing: ImportCommands, text: str) -> list[str]:
    return [paper.id for paper in (await importing.import_text(ADA, text, NOW)).added]


async def test_nobody_is_kept_waiting_by_a_slow_source(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[PaperId] = []

    async def never(paper: PaperId) -> Paper | None:
        asked.append(paper)
        return await asyncio.Event().wait() and None

    monkeypatch.setattr(import_commands, "PATIENCE", 0.01)
    store = await open_store("memory:")
    await store.papers.add([QWEN], NOW)
    async with asyncio.timeout(5):
        done = await importing_with(store, never).import_text(ADA, "2401.00001 2401.00002 2412.15115 2401.00003", NOW)
    assert ([paper.id for paper in done.added], done.waiting, len(asked)) == ([QWEN.id], 3, 1)
    job = await store.imports.of(ADA)
    assert job
    assert len(job.left) == 3
    await store.close()


async def test_an_explicit_id_beats_a_similar_title(importing: ImportCommands) -> None:
    entry = "@misc{a, title={Qwen2 Technical Report}, author={Yang, An}, eprint={2407.10671}}"
    assert await liked(importing, entry) == [KNOWN_ELSEWHERE.id]


async def test_an_id_that_nobody_knows_is_not_found_whatever_the_title(importing: ImportCommands) -> None:
    done = await importing.import_text(ADA, f"@misc{{a, title={{{QWEN.title}}}, eprint={{2407.99999}}}}", NOW)
    assert (done.added, done.missing, done.doubts) == ((), (QWEN.title,), ())


async def test_a_doi_that_nobody_knows_leaves_it_to_a_near_certain_title(importing: ImportCommands) -> None:
    entry = "@article{a, title={Notes on {R}ivers and Gardens}, author={B. Beta}, doi={10.1000/journal}}"
    assert await liked(importing, entry) == [RIVERS.id]


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{a, title={Qwen2 Technical Report}}",
        "@misc{a, title={Notes on Hills and Clouds}, author={Somebody Else}}",
        "@misc{a, title={Notes on Hills and Crowds}, author={Somebody Else}}",
    ],
)
async def test_a_title_that_is_only_similar_is_asked(importing: ImportCommands, entry: str) -> None:
    done = await importing.import_text(ADA, entry, NOW)
    assert (done.added, done.missing) == ((), ())
    (doubt,) = done.doubts
    card = imported_card(done)
    assert "1 paper not liked, since I am not certain of it" in card.text
    assert card.rows[0].label.startswith("Not certain: ")
    assert card.rows[0].buttons[0].line == f"like {doubt.paper.id}"


async def test_a_title_that_is_certain_is_liked(importing: ImportCommands) -> None:
    assert await liked(importing, "@misc{a, title={Notes on {H}ills \\& {C}louds}, author={Gamma, C.}}") == [HILLS.id]


async def test_what_could_not_be_read_is_told_with_its_place(importing: ImportCommands) -> None:
    entries = "".join(f"@misc{{x, year={{{number}}}}}\n" for number in range(12))
    done = await importing.import_text(ADA, f"@misc{{a, eprint={{2601.00013}}}}\n{entries}", NOW)
    told = imported_card(done).text
    assert "12 of 13 could not be read: line 2; line 3;" in told
    assert "; and 2 more." in told


async def test_entries_that_repeat_others_are_counted(importing: ImportCommands) -> None:
    works = "@misc{a, title={Hills}, eprint={2601.00013}}\n@misc{b, title={Some Other Work}}\n"
    told = imported_card(await importing.import_text(ADA, works * 3 + "@misc{c, year={2000}}", NOW)).text
    assert "4 of 7 entries name what another one names." in told
    assert "1 of 7 could not be read: line 7." in told
    assert "entries" not in imported_card(await importing.import_text(ADA, works, NOW)).text


async def test_every_id_of_a_reference_is_asked_for(importing: ImportCommands) -> None:
    assert find_paper_ids("10.1000/other 2407.10671")
    assert await liked(importing, "@misc{a, doi={10.1000/other}, note={x}, url={arxiv.org/abs/2407.10671}}") == [
        KNOWN_ELSEWHERE.id
    ]


async def test_a_source_that_does_not_answer_is_not_a_no(importing: ImportCommands) -> None:
    done = await importing.import_text(ADA, "@misc{a, title={Held Notes}, doi={10.1000/silent}}", NOW)
    assert (done.missing, done.waiting) == ((), 1)
    assert "1 more paper can't be found here, so I ask the sources for it, slowly." in imported_card(done).text


async def test_the_next_import_goes_on_where_the_last_one_stopped(importing: ImportCommands) -> None:
    """What nobody knew is not asked for again and again, or the first unknown ones would bar the way for all others."""
    text = "2407.00001 2407.00002 2407.10671"
    first = await importing.import_text(ADA, text, NOW, lookups=2)
    assert (len(first.missing), first.waiting) == (2, 1)
    second = await importing.import_text(ADA, text, NOW, lookups=2)
    assert ([paper.id for paper in second.added], second.waiting) == ([KNOWN_ELSEWHERE.id], 0)


async def test_what_there_is_nobody_to_ask_for_is_not_said_to_be_unknown() -> None:
    """With the bundled sample alone no id is looked up, however many there are."""

    async def nobody(paper: PaperId) -> Paper | None:
        raise NobodyToAsk("No source that is read answers for single papers.")

    store = await open_store("memory:")
    text = "\n".join(["10.1000/182", *(f"2401.0000{number}" for number in range(1, 8))])
    done = await importing_with(store, nobody).import_text(ADA, text, NOW)
    assert (len(done.unasked), done.missing, done.waiting) == (8, (), 0)
    told = imported_card(done).text
    assert "Not looked up, since only the bundled sample is read here: " in told
    assert "Not found" not in told
    await store.close()


@pytest.mark.parametrize(("lookups", "asked"), [(0, 0), (2, 2), (3, 3), (9, 3)])
async def test_no_more_is_asked_of_the_sources_than_was_said_and_only_what_is_not_known_here(
    lookups: int, asked: int
) -> None:
    questions: list[PaperId] = []

    async def lookup(paper: PaperId) -> Paper | None:
        questions.append(paper)
        return None

    store = await open_store("memory:")
    await store.papers.add([HILLS], NOW)
    text = "2601.00013 2407.00001 2407.00002 2407.00003"
    done = await importing_with(store, lookup).import_text(ADA, text, NOW, lookups=lookups)
    assert [paper.id for paper in done.added] == [HILLS.id]
    assert (len(questions), len(done.missing), done.waiting) == (asked, asked, 3 - asked)
    await store.close()


async def test_what_nobody_can_be_asked_for_takes_no_question_from_the_others() -> None:
    questions: list[PaperId] = []

    async def lookup(paper: PaperId) -> Paper | None:
        if paper.startswith("doi:"):
            raise NobodyToAsk("No source that is read knows DOIs.")
        questions.append(paper)
        return None

    store = await open_store("memory:")
    text = "10.1000/1 10.1000/2 2407.00001 10.1000/3 2407.00002 2407.00003"
    done = await importing_with(store, lookup).import_text(ADA, text, NOW, lookups=2)
    assert (len(questions), len(done.unasked), done.waiting) == (2, 3, 1)
    await store.close()


async def test_an_import_tells_how_far_it_is(importing: ImportCommands) -> None:
    told: list[tuple[int, int]] = []
    await importing.import_text(ADA, f"{HILLS.id}\n{QWEN.id}", NOW, progress=lambda *done: told.append(done))
    assert told == [(0, 2), (1, 2)]


async def test_what_a_title_alone_can_not_find_is_told_with_what_helps(importing: ImportCommands) -> None:
    told = imported_card(await importing.import_text(ADA, "@misc{a, title={Some Unheard Work of Old}}", NOW)).text
    assert "Not found: Some Unheard Work of Old.\nA title alone finds only what is stored here;" in told
    told = imported_card(await importing.import_text(ADA, "2401.99999", NOW)).text
    assert "Not found: 2401.99999." in told
    assert "title" not in told
