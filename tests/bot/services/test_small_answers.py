"""Answers that one branch decides: what is told of nothing, of a form, of a reaction found later, of three keywords."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import parse
from bot.model import Capabilities, Feedback, Organisation, Paper, PaperId, Request, Signal
from bot.services.dispatch import Dispatcher
from bot.store import open_store
from tests.bot.services.conftest import ADA, NOW, PAPERS, ROOM, Conversation, furnish


@pytest.fixture
async def nothing() -> AsyncIterator[Conversation]:
    """A core whose store has no paper yet."""
    store = await open_store("memory:")
    yield furnish(store)
    await store.close()


@pytest.mark.parametrize("line", ["today", "today 2026-08-01", "trending month", "search robots"])
async def test_before_any_paper_came_that_is_said_and_no_day_is_called_empty(nothing: Conversation, line: str) -> None:
    card = (await nothing.ask(line)).card
    assert not card.papers
    assert "no papers yet" in f"{card.title} {card.text}".casefold()


async def test_that_papers_come_without_categories_is_said_where_one_is_asked_for(talk: Conversation) -> None:
    told = "categor"
    without = (await talk.ask("search category:cs.XX zebras")).card
    assert told in without.text
    await talk.store.papers.add([replace(PAPERS[0], id=PaperId("arxiv:2608.00009"), categories=("cs.CL",))], NOW)
    with_some = (await talk.ask("search category:cs.XX zebras")).card
    assert without.text != with_some.text


async def test_only_subscribe_has_a_form_that_shows_what_is_set(talk: Conversation) -> None:
    request = Request(member=ADA, command=parse("subscribe"), at=NOW, channel=ROOM)
    assert await talk.core.form_values(request, "subscribe") == {"time": "09:00"}
    assert await talk.core.form_values(request, "search") == {}


async def test_an_emoji_found_later_is_a_sign_of_life_where_it_was_news(talk: Conversation) -> None:
    since = NOW - timedelta(days=1)
    await talk.react("m1", "👍", at=NOW, late=True)
    assert await talk.store.memberships.of(ROOM, since) == [ADA]
    await talk.react("m1", "👍", at=NOW + timedelta(days=9), late=True)
    assert not await talk.store.memberships.of(ROOM, NOW + timedelta(days=1))


async def test_a_receipt_says_in_two_keywords_what_it_was_about(talk: Conversation) -> None:
    await talk.store.papers.add([replace(PAPERS[1], keywords=("stripes", "grass", "lions"))], NOW)
    told = (await talk.ask("like 2608.00002")).card
    assert "stripes, grass" in f"{told.title} {told.text}"
    assert "lions" not in f"{told.title} {told.text}"


async def test_an_undo_finds_the_last_reaction_that_counts_however_many_were_taken_back_since(
    talk: Conversation,
) -> None:
    papers = [Paper(id=PaperId(f"arxiv:2607.{number:05}"), title=f"Zebras {number}") for number in range(61)]
    await talk.store.papers.add(papers, NOW)
    for number, paper in enumerate(papers):
        at = NOW + timedelta(minutes=number)
        await talk.store.feedback.append(Feedback(member=ADA, paper=paper.id, signal=Signal.LIKE, at=at))
        if number:
            gone = Feedback(
                member=ADA, paper=paper.id, signal=Signal.LIKE, at=at + timedelta(seconds=1), retracted=True
            )
            await talk.store.feedback.append(gone)
    talk.clock.time = NOW + timedelta(days=1)
    assert "Zebras 0" in (await talk.ask("undo")).card.text
    assert not await talk.store.feedback.opinions(ADA)


async def test_one_paper_is_shown_to_all_where_nothing_can_be_private_and_what_is_one_s_own_is_not(
    talk: Conversation,
) -> None:
    assert (await talk.ask("paper 2608.00001")).shareable
    assert not (await talk.ask("saved")).shareable


async def test_of_each_kind_of_interest_some_are_offered_topics_first(talk: Conversation) -> None:
    many = [
        replace(
            PAPERS[0],
            id=PaperId(f"arxiv:2607.{number:05}"),
            keywords=(f"zebra {number:02}",),
            organisation=Organisation(slug=f"zebra-{number}", name=f"Zebra Lab {number:02}"),
            categories=(f"zebra.{number:02}",),
            authors=(f"Zebra Smith{number}",),
        )
        for number in range(20)
    ]
    await talk.store.papers.add(many, NOW)
    offered = [choice.value for choice in await talk.core.complete(ADA, "follow", "interest", "zebra")]
    kinds = [value.partition(":")[0] if ":" in value else "topic" for value in offered]
    assert kinds == ["topic"] * 12 + ["org"] * 5 + ["category"] * 4 + ["author"] * 4


@pytest.mark.parametrize("shared", [True, False])
async def test_only_where_many_share_a_platform_is_somebody_sent_away_for_asking_too_much(
    talk: Conversation, shared: bool
) -> None:
    core: Dispatcher = talk.core
    core._capabilities = {"console": Capabilities(shared=shared)}
    answers = [await talk.ask("help", at=NOW) for _ in range(70)]
    assert bool(answers[-1].card.problem) == shared


async def test_several_papers_of_which_the_same_was_said_before_are_told_so(talk: Conversation) -> None:
    """ "save 1 2 3" of what was saved a moment ago was confirmed as if it had an effect."""
    one, two = (each.id.removeprefix("arxiv:") for each in PAPERS[:2])
    await talk.ask(f"save {one}")
    line = f"save {one} and {two}"
    assert (await talk.ask(line)).card.text == "Saved: 2 papers. You had said so of 1 of them already."
    assert (await talk.ask(line)).card.text == "Saved: 2 papers. You had said so of all of them already."
