"""Words of everyday English. ``README.md`` tells their source."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "everyday-words.txt"
_CONTRACTED = (
    *("what's", "who's", "how's", "where's", "when's", "that's", "there's", "i'm", "i've", "we've", "you're", "you've"),
    *("they're", "they've", "don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "haven't", "hasn't", "can't"),
    *("couldn't", "shouldn't", "wouldn't", "won't"),
)
_WITH_APOSTROPHE = {word.replace("'", ""): word for word in _CONTRACTED}


def with_apostrophe(text: str) -> str:
    """The text with the apostrophe that people leave out of its first word: ``whats new`` is ``what's new``."""
    first, space, rest = text.partition(" ")
    meant = _WITH_APOSTROPHE.get(first.lower()) if not first.isupper() else None
    return first[0] + meant[1:] + space + rest if meant else text


def is_everyday(word: str) -> bool:
    """Whether everyday English has this word, in lower case and of three letters or more."""
    return word in _everyday()


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_FILE.read_text("utf-8").split())
