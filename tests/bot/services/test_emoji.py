"""Emoji as feedback: what each means, what taking one off leaves, and what is found later."""

from datetime import timedelta

import pytest

from tests.bot.services.conftest import ADA, NOW, PAPERS, Conversation

SCALING = PAPERS[0]


async def _liked(talk: Conversation) -> bool | None:
    opinion = (await talk.store.feedback.opinions(ADA)).get(SCALING.id)
    return opinion.liked if opinion else None


async def _minutes(talk: Conversation) -> None:
    talk.clock.time += timedelta(minutes=1)


async def test_of_two_emoji_of_one_kind_one_is_removed_and_the_like_stays(talk: Conversation) -> None:
    await talk.react("m1", "👍")
    await talk.react("m1", "🔥")
    await _minutes(talk)
    await talk.react("m1", "👍", added=False)
    assert await _liked(talk)
    await talk.react("m1", "🔥", added=False)
    assert await _liked(talk) is None


async def test_one_more_emoji_of_a_kind_gets_no_second_receipt(talk: Conversation) -> None:
    assert await talk.react("m1", "👍", event="e1")
    assert await talk.react("m1", "❤️", event="e2") is None
    assert await talk.react("m1", "👎", event="e3")
    assert await talk.react("m1", "🔥", event="e4"), "a change of mind is new"


async def test_a_like_by_button_outlives_an_emoji(talk: Conversation) -> None:
    await talk.ask(f"like {SCALING.id}")
    await talk.react("m1", "👍")
    await _minutes(talk)
    await talk.react("m1", "👍", added=False)
    assert await _liked(talk)


async def test_undo_takes_back_what_emoji_said_too(talk: Conversation) -> None:
    await talk.react("m1", "👍")
    await talk.react("m1", "🔥")
    await _minutes(talk)
    await talk.ask("undo")
    assert await _liked(talk) is None
    await _minutes(talk)
    await talk.react("m1", "🔥", added=False)
    assert await _liked(talk) is None


async def test_an_emoji_on_several_papers_asks_which_one_is_meant(talk: Conversation) -> None:
    answer = await talk.react("many", "🔖")
    assert answer is not None
    assert answer.card.asks
    assert [button.line for row in answer.card.rows for button in row.buttons] == [f"save {p.id}" for p in PAPERS]
    assert await talk.react("many", "🔖", added=False) is None
    assert await talk.react("many", "🔖", late=True) is None
    assert not await talk.store.feedback.opinions(ADA)


async def test_an_emoji_on_an_answer_means_the_paper_it_shows(talk: Conversation) -> None:
    await talk.react("an answer", "👍", shown=(SCALING.id,))
    assert await _liked(talk)
    await _minutes(talk)
    await talk.react("an answer", "👍", added=False, shown=(SCALING.id,))
    assert await _liked(talk) is None


@pytest.mark.parametrize("times", [1, 2])
async def test_an_emoji_that_is_found_later_counts_once(talk: Conversation, times: int) -> None:
    for _ in range(times):
        await talk.react("m1", "👍", late=True)
    assert len(await talk.store.feedback.of(ADA)) == 1
    assert await _liked(talk)


async def test_an_emoji_that_is_found_later_does_not_bring_back_what_was_undone(talk: Conversation) -> None:
    await talk.react("m1", "👍")
    await _minutes(talk)
    await talk.ask("undo")
    await talk.react("m1", "👍", late=True)
    assert await _liked(talk) is None


async def test_an_emoji_that_was_taken_off_and_put_on_again_unseen_counts_again(talk: Conversation) -> None:
    await talk.react("m1", "👍")
    await _minutes(talk)
    await talk.react("m1", "👍", added=False)
    await _minutes(talk)
    await talk.react("m1", "👍", late=True)
    assert await _liked(talk)


async def test_posts_of_the_last_days_are_known_for_catching_up(talk: Conversation) -> None:
    assert {post.id for post in await talk.core.posted("fake", NOW)} >= {"m1", "many", "gone"}
