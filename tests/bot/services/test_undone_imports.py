"""An import is taken back as one, and leaves what was before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import SourceDown
from bot.model import Paper, PaperId
from bot.store import open_store
from tests.bot.services.conftest import ADA, NOW, PAPERS, furnish

FIRST, SECOND, THIRD = (paper.id for paper in PAPERS)
BOTH = f"import {FIRST} {SECOND}"


async def marks(talk) -> dict[PaperId, bool | None]:
    return {paper: opinion.liked for paper, opinion in (await talk.store.feedback.opinions(ADA)).items()}


@pytest.mark.parametrize("undo", ["undo", "undo import", "undo my last import"])
async def test_an_undo_takes_a_whole_import_back_and_nothing_else(talk, shown, undo):
    await talk.ask(f"like {THIRD}")
    await talk.ask(f"dislike {FIRST}")
    assert "/papers undo import takes all of this import back." in shown(await talk.ask(f"{BOTH} {THIRD}"))
    assert await marks(talk) == {FIRST: True, SECOND: True, THIRD: True}
    assert "Your likes of 2 papers are taken back" in shown(await talk.ask(undo, event="e1"))
    assert await marks(talk) == {FIRST: False, THIRD: True}, "what was said before the import counts again"
    await talk.ask(undo, event="e1")
    assert await marks(talk) == {FIRST: False, THIRD: True}, "the platform told of it twice"


async def test_what_was_said_after_an_import_stays(talk, shown):
    await talk.ask(BOTH)
    await talk.ask(f"dislike {SECOND}")
    await talk.ask(f"like {THIRD}")
    assert PAPERS[0].title in shown(await talk.ask("undo import"))
    assert await marks(talk) == {SECOND: False, THIRD: True}
    assert "nothing that one liked still counts" in shown(await talk.ask("undo import"))


async def test_an_import_can_be_repeated_after_its_undo_and_two_are_taken_back_one_by_one(talk):
    await talk.ask(BOTH)
    await talk.ask("undo import")
    await talk.ask(BOTH)
    assert await marks(talk) == {FIRST: True, SECOND: True}
    await talk.ask(f"import {SECOND} {THIRD}")
    await talk.ask("undo import")
    assert await marks(talk) == {FIRST: True, SECOND: True}, "the second one liked only what was new"
    await talk.ask("undo import")
    assert await marks(talk) == {}


async def test_a_large_import_is_taken_back_whole(talk, shown):
    papers = [replace(PAPERS[0], id=PaperId(f"arxiv:2607.{number:05}")) for number in range(1, 121)]
    await talk.store.papers.add(papers, NOW)
    await talk.ask("import " + " ".join(paper.id for paper in papers))
    assert len(await marks(talk)) == len(papers)
    undone = shown(await talk.ask("undo"))
    assert "Your likes of 120 papers" in undone
    assert "and 100 more." in undone
    assert await marks(talk) == {}


async def test_an_import_under_way_is_stopped_by_its_undo(shown):
    async def silent(_: PaperId) -> Paper | None:
        raise SourceDown("arXiv is silent.", timedelta(minutes=1))

    store = await open_store("memory:")
    await store.papers.add(PAPERS, NOW)
    talk = furnish(store, silent)
    for undo in ("undo", "undo import"):
        await talk.ask(f"import {FIRST} 2401.00001 2401.00002")
        assert await store.imports.of(ADA)
        answer = shown(await talk.ask(undo))
        assert "no longer counts" in answer
        assert "2 papers of the import are not looked up any more." in answer
        assert await store.imports.of(ADA) is None
    await talk.ask("import 2401.00001")
    assert "Your import is stopped: 1 paper of the import is" in shown(await talk.ask("undo import"))
    await store.close()


async def test_an_undo_leaves_the_import_that_was_joined(shown):
    async def silent(_: PaperId) -> Paper | None:
        raise SourceDown("arXiv is silent.", timedelta(minutes=1))

    store = await open_store("memory:")
    await store.papers.add(PAPERS, NOW)
    talk = furnish(store, silent)
    await talk.ask(f"import {FIRST} 2401.00001")
    await talk.ask(f"import {SECOND} 2401.00002 2401.00003")
    answer = shown(await talk.ask("undo"))
    assert PAPERS[1].title in answer
    assert "2 papers of the import are not looked up any more." in answer
    assert await marks(talk) == {FIRST: True}
    job = await store.imports.of(ADA)
    assert job
    assert ([each.ids for each in job.left], job.total) == ([("arxiv:2401.00001",)], 1)

    await talk.ask("import 2401.00004")
    answer = shown(await talk.ask("undo"))
    assert "Your import is stopped: 1 paper of the import is" in answer, "the last one liked nothing yet"
    assert await marks(talk) == {FIRST: True}
    await store.close()


async def test_an_undo_of_one_paper_leaves_the_import_under_way(shown):
    async def silent(_: PaperId) -> Paper | None:
        raise SourceDown("arXiv is silent.", timedelta(minutes=1))

    store = await open_store("memory:")
    await store.papers.add(PAPERS, NOW)
    talk = furnish(store, silent)
    await talk.ask(f"import {FIRST} {SECOND} 2401.00001")
    assert "not looked up" not in shown(await talk.ask(f"undo like {FIRST}"))
    assert await marks(talk) == {SECOND: True}
    job = await store.imports.of(ADA)
    assert job
    assert len(job.left) == 1
    await store.close()
