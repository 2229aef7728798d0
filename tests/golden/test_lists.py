"""Lists, scores and their parts stay as they were measured: whoever changes a weight or a limit does it on purpose."""

import re

import pytest

from tests.golden import lists

MEANT = (
    "Lists or scores have changed. Where that is meant: measure it (benchmarks/ranking.py, benchmarks/search.py), "
    "write the new ones with `python -m tests.golden`, and read the difference."
)
NUMBER = re.compile(r"-?\d+\.\d{3}\b")


def assert_as_written(shown: str, written: str) -> None:
    assert NUMBER.sub("n", shown) == NUMBER.sub("n", written), MEANT
    numbers = [[float(number) for number in NUMBER.findall(text)] for text in (shown, written)]
    assert numbers[0] == pytest.approx(numbers[1], abs=0.003), MEANT


async def test_what_people_and_channels_are_shown() -> None:
    assert_as_written(await lists.picked(), lists.PICKED.read_text())


def test_what_is_found() -> None:
    assert_as_written(lists.found(), lists.FOUND.read_text())
