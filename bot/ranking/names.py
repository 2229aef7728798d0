"""Authors' names as they are compared."""

from bot.model import Paper
from bot.text import words

SAME_NAME = 5e-5
"""How likely two people have the same name: so often did names of two papers agree, of the 300 with the most authors
(of a few the people did, too). Lists of hundreds have some in common, whoever wrote what."""


def names_of(paper: Paper) -> frozenset[str]:
    return frozenset(folded for name in paper.authors if (folded := folded_name(name)))


def folded_name(name: str) -> str:
    """An author as compared, so that accents and spacing do not part a person from their papers."""
    return " ".join(words(name))


def shared_by_chance(some: int, others: int) -> float:
    """How many of so many names stand among so many others as well, though the people are not the same."""
    return SAME_NAME * some * others
