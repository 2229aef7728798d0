"""What was said to Paperboy, and of which a search finds only stray words or nothing, is asked back."""

from dataclasses import replace

import pytest

from bot.cards import questions
from bot.commands import understood
from tests.bot.services.conftest import PAPERS


async def say(talk, text: str):
    """Words with no command in front, as in a direct message."""
    return (await talk.ask("help", command=understood(text))).card


@pytest.mark.parametrize(
    ("text", "offered"),
    [("are my searches logged somewhere?", "privacy"), ("is there a limit on follows", "profile"),
     ("what happens when I mute something", "profile"), ("fewer of them on fridays", "help subscribe")],
)  # fmt: skip
async def test_no_papers_with_stray_words_are_shown_for_it(talk, text: str, offered: str) -> None:
    card = await say(talk, text)
    assert card.text == questions.UNSURE
    assert not card.papers
    lines = [button.line for button in card.buttons]
    assert offered in lines
    assert lines[-1].startswith("search ")


async def test_pressed_it_is_searched_for_and_what_is_about_it_is_shown_at_once(talk) -> None:
    card = await say(talk, "are my searches logged somewhere?")
    assert (await talk.ask(card.buttons[-1].line)).card.text != questions.UNSURE
    assert (await say(talk, "how can I scale small models at test time")).papers[0].paper == PAPERS[0].id


async def test_both_are_the_two_papers_of_a_list_that_has_two(talk) -> None:
    await talk.ask("search models")
    assert "Which two?" in (await talk.ask("like both")).card.text
    await talk.store.papers.add(
        [replace(each, title=f"{each.title} of Zebras") for each in PAPERS[:2]], talk.clock.now()
    )
    assert len((await talk.ask("search zebras")).card.papers) == 2
    assert "2 papers" in (await talk.ask("like both")).card.text
