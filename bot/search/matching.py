"""What an index of words alone can't tell: whether words stand side by side, and whether they are one person's name."""

import re
from collections.abc import Sequence

from bot.model import Query
from bot.text import words


def needs_reading(query: Query) -> bool:
    """Whether ``holds`` must be asked about each candidate."""
    return bool(query.authors or query.phrases)


def holds(query: Query, title: str, authors: Sequence[str], abstract: str) -> bool:
    """Whether each wanted author is one of the names, and each phrase stands somewhere word by word."""
    named = all(any(is_called(name, wanted) for name in authors) for wanted in query.authors)
    return named and all(_stands(phrase, (title, *authors, abstract)) for phrase in query.phrases)


def names_exactly(names: str, wanted: Sequence[str]) -> bool:
    """Whether the first wanted name stands word by word in the names: Song Han is not Han Song."""
    return bool(wanted) and stands_in(words(wanted[0]), names)


def is_called(name: str, wanted: str) -> bool:
    """Whether somebody of that name is meant. An initial stands for the name: ``y lecun`` is Yann LeCun."""
    parts = words(name)
    return all(any(word == one or (len(one) == 1 and word.startswith(one)) for word in parts) for one in words(wanted))


def _stands(phrase: Sequence[str], texts: Sequence[str]) -> bool:
    return any(stands_in(phrase, text) for text in texts)


def stands_in(phrase: Sequence[str], text: str) -> bool:
    """Whether folded words stand side by side in a text."""
    if text.isascii() and "'" not in text:
        between = "[\\W_]+".join(map(re.escape, phrase))
        return re.search(f"(?<![^\\W_]){between}(?![^\\W_])", text, re.IGNORECASE) is not None
    return f" {' '.join(phrase)} " in f" {' '.join(words(text))} "
