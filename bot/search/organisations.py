"""Whether a search for plain words names an organisation: ``Meta`` is the name of one, beside a word of titles."""

from collections.abc import Iterable, Sequence

from bot.model import Paper, Query
from bot.search.language import render_query
from bot.text import words

_COMMON_TEXT = """
ai and at center centre for group inc institute lab labs of research school team technologies the university
"""
_COMMON = frozenset(_COMMON_TEXT.split())
"""Words of many organisations' names, which alone name none."""


def organisation_named(query: Query, found: Sequence[Paper]) -> str | None:
    """The words as a value of ``org:``, where they are the name of an organisation of a paper found; else None."""
    typed = set(query.words)
    if not typed - _COMMON or render_query(query) != " ".join(query.words):
        return None
    return " ".join(query.words) if any(typed in _names(paper) for paper in found) else None


def is_called(paper: Paper, typed: Iterable[str]) -> bool:
    """Whether some of the words call the paper's organisation: its first word, or all of its name that tells.

    A word inside a name is not enough: *state-space models* has nothing to do with Pennsylvania State University.
    """
    if paper.organisation is None:
        return False
    name, sought = [word for word in words(paper.organisation.name) if word != "the"], set(typed)
    telling = set(name) - _COMMON
    return not sought.isdisjoint(name[:1]) or (bool(telling) and telling <= sought)


def _names(paper: Paper) -> list[set[str]]:
    """What an organisation is called, whole and without the words that many names have."""
    if paper.organisation is None:
        return []
    names = [set(words(paper.organisation.slug)), set(words(paper.organisation.name))]
    return names + [name - _COMMON for name in names]
