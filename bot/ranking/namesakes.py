"""People of one name, told apart by whom they write with and where: ``Wei Wang (with Li Chen, Google)``."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.model import Paper
from bot.ranking.names import folded_name, names_of
from bot.text import words

MAX_NAME_LENGTH = 100
"""Letters of such a description, as long as anything that can be followed."""
MOST_NAMED = 4
_DESCRIBED = re.compile(r"(?P<name>[^()]+?)\s*\(with (?P<circle>[^()]+)\)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedAuthor:
    """Whom an ``author:`` interest names. Its text is all that is kept: people type it, and read it in their profile.

    One of ``circle`` (co-authors, organisations) must stand on a paper for it to be theirs; empty: anybody of the name.
    """

    name: str
    circle: tuple[str, ...] = ()

    @classmethod
    def read(cls, value: str) -> "NamedAuthor":
        """What an ``author:`` interest says; never fails."""
        described = _DESCRIBED.fullmatch(value)
        if not described:
            return cls(value)
        circle = (" ".join(each.split()) for each in described["circle"].split(","))
        return cls(described["name"], tuple(filter(None, circle)))

    def __str__(self) -> str:
        return f"{self.name} (with {', '.join(self.circle)})" if self.circle else self.name

    def wrote(self, paper: Paper, names: Collection[str]) -> bool:
        """Whether the paper, whose authors are these folded ``names``, is likely theirs."""
        wanted = words(self.name)
        if not wanted or not any(_same_name(wanted, name.split()) for name in names):
            return False
        return not self.circle or not _circle(paper, names).isdisjoint(map(folded_name, self.circle))


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of several people of a name: how to follow just them, and their papers, in the order given."""

    who: NamedAuthor
    papers: tuple[Paper, ...]


def namesakes(name: str, papers: Sequence[Paper]) -> list[Namesake]:
    """The people who these papers by a name may be by, those of most papers first.

    Papers that share another author or an organisation are taken for one person's. Who writes alone and for nobody
    can't be told apart from others, and is left out.
    """
    wanted = words(name)
    groups: list[tuple[set[str], list[Paper]]] = []
    for paper in papers:
        circle, own = _circle(paper, _others(wanted, paper)), [paper]
        near = [group for group in groups if group[0] & circle]
        groups = [group for group in groups if group not in near]
        groups.append((circle.union(*(each for each, _ in near)), [p for _, theirs in near for p in theirs] + own))
    known = [Namesake(_described(name, theirs), tuple(theirs)) for circle, theirs in groups if circle]
    return sorted(known, key=lambda each: -len(each.papers))


def _described(name: str, papers: Sequence[Paper]) -> NamedAuthor:
    """By the organisations and co-authors of most papers; on each paper stands one of them, where there is room."""
    wanted = words(name)
    counted = Counter(paper.organisation.name for paper in papers if paper.organisation)
    counted.update(each for paper in papers for each in paper.authors if not _same_name(wanted, words(each)))
    found = NamedAuthor(name)
    for each, _ in counted.most_common():
        longer = NamedAuthor(name, (*found.circle, each))
        if (
            "," not in each
            and "(" not in each
            and len(str(longer)) <= MAX_NAME_LENGTH
            and len(longer.circle) <= MOST_NAMED
        ):
            found = longer
    return found


def _others(wanted: Sequence[str], paper: Paper) -> set[str]:
    return {each for each in names_of(paper) if not _same_name(wanted, each.split())}


def _circle(paper: Paper, names: Collection[str]) -> set[str]:
    organisation = {folded_name(paper.organisation.name)} if paper.organisation else set()
    return {*names, *organisation}


def _same_name(wanted: Sequence[str], name: Sequence[str]) -> bool:
    """The name as written, with or without middle names, or with an initial for the first (``Y. LeCun``)."""
    if list(wanted) == list(name):
        return True
    if len(wanted) < 2 or len(name) < 2 or wanted[-1] != name[-1]:
        return False
    first, other = wanted[0], name[0]
    return first == other or (min(len(first), len(other)) == 1 and first[0] == other[0])
