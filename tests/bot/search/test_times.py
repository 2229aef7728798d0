"""Days and times as people type them, from the shortest to a whole sentence's end."""

from datetime import date, timedelta

import pytest

from bot.search.dates import span
from bot.search.request_times import time_alone, without_time

TODAY = date(2026, 8, 20)
"""A Thursday."""


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "days_ago"),
    [
        ("today", 0), ("yesterday", 1), ("week", 7), ("month", 30), ("year", 365), (" Week ", 7), ("1d", 1), ("7d", 7),
        ("10days", 10), ("2w", 14), ("2weeks", 14), ("3m", 90), ("1y", 365), ("2years", 730),
    ],
)  # fmt: skip
def test_a_filter_takes_a_day_so_long_ago(text: str, days_ago: int) -> None:
    meant = TODAY - timedelta(days=days_ago)
    assert span(text, TODAY) == (meant, meant)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-08", "2026-08-01", "2026-08-31"),
        ("2026-8", "2026-08-01", "2026-08-31"),
        ("2026/12", "2026-12-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026/8/1", "2026-08-01", "2026-08-01"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("99999y", "0001-01-01", "0001-01-01"),
    ],
)
def test_a_filter_takes_a_day_a_month_or_a_year(text: str, first: str, last: str) -> None:
    assert span(text, TODAY) == (day(first), day(last))


@pytest.mark.parametrize("text", ["", "soon", "3 m", "2026-13", "2026-02-30", "0000", "20265", "2026-08-01-02"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert span(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("this week", "since:2026-08-17"),
        ("last week", "since:2026-08-10 until:2026-08-16"),
        ("from the first week of August", "since:2026-08-01 until:2026-08-07"),
        ("the last week of february 2026", "since:2026-02-22 until:2026-02-28"),
        ("in early July", "since:2026-07-01 until:2026-07-10"),
        ("since the beginning of the month", "since:2026-08-01"),
        ("since the start of this week", "since:2026-08-17"),
        ("the week of August 12", "since:2026-08-10 until:2026-08-16"),
        ("over the weekend", "since:2026-08-15 until:2026-08-16"),
        ("since the 10th", "since:2026-08-10"),
        ("between the 3rd and the 9th", "since:2026-08-03 until:2026-08-09"),
        ("mid-July", "since:2026-07-11 until:2026-07-20"),
        ("the end of July", "since:2026-07-21 until:2026-07-31"),
        ("the last week", "since:2026-08-13"),
        ("in the last month", "since:2026-07-21"),
        ("this month", "since:2026-08-01"),
        ("last month", "since:2026-07-01 until:2026-07-31"),
        ("this year", "since:2026-01-01"),
        ("last year", "since:2025-01-01 until:2025-12-31"),
        ("since last year", "since:2025-01-01"),
        ("last day", "since:2026-08-19"),
        ("in the past week", "since:2026-08-13"),
        ("past 2 weeks", "since:2026-08-06"),
        ("last 3 months", "since:2026-05-22"),
        ("over the past 10 days", "since:2026-08-10"),
        ("in the last 2 years", "since:2024-08-20"),
        ("since January", "since:2026-01-01"),
        ("since August", "since:2026-08-01"),
        ("since September", "since:2025-09-01"),
        ("since May 2025", "since:2025-05-01"),
        ("in December", "since:2025-12-01 until:2025-12-31"),
        ("in February 2024", "since:2024-02-01 until:2024-02-29"),
        ("from 2024 to 2025", "since:2024-01-01 until:2025-12-31"),
        ("since 2024", "since:2024-01-01"),
        ("after 2024", "since:2025-01-01"),
        ("after 2025", "since:2026-01-01"),
        ("before 2024", "until:2023-12-31"),
        ("until 2024", "until:2024-12-31"),
        ("of 2024", "since:2024-01-01 until:2024-12-31"),
        ("on August 1", "since:2026-08-01 until:2026-08-01"),
        ("until August 1", "until:2026-08-01"),
        ("since monday", "since:2026-08-17"),
        ("until last friday", "until:2026-08-14"),
        ("monday", "since:2026-08-17 until:2026-08-17"),
        ("3 days ago", "since:2026-08-17 until:2026-08-17"),
        ("two weeks ago", "since:2026-08-06"),
        ("a month ago", "since:2026-07-21"),
        ("since 2 days ago", "since:2026-08-18"),
        ("since yesterday", "since:2026-08-19"),
        ("of yesterday", "since:2026-08-19 until:2026-08-19"),
        ("today", "since:2026-08-20 until:2026-08-20"),
        ("between August 1 and August 10", "since:2026-08-01 until:2026-08-10"),
        ("from august 1 to 10", "since:2026-08-01 until:2026-08-10"),
        ("1-10 august", "since:2026-08-01 until:2026-08-10"),
    ],
)
def test_a_time_is_read_at_the_end_of_a_request_and_alone(text: str, meant: str) -> None:
    assert without_time(f"robots {text}", TODAY) == ("robots", meant)
    assert time_alone(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "is_time"),
    [
        ("robots 2026", True), ("robots 2023", True), ("robots 2022", False), ("robots 2027", False),
        ("Robots 2025", True), ("ICLR 2025", False), ("NeurIPS 2025", False), ("interspeech 2025", False),
        ("robots on February 30", False), ("", False),
    ],
)  # fmt: skip
def test_a_year_of_the_last_three_is_a_time_unless_it_names_an_event(text: str, is_time: bool) -> None:
    line, when = without_time(text, TODAY)
    year = text[-4:]
    assert (line, when) == ((text[:-5], f"since:{year}-01-01 until:{year}-12-31") if is_time else (text, ""))
    assert time_alone(text, TODAY) is None
