"""The filters of a search as a form: from fields to the language of searches, and from a query to fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.model import Query, Sort
from bot.search.language import render_query

MAX_QUERY_LENGTH = 300
"""Characters of a search."""

LONGEST_FILTER = 60
"""Characters of one field of the form."""

FIELDS = ("author", "org", "category", "since", "until", "upvotes", "code", "sort")
_QUOTED = ("author", "org", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """What the fields of the form hold."""

    words: str = ""
    author: str = ""
    org: str = ""
    category: str = ""
    since: str = ""
    until: str = ""
    upvotes: str = ""
    code: bool = False
    sort: str = Sort.RELEVANCE.value

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return self != FilterForm(words=self.words)


def form_of(query: Query) -> FilterForm:
    """The fields for a query. What has no field of its own stays with the words."""
    words = replace(
        query,
        authors=query.authors[1:],
        organisations=query.organisations[1:],
        categories=query.categories[1:],
        since=None,
        until=None,
        min_upvotes=None,
        has_code=None if query.has_code else query.has_code,
        sort=Sort.RELEVANCE,
        paper=None,
    )
    return FilterForm(
        words=query.paper or render_query(words),
        author="".join(query.authors[:1]),
        org="".join(query.organisations[:1]),
        category="".join(query.categories[:1]),
        since=query.since.isoformat() if query.since else "",
        until=query.until.isoformat() if query.until else "",
        upvotes="" if query.min_upvotes is None else str(query.min_upvotes),
        code=query.has_code is True,
        sort=query.sort.value,
    )


def line_of_form(fields: Mapping[str, str]) -> str:
    """The search that the fields say, in the language of chat; words that are too many make room for the filters."""
    given = {name: _plain(fields.get(name, "")) for name in FIELDS}
    parts = [f'{name}:"{given[name]}"' for name in _QUOTED if given[name]]
    parts += [f"{name}:{given[name]}" for name in ("since", "until") if given[name]]
    parts += [f"upvotes:>={given['upvotes']}"] if given["upvotes"].isdecimal() else []
    parts += ["has:code"] if given["code"] else []
    parts += [f"sort:{given['sort']}"] if given["sort"] in (Sort.NEW, Sort.TOP) else []
    filters = " ".join(parts)
    words = fields.get("q", "").strip()[: max(0, MAX_QUERY_LENGTH - len(filters) - 1)]
    return f"{words} {filters}".strip()


def _plain(text: str) -> str:
    return re.sub(r'["\s]+', " ", text[:LONGEST_FILTER]).strip()
