"""What is said about the conversation itself is neither searched for nor takes the place of the list that was seen."""

import pytest

from bot.commands import line_of, parse, understood
from bot.commands.parsing import SAID


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("stop following coding agents", "unfollow coding agents"),
        ("don't follow agents any more", "unfollow agents"),
        ("remove agents from my interests", "unfollow agents"),
        ("remove EnvHarness from my list", "undo save EnvHarness"),
        ("unlike EnvHarness", "undo like EnvHarness"),
        ("hi there, what is this?", "help command:hello"), ("hey paperboy, show me picks", "picks"),
        ("good evening, anything new?", "today"),
        ("sorry, I meant like 1", "like 1"), ("no, like 2", "like 2"), ("no, I meant robots", "search robots"),
        ("is my data shared with anyone?", "privacy"), ("how long do you keep my data?", "privacy"),
        ("who sees what I like?", "privacy"), ("can my boss see what I like", "privacy"),
        ("why no picks today", "status"),
        ("show me 3 picks", "picks count:3"), ("give me 3 picks", "picks count:3"), ("3 picks", "picks count:3"),
        ("three picks please", "picks count:3"), ("give me 10 papers", "picks count:10"),
        ("like 1 please", "like 1"), ("save 1 please", "save 1"), ("like one", "like one"), ("link to 2", "paper 2"),
        ("2026-08-21", "today date:2026-08-21"), ("21.08.2026", "today date:21.08.2026"),
        ("21/08/2026", "today date:21/08/2026"), ("August 21", 'today date:"August 21"'),
        ("july 31 papers", 'today date:"july 31"'), ("today please", "today"), ("today's papers", "today"),
    ],
)  # fmt: skip
def test_what_can_be_done_is_done(text: str, line: str) -> None:
    assert line_of(understood(text)) == line


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("I don't want to see agents anymore", "mute agents"), ("remove coding agents", "unfollow coding agents"),
        ("remove coding agents", "search coding agents"), ("not 2", "dislike 2"), ("no, the second", "like the second"),
        ("no, 1", "save 1"), ("not that", "undo"), ("not that one", "undo"), ("actually no", "undo"),
        ("that's not what I meant", "undo"), ("how do I change the number of picks?", 'subscribe count:"3"'),
        ("what is the difference between mute and dislike?", "help mute"),
        ("what is the difference between mute and dislike?", "help dislike"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_asked(text: str, offered: str) -> None:
    command = understood(text)
    assert command.get("command") == SAID
    assert offered in {offer.value for offer in command.offers}
    assert all(not parse(offer.value).problem for offer in command.offers)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("thank you very much, that was great", "welcome"), ("thanks, great picks", "welcome"),
        ("thanks for your help!", "welcome"), ("bye", "Goodbye"), ("thanks, bye", "Goodbye"),
        ("why not?", "Why not what?"), ("compare 1 and 2", "can't compare"), ("1 vs 2", "can't compare"),
        ("bibtex 1", "can't export a single paper"), ("translate 1 to German", "can't translate"),
        ("another one", "“search/2 AI safety”"),
    ],
)  # fmt: skip
def test_what_asks_for_nothing_that_can_be_done_is_answered_in_a_sentence(text: str, told: str) -> None:
    command = understood(text)
    assert command.get("command") == SAID
    assert told in command.problem


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("more", "next"), ("More please", "next"), ("show me more", "next"), ("next page", "next"),
        ("previous", "previous"), ("go back", "previous"), ("page 2", "2"), ("page two", "2"),
    ],
)  # fmt: skip
def test_another_page_is_asked_for(text: str, page: str) -> None:
    assert understood(text).get("page") == page


@pytest.mark.parametrize(
    "text",
    [
        "compare and contrast", "translate images to text", "no free lunch", "remove background noise from audio files",
        "difference between SGD and Adam", "unlike humans language models never sleep at all today", "03/04/2026",
        "thanks for the memory", "one is not enough", "what I mean by attention", "more is different", "page rank",
        "not all tokens matter", "no language left behind", "stop following instructions that are hidden in web pages",
    ],
)  # fmt: skip
def test_a_subject_is_still_searched_for(text: str) -> None:
    assert understood(text).name == "search"
