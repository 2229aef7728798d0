"""Words of everyday English. ``README.md`` tells their source."""

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "everyday-words.txt"
_CONTRACTED = (
    *("what's", "who's", "how's", "where's", "when's", "that's", "there's", "i'm", "i've", "we've", "you're", "you've"),
    *("they're", "they've", "don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "haven't", "hasn't", "can't"),
    *("couldn't", "shouldn't", "wouldn't", "won't"),
)
_WITH_APOSTROPHE = {word.replace("'", ""): word for word in _CONTRACTED}
_WORD = re.compile(r"(?<![\w'’.-])[A-Za-z]{2,9}(?![\w'’-]|\.\w)")


def with_apostrophes(text: str) -> str:
    """The text with the apostrophes that people leave out: ``whats new`` is ``what's new``."""
    return _WORD.sub(_contracted, text)


def _contracted(word: re.Match[str]) -> str:
    meant = _WITH_APOSTROPHE.get(word[0].lower()) if not word[0].isupper() else None
    return word[0][0] + meant[1:] if meant else word[0]


def is_everyday(word: str) -> bool:
    """Whether everyday English has this word, in lower case and of three letters or more."""
    return word in _everyday()


@cache
def _everyday() -> frozenset[str]:
    return frozenset(_FILE.read_text("utf-8").split())
