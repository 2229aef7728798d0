"""What a search that found nothing may leave out."""

from datetime import date

import pytest

from bot.search.language import parse_query, render_query
from bot.search.loosening import loosened

TODAY = date(2026, 8, 20)


def ways(text: str) -> list[tuple[str, str]]:
    return [(part, render_query(without)) for part, without in loosened(parse_query(text, TODAY))]


def test_each_part_can_be_left_out_the_words_as_one() -> None:
    assert ways('big robots author:"Song Han" org:nvidia') == [
        ("org:nvidia", 'big robots author:"Song Han"'),
        ('author:"Song Han"', "big robots org:nvidia"),
        ("big robots", 'author:"Song Han" org:nvidia'),
    ]


def test_both_ends_of_a_time_are_one_part() -> None:
    assert ways("robots in 2025")[0] == ("since:2025-01-01 until:2025-12-31", "robots")


@pytest.mark.parametrize(
    "text", ["robots", "big robots", "org:nvidia", "author:han", "since:2026-01-01 until:2026-02-01"]
)
def test_one_part_alone_cannot(text: str) -> None:
    assert ways(text) == []


def test_an_order_of_all_papers_is_left_without_its_only_filter() -> None:
    assert ways("the most upvoted papers since May") == [("since:2026-05-01", "sort:top")]
    assert ways("robots sort:top") == ways("sort:top") == []
