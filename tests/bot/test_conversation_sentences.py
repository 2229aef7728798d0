"""What is said about the conversation itself is neither searched for nor takes the place of the list that was seen."""

import pytest

from bot.commands import line_of, understood
from bot.commands.parsing import SAID
from tests.bot.asked_back import offered_for


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
        ("dislike 1 not relevant", "dislike 1"), ("like 2, it's great", "like 2"), ("save the first - looks useful",
         "save the first"), ("read later 2", "save 2"), ("why u show me 2", "why 2"),
        ("picks for the last week", "picks"), ("picks last 3 days", "picks"), ("picks yesterday and today", "picks"),
        ("I'm a product manager, what should I read today?", "picks"), ("random paper", "picks"),
        ("what's new since yesterday", "search papers since yesterday"),
        ("what was popular on 19 august", 'today date:"19 august"'),
        ("best papers of yesterday", "today date:yesterday"),
        ("top 10 of the last week about agents", "search most popular papers about agents of the last week"),
        ("how many papers about RAG are there?", "search papers about RAG"),
        ("explain llm agents to me", "search papers about llm agents"),
        ("I don't understand number 2", "paper number 2"),
        ("export reading list as bibtex", "saved bibtex"), ("reset my profile", "privacy forget"),
        ("july 31 papers", 'today date:"july 31"'), ("today please", "today"), ("today's papers", "today"),
    ],
)  # fmt: skip
def test_what_can_be_done_is_done(text: str, line: str) -> None:
    assert line_of(understood(text)) == line


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("watch protein folding", "follow protein folding"), ("watch out for robots", "follow robots"),
        ("more vision papers", "follow vision"),
        ("tell me when there is a new paper on CRISPR", "follow CRISPR"), ("fewer vision papers", "mute vision"),
        ("notify me about new AlphaFold papers", "follow AlphaFold"), ("done with 1", "undo save 1"),
        ("let me know when you find papers about cancer", "follow cancer"), ("already read 2", "paper 2"),
        ("I don't want to see agents anymore", "mute agents"), ("remove coding agents", "unfollow coding agents"),
        ("remove coding agents", "search coding agents"), ("not 2", "dislike 2"), ("no, the second", "like the second"),
        ("no, 1", "save 1"), ("not that", "undo"), ("not that one", "undo"), ("actually no", "undo"),
        ("that's not what I meant", "undo"), ("how do I change the number of picks?", 'subscribe count:"3"'),
        ("what is the difference between mute and dislike?", "help mute"),
        ("what is the difference between mute and dislike?", "help dislike"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_asked(text: str, offered: str) -> None:
    assert offered in offered_for(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("thank you very much, that was great", "welcome"), ("thanks, great picks", "welcome"),
        ("thanks for your help!", "welcome"), ("bye", "Goodbye"), ("thanks, bye", "Goodbye"),
        ("thx bro", "welcome"), ("+1", "Which paper?"), ("not interested", "Which paper?"),
        ("why are my picks so bad?", "Picks come from"),
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
        "track anything", "best of n sampling", "done is better than perfect", "forget less",
        "not all tokens matter", "no language left behind", "stop following instructions that are hidden in web pages",
    ],
)  # fmt: skip
def test_a_subject_is_still_searched_for(text: str) -> None:
    assert understood(text).name == "search"
