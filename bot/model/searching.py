"""A parsed search and its answer."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bot.identity import PaperId
from bot.model.digests import Subscription
from bot.model.papers import Paper


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEW = "new"
    TOP = "top"


TRENDING = {"day": 1, "week": 7, "month": 30}
"""Days of each period in which papers may be trending."""

FILTERS = ("since", "until", "min_upvotes", "max_upvotes", "has_code")
"""Parts of a query that an index itself holds papers against, whatever is looked up; None where not asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a person typed, understood. ``words`` are folded; ``notes`` say what was not understood and taken as words.

    ``unfinished`` is true when the last word has no space after it, so it may be a prefix.
    """

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    min_upvotes: int | None = None
    max_upvotes: int | None = None
    has_code: bool | None = None
    sort: Sort = Sort.RELEVANCE
    paper: PaperId | None = None
    unfinished: bool = False
    notes: tuple[str, ...] = ()
    read_as: str | None = None
    """What a request in plain words was read as, in the language of searches; None where words are just words."""
    literal: str | None = None
    """Where it was read as something: the search for the words as they are."""
    literally: bool = False
    """Whether the words were asked for as they are."""
    also: tuple[str, ...] = ()
    """What the field calls the things that everyday expressions name, where that was searched as well."""

    @property
    def filters(self) -> dict[str, Any]:
        """Those of ``FILTERS`` that are asked for: each index says of every one what passes it."""
        asked = {name: getattr(self, name) for name in FILTERS}
        return {name: value for name, value in asked.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One paper found; ``score`` compares within one answer only."""

    paper: Paper
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPapers:
    """Papers of the days ``first`` to ``last``, most upvoted first, and the nearest days around that have some.

    ``more`` is true where there are more than were asked for."""

    first: date
    last: date
    papers: tuple[Paper, ...] = ()
    before: date | None = None
    after: date | None = None
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInTeam:
    """What a member may see of a paper in their team: who saved it, and the channels and days it was posted on."""

    savers: tuple[str, ...] = ()
    posts: tuple[tuple[Subscription, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LooserSearch:
    """A search without one part of what was asked: that part, the search as it is typed, and how many papers it finds.

    ``total`` is a floor when ``more_than`` is true."""

    left_out: str
    line: str
    total: int
    more_than: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of hits. ``total`` counts the candidates found (a floor when ``more_than`` is true)."""

    query: Query
    hits: tuple[Hit, ...] = ()
    offset: int = 0
    total: int = 0
    more_than: bool = False
    suggestion: str | None = None
    """The query with its typos mended ("did you mean"), when that differs."""
    stray: bool = False
    """Whether its best hits merely have words of the query, and none seems to be about it."""
    unknown: tuple[str, ...] = ()
    """Words of the query that no paper has, nor any that is like them."""
    without_effect: tuple[str, ...] = ()
    """What was to be left out and stands in no paper."""
    looser: tuple[LooserSearch, ...] = ()
    """Where nothing was found: what is, with less asked for."""
    untold: bool = False
    """Whether nothing was found in a category because none of the newest papers has any."""


def trending_days(period: str, newest: date) -> tuple[date, date]:
    """The first and the last day of one of ``TRENDING`` that ends with the newest day there is."""
    return newest - timedelta(days=TRENDING[period] - 1), newest
