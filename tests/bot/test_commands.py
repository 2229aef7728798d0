"""The command table and its parser: nothing a person types breaks it, and what is written can be read back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import BY_NAME, COMMANDS, line_of, parse
from bot.commands.values import read_count, read_date, read_flag, read_interest
from bot.errors import BadQuery
from bot.model import Command, InterestKind


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_every_command_teaches(spec):
    assert 0 < len(spec.help) <= 100, "Discord shows at most 100 characters"
    assert spec.examples
    for example in spec.examples:
        command = parse(example)
        assert command.name == spec.name
        assert not command.problem


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_every_example_survives_writing_and_reading(spec):
    for example in spec.examples:
        command = parse(example)
        assert parse(line_of(command)) == command


@given(st.text())
def test_no_text_breaks_the_parser(text):
    assert parse(text).name in BY_NAME


@given(st.sampled_from(COMMANDS), st.text())
def test_no_arguments_break_the_parser(spec, text):
    command = parse(f"{spec.name} {text}")
    assert command.name in BY_NAME
    assert command.name == spec.name or command.problem


_words = st.text(st.characters(whitelist_categories=("Ll", "Lo", "Nd")), min_size=1).filter(lambda w: w != "as")


@given(st.lists(_words, min_size=1), st.integers(1, 99))
def test_a_page_of_a_search_is_a_line_too(words, page):
    command = Command(name="search", arguments=(("query", " ".join(words)),), page=page)
    assert parse(line_of(command)) == command


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        (
            "subscribe 09:00 weekdays Europe/Berlin 3",
            {"time": "09:00", "days": "weekdays", "zone": "Europe/Berlin", "count": "3"},
        ),
        ("subscribe mon-fri berlin compact", {"days": "mon-fri", "zone": "berlin", "format": "compact"}),
        ("subscribe count 3 time 9am", {"time": "9am", "count": "3"}),
        ("subscribe topics:“graph learning, agents” Cards", {"topics": "graph learning, agents", "format": "cards"}),
        ("follow “retrieval” as work", {"interest": "retrieval", "group": "work"}),
        ("follow attention as memory as reading", {"interest": "attention as memory", "group": "reading"}),
        ("pause until 2026-09-01", {"until": "2026-09-01"}),
        ("saved export RIS", {"export": "ris"}),
        ("undo save 2608.19880", {"what": "save", "paper": "2608.19880"}),
        ('/papers search -rnn "world model" since:7d', {"query": '-rnn "world model" since:7d'}),
    ],
)
def test_values_are_told_apart(line, arguments):
    assert dict(parse(line).arguments) == arguments


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("serch agents", "Did you mean “search”?"),
        ("search", "search needs"),
        ("trending yesterday", "day or week or month"),
        ("subscribe count", "count needs a value"),
        ("subscribe 09:00 blah!", "can't use"),
        ("preview now", "can't use"),
    ],
)
def test_a_problem_is_named(line, says):
    command = parse(line)
    assert command.name == "help"
    assert says in command.problem


def test_nothing_typed_is_help():
    assert parse("") == parse("/papers") == parse(" papers ") == Command(name="help")


def test_interests_are_read_by_their_prefix():
    assert read_interest("state-space  models").kind is InterestKind.TOPIC
    assert read_interest("author: Yann LeCun").value == "Yann LeCun"
    assert read_interest("ratio: a study").value == "ratio: a study"
    for bad in ("", "  ", "author:", "category:no such", "x" * 101):
        with pytest.raises(BadQuery):
            read_interest(bad)


def test_dates_counts_and_flags():
    today = date(2026, 8, 20)
    assert read_date("yesterday", today).isoformat() == "2026-08-19"
    assert read_date("2w ago", today).isoformat() == "2026-08-06"
    assert read_count("", default=5) == 5
    assert read_flag("On")
    assert not read_flag("no", default=True)
    for read, bad in (
        (lambda t: read_date(t, today), "2026-13-40"),
        (read_count_of, "11"),
        (read_count_of, "²"),
        (read_flag, "perhaps"),
    ):
        with pytest.raises(BadQuery):
            read(bad)


def read_count_of(text):
    return read_count(text, default=5)
