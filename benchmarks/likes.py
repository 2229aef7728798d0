"""Data of people and the papers they liked, split into what is known and what is new.

A file is gzipped JSON: ``papers`` (``title``, ``abstract``, ``authors``, ``date``, ``tags``) and ``users`` (``likes``
as places in ``papers``).
"""

import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.model import Paper, PaperId

Ints = npt.NDArray[np.int64]
BATCH, FEWEST = 100, 50
"""New papers in a day, where the data has no dates; and the fewest where it has: it holds some of each day's papers, so
days that follow each other are put together until they are as many as a real day has."""
FEW, ORDERS = 30, 5
"""Of fewer people than that each is measured with so many orders of their likes."""
TOPICAL = 100
"""Papers that a tag is on, at least, to count as a topic."""
DATED = 10
"""From so many different dates on, days are the data's own."""


@dataclass(frozen=True)
class Likes:
    """One data set."""

    name: str
    papers: list[Paper]
    tags: list[list[str]]
    dates: list[str]
    users: list[list[int]]

    @cached_property
    def frequency(self) -> Counter[str]:
        """How many papers have a tag."""
        return Counter(tag for tags in self.tags for tag in set(tags))

    def topics(self, likes: Sequence[int], count: int) -> list[str]:
        """What a person would declare: the tags that mark what they like, frequent there and not everywhere.

        Tags of few papers are left out: people type a topic, not a note to themselves. (With tags of 10 papers and more
        the topics are poorer, and so is what is found by them.)
        """
        used = Counter(tag for like in likes for tag in set(self.tags[like]) if self.frequency[tag] >= TOPICAL)
        weight = {tag: times * math.log(len(self.papers) / self.frequency[tag]) for tag, times in used.items()}
        return sorted(weight, key=lambda tag: (-weight[tag], tag))[:count]


@dataclass(frozen=True, slots=True)
class Person:
    """What a user liked before, in an order, and the days on which new papers that they like come out."""

    user: int
    known: list[int]
    new: frozenset[int]
    days: list[Ints]


@dataclass(frozen=True, slots=True)
class Split:
    """Papers known when everything is fitted, new ones, and people with likes among both, in random order."""

    old: Ints
    new: Ints
    people: list[Person]


def read(file: Path) -> Likes:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        content = json.load(stream)
    papers = [
        Paper(
            id=PaperId(f"arxiv:{each['id']}"),
            title=each["title"],
            abstract=each["abstract"],
            authors=tuple(each.get("authors") or ()),
        )
        for each in content["papers"]
    ]
    return Likes(
        name=file.name.removesuffix(".json.gz"),
        papers=papers,
        tags=[each.get("tags") or [] for each in content["papers"]],
        dates=[each.get("date") or "" for each in content["papers"]],
        users=[user["likes"] for user in content["users"]],
    )


def split(likes: Likes, seed: int) -> Split:
    """Half of the days are new where there are days; else two fifths of the papers, in batches."""
    rng = np.random.default_rng(seed)
    days = _days(likes, rng)
    new = np.concatenate(days)
    day_of = {int(place): number for number, day in enumerate(days) for place in day}
    found = []
    orders = ORDERS if len(likes.users) < FEW else 1
    for user in rng.permutation(len(likes.users)).tolist() * orders:
        known = [place for place in likes.users[user] if place not in day_of]
        after = [place for place in likes.users[user] if place in day_of]
        if known and after:
            chosen = sorted({day_of[place] for place in after})
            order = [int(each) for each in rng.permutation(known)]
            found.append(Person(user, order, frozenset(after), [days[number] for number in chosen[:30]]))
    return Split(np.setdiff1d(np.arange(len(likes.papers)), new), new, found)


def _days(likes: Likes, rng: np.random.Generator) -> list[Ints]:
    if len(set(likes.dates)) < DATED:
        new = rng.permutation(len(likes.papers))[: int(0.4 * len(likes.papers))]
        return [new[first : first + BATCH] for first in range(0, len(new), BATCH)]
    days = sorted(set(likes.dates))
    chosen = set(rng.permutation(days)[: len(days) // 2])
    found: dict[str, list[int]] = defaultdict(list)
    for place, day in enumerate(likes.dates):
        if day in chosen:
            found[day].append(place)
    return _put_together([np.array(found[day]) for day in sorted(found)])


def _put_together(days: Sequence[Ints]) -> list[Ints]:
    """Days that follow each other, until each has enough papers; what is left at the end joins the last."""
    found: list[Ints] = []
    rest = np.zeros(0, dtype=np.int64)
    for day in days:
        rest = np.concatenate([rest, day])
        if len(rest) >= FEWEST:
            found.append(rest)
            rest = np.zeros(0, dtype=np.int64)
    if not found:
        return [rest]
    return [*found[:-1], np.concatenate([found[-1], rest])]
