"""A plain yes answers the question that was asked just before; several commands of one line are all answered."""

from datetime import timedelta

import pytest

from bot.cards import questions
from bot.errors import StoreFull, StoreUnreachable
from bot.model import Channel
from bot.services.open_questions import OPEN
from tests.bot.services.conftest import ADA, BOB, NOW, Conversation, furnish

QUESTION = "I like robots"


async def stated(talk: Conversation) -> list[str]:
    return [f"{'mute' if one.muted else 'follow'} {one}" for one in (await talk.store.interests.of(ADA)).all]


@pytest.mark.parametrize("word", ["yes", "yes please", "ok", "sure", "do it"])
async def test_a_yes_does_what_was_asked_just_before(talk: Conversation, word: str) -> None:
    assert (await talk.ask(QUESTION)).card.yes == "follow robots"
    assert (await talk.ask(word)).card.text.startswith("Following robots.")
    assert await stated(talk) == ["follow robots"]
    assert "Following" not in (await talk.ask(word)).card.text


async def test_a_yes_is_known_after_a_restart_and_ten_minutes_long(talk: Conversation) -> None:
    await talk.ask(QUESTION, at=NOW)
    await furnish(talk.store).ask("yes", at=NOW + OPEN)
    assert await stated(talk) == ["follow robots"]
    await talk.ask("I don't like cars", at=NOW)
    late = await talk.ask("yes", at=NOW + OPEN + timedelta(seconds=1))
    assert (late.card.text, await stated(talk)) == (questions.YES_TO_WHAT, ["follow robots"])


@pytest.mark.parametrize("between", ["no", "no thanks", "help", "follow cars", "save nothing of this kind", "What?"])
async def test_whatever_comes_between_closes_the_question(talk: Conversation, between: str) -> None:
    await talk.ask(QUESTION)
    await talk.ask(between)
    assert (await talk.ask("yes")).card.text == questions.YES_TO_WHAT
    assert (await talk.ask("ok")).card.text == questions.WELCOME
    assert "follow robots" not in await stated(talk)


async def test_a_yes_is_its_persons_and_its_places(talk: Conversation) -> None:
    await talk.ask(QUESTION)
    assert (await talk.ask("yes", member=BOB)).card.text == questions.YES_TO_WHAT
    assert (await talk.ask("yes", channel=Channel(ADA.tenant, "elsewhere"))).card.text == questions.YES_TO_WHAT
    await talk.ask("yes")
    assert await stated(talk) == ["follow robots"]


@pytest.mark.parametrize("question", ["stop", "privacy forget", "more like diffusion models but not video"])
async def test_what_has_no_plain_yes_takes_none(talk: Conversation, question: str) -> None:
    assert not (await talk.ask(question)).card.yes
    assert (await talk.ask("yes")).card.text == questions.YES_TO_WHAT


async def test_a_question_that_cannot_be_stored_is_asked_all_the_same(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise StoreFull("full")

    monkeypatch.setattr(talk.store.last_lists, "ask", refuse)
    assert (await talk.ask(QUESTION)).card.text.startswith("Do you want to follow robots?")
    assert (await talk.ask("yes")).card.text == questions.YES_TO_WHAT


async def test_what_needs_no_store_is_answered_without_it(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise StoreUnreachable("away")

    monkeypatch.setattr(talk.store.last_lists, "of", away)
    assert not (await talk.ask("help")).card.problem


async def test_each_command_of_a_line_is_done_told_and_undone_by_itself(talk: Conversation) -> None:
    card = (await talk.ask("follow robots; mute agents")).card
    assert card.text.startswith("Following robots.")
    assert "\nMuted agents." in card.text
    assert await stated(talk) == ["follow robots", "mute agents"]
    undo = {button.label: button.line for button in card.buttons}
    await talk.ask(undo["Undo mute"])
    assert await stated(talk) == ["follow robots"]
    await talk.ask(undo["Undo follow"])
    assert await stated(talk) == []


async def test_reactions_of_one_line_are_events_of_their_own(talk: Conversation) -> None:
    await talk.ask("today")
    card = (await talk.ask("like 1 and save 2", event="e1")).card
    assert [button.label for button in card.buttons if button.label.startswith("Undo")] == ["Undo like", "Undo save"]
    found = await talk.store.feedback.standing(ADA)
    assert sorted(one.signal.value for one in found) == ["like", "save"]
    assert len({one.paper for one in found}) == 2


async def test_one_command_that_fails_keeps_no_other_from_being_done(talk: Conversation) -> None:
    card = (await talk.ask("follow robots; unfollow cars")).card
    assert not card.problem
    assert "You are not following cars." in card.text
    assert await stated(talk) == ["follow robots"]
    assert (await talk.ask("unfollow cars; unmute cars")).card.problem


async def test_the_last_of_several_questions_takes_the_yes(talk: Conversation) -> None:
    await talk.ask("follow robots and don't show me agents")
    await talk.ask("yes")
    assert await stated(talk) == ["follow robots", "mute agents"]


@pytest.mark.parametrize("words", ["undo everything", "undo all", "undo both", "take everything back"])
async def test_undo_everything_takes_the_last_back_and_says_that_it_goes_by_steps(
    talk: Conversation, words: str
) -> None:
    await talk.ask("today")
    await talk.ask("like 1", at=NOW)
    await talk.ask("follow robots", at=NOW + timedelta(minutes=1))
    card = (await talk.ask(words, at=NOW + timedelta(minutes=2))).card
    assert card.text.startswith("No longer followed: robots.\nI take back one step at a time")
    assert card.buttons[0].line == "undo"
    assert (await talk.ask(words, at=NOW + timedelta(minutes=3))).card.text.startswith("Your like is taken back")
    assert "nothing of yours to take back" in (await talk.ask(words)).card.text
