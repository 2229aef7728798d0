"""What is said of a search, beside its hits."""

from bot.cards.searching import notes_of
from bot.model import Query, SearchPage


def test_it_is_said_how_a_request_was_read_and_what_was_meant_by_it() -> None:
    query = Query(text="papers by google", authors=("google",), read_as='author:"google"')
    assert notes_of(SearchPage(query=query)) == ('I read this as: author:"google"',)
    assert notes_of(SearchPage(query=query, suggestion="org:google")) == ("I read this as: org:google",)


def test_words_alone_need_no_note() -> None:
    assert notes_of(SearchPage(query=Query(text="robotz"), suggestion="robots")) == ()
