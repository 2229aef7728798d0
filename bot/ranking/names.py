"""Authors' names as they are compared."""

from bot.model import Paper
from bot.text import words


def names_of(paper: Paper) -> frozenset[str]:
    return frozenset(folded for name in paper.authors if (folded := folded_name(name)))


def folded_name(name: str) -> str:
    """An author as compared, so that accents and spacing do not part a person from their papers."""
    return " ".join(words(name))
