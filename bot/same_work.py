"""Whether two records are of one work, and what they say together. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.identity import is_arxiv, is_preprint_doi, preference
from bot.model import Paper
from bot.text import fold, words

T = TypeVar("T", date, datetime)


_INITIAL = re.compile(r"[^\W\d_]\.?[ -]")
"""Begins a name whose first name is not told, as bioRxiv's are: A. Alpha."""
_NO_FAMILY = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "msc"}
"""What may stand behind a family name."""
SAME_TIME = timedelta(days=30)
"""A work goes to several preprint servers at about the same time."""


def family_names(authors: Iterable[str]) -> frozenset[str]:
    """The folded family names of authors written ``Ada Alpha`` or ``Alpha, Ada``."""
    found = (fold(name.partition(",")[0] if "," in name else name).split() for name in authors)
    return frozenset(_last(each) for each in found if each)


def _last(name: Sequence[str]) -> str:
    return next((word for word in reversed(name) if word.replace(".", "") not in _NO_FAMILY), name[-1])


def same_preprint(one: Paper, other: Paper) -> bool:
    """Whether a paper of arXiv and one of bioRxiv or medRxiv are one work though neither names the other.

    The title must be the same, an author's family name shared, and the days at most a month apart.
    """
    servers = {
        is_arxiv(paper.id) if is_arxiv(paper.id) or is_preprint_doi(paper.id) else None for paper in (one, other)
    }
    return (
        servers == {True, False}
        and words(one.title) == words(other.title)
        and bool(family_names(one.authors) & family_names(other.authors))
        and one.published is not None
        and other.published is not None
        and abs(one.published - other.published) <= SAME_TIME
    )


def merge(old: Paper, new: Paper) -> Paper:
    """What two records of one work say together.

    The later version gives title, abstract and authors; of the same version the fuller text stays. Counts follow the
    new record, unless it doesn't know them (0). A fact is never erased by a record that lacks it. Dates are the
    earliest known, so a work never becomes new again; ids, sources and categories are united; once withdrawn, always.
    The id is the one to prefer (``bot.identity.preference``); the others become aliases.
    """
    ids = sorted({old.id, new.id, *old.aliases, *new.aliases}, key=preference)
    title, abstract, authors = _text_of_both(old, new)
    return replace(
        old,
        title=title,
        abstract=abstract,
        authors=authors,
        id=ids[0],
        aliases=tuple(ids[1:]),
        version=max(old.version, new.version),
        organisation=new.organisation or old.organisation,
        published=_earliest(old.published, new.published),
        featured=_earliest(old.featured, new.featured),
        first_seen=_earliest(old.first_seen, new.first_seen),
        categories=tuple(dict.fromkeys((*old.categories, *new.categories))),
        upvotes=new.upvotes or old.upvotes,
        comments=new.comments or old.comments,
        repository=new.repository or old.repository,
        stars=old.stars if new.stars is None else new.stars,
        project_page=new.project_page or old.project_page,
        summary=new.summary or old.summary,
        keywords=new.keywords or old.keywords,
        thumbnail=new.thumbnail or old.thumbnail,
        submitter=new.submitter or old.submitter,
        withdrawn=old.withdrawn or new.withdrawn,
        sources=tuple(dict.fromkeys((*old.sources, *new.sources))),
    )


def _text_of_both(old: Paper, new: Paper) -> tuple[str, str, tuple[str, ...]]:
    """Title, abstract and authors."""
    if new.version != old.version:
        later, earlier = (new, old) if new.version > old.version else (old, new)
        authors = _names(later.authors, earlier.authors)
        return later.title or earlier.title, later.abstract or earlier.abstract, authors
    fewer, more = sorted((old.authors, new.authors), key=len)
    return (
        new.title or old.title,
        new.abstract if len(new.abstract) >= len(old.abstract) else old.abstract,
        _names(more, fewer),
    )


def _names(chosen: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The chosen authors, but as the others have them who spell out more first names of the same people."""
    if not chosen:
        return others
    if chosen == others or len(chosen) != len(others) or family_names(chosen) != family_names(others):
        return chosen
    return min(chosen, others, key=_initials)


def _initials(names: tuple[str, ...]) -> int:
    return sum(_INITIAL.match(name) is not None for name in names)


def _earliest(one: T | None, other: T | None) -> T | None:
    return min((one, other), key=lambda at: (at is None, at)) if one is None or other is None else min(one, other)
