"""Words of everyday English, which are no typos though no paper has them. ``data/README.md`` tells their source."""

from functools import cache
from pathlib import Path

from bot.meaning.word_table import word_table

_FILE = Path(__file__).parent / "data" / "everyday-words.txt"


def is_word(word: str) -> bool:
    """Whether the field or everybody has this word, in lower case."""
    return word_table().knows(word) or is_everyday(word)


def is_everyday(word: str) -> bool:
    """Whether everyday English has this word, in lower case and of three letters or more."""
    return word in _everyday()


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_FILE.read_text("utf-8").split())
