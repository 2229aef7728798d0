"""What is said of a search, beside its hits."""

from datetime import date

from bot.cards.searching import notes_of, search_answer, trending_note
from bot.model import Command, Hit, Paper, PaperId, Query, SearchPage


def test_it_is_said_how_a_request_was_read_and_what_was_meant_by_it() -> None:
    query = Query(text="papers by google", authors=("google",), read_as='author:"google"')
    assert notes_of(SearchPage(query=query)) == ('I read this as: author:"google"',)
    assert notes_of(SearchPage(query=query, suggestion="org:google")) == ("I read this as: org:google",)


def test_it_is_said_what_was_searched_as_well_with_one_press_to_search_to_the_letter() -> None:
    paper = Paper(id=PaperId("arxiv:2608.19880"), title="Less Hallucination")
    query = Query(text="making things up", also=("hallucination",), literal='words:"making things up"')
    page = SearchPage(query=query, hits=(Hit(paper=paper),), total=1)
    card = search_answer(page, Command(name="search"), {}, None).card
    assert card.text == "I also searched for: hallucination"
    literally = ("Search for these words instead", 'search words:"making things up"')
    assert literally in [(button.label, button.line) for button in card.buttons]


def test_words_alone_need_no_note() -> None:
    assert notes_of(SearchPage(query=Query(text="robotz"), suggestion="robots")) == ()


def test_where_a_paper_is_named_those_like_it_are_a_press_away() -> None:
    paper = Paper(id=PaperId("arxiv:2608.19880"), title="EnvHarness")
    page = SearchPage(query=Query(text="similar to 2608.19880", paper=paper.id), hits=(Hit(paper=paper),), total=1)
    card = search_answer(page, Command(name="search"), {}, None).card
    assert ("Papers like it", "similar arxiv:2608.19880") in [(button.label, button.line) for button in card.buttons]


def test_a_trending_list_says_where_it_ends() -> None:
    day = date(2026, 8, 21)
    assert trending_note(day, day, ends_at=100) == "The list ends after the 100 most upvoted."
    assert trending_note(day, day) == ""
