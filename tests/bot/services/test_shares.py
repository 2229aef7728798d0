"""How processes share works out among them: each its part, each work by one, and soon after somebody came or went."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.shares import next_change

WORKS = tuple("abcdef")


@pytest.mark.parametrize(
    ("doing", "others", "place", "processes", "begin", "end"),
    [
        ("", "", 0, 1, "abcdef", ""),
        ("", "", 0, 2, "abc", ""),
        ("", "", 1, 2, "def", ""),
        ("", "", 2, 3, "ef", ""),
        ("", "", 3, 4, "ab", ""),
        ("", "de", 1, 2, "fab", ""),
        ("a", "", 0, 2, "bc", ""),
        ("abc", "", 0, 2, "", ""),
        ("abcd", "", 0, 2, "", "d"),
        ("abcdef", "", 1, 2, "", "c"),
        ("ab", "b", 0, 2, "cd", "b"),
        ("abcdef", "f", 0, 3, "", "fe"),
        ("abc", "def", 0, 2, "", ""),
        ("", "abcdef", 0, 2, "", ""),
    ],
)
def test_what_a_process_begins_and_ends(
    doing: str, others: str, place: int, processes: int, begin: str, end: str
) -> None:
    change = next_change(WORKS, set(doing), set(others), place, processes)
    assert ("".join(change.begin), "".join(change.end)) == (begin, end)


@given(st.lists(st.sampled_from("abcdefg"), unique=True, min_size=1), st.integers(1, 5))
def test_after_a_few_rounds_each_work_is_done_by_one_and_nobody_has_more_than_their_part(
    works: Sequence[str], processes: int
) -> None:
    doing: list[set[str]] = [set(works), *(set() for _ in range(processes - 1))]
    for _ in range(3 * len(works)):
        for place in range(processes):
            others = set().union(*(doing[other] for other in range(processes) if other != place))
            change = next_change(works, doing[place], others, place, processes)
            doing[place] = (doing[place] - set(change.end)) | set(change.begin)
    assert sorted(work for each in doing for work in each) == sorted(works)
    assert max(map(len, doing)) <= -(-len(works) // processes)
