"""Words of everyday English. ``README.md`` tells their source."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "everyday-words.txt"


def is_everyday(word: str) -> bool:
    """Whether everyday English has this word, in lower case and of three letters or more."""
    return word in _everyday()


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_FILE.read_text("utf-8").split())
