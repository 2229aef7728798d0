"""A query's filters and order as SQL: nothing that was typed is part of a statement."""

from collections.abc import Callable
from typing import Any

from bot.model import Query, Sort
from bot.store.columns import day_text

_PASSES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "since": ("p.day >= ?", day_text),
    "until": ("p.day <= ?", day_text),
    "min_upvotes": ("p.upvotes >= ?", int),
    "max_upvotes": ("p.upvotes <= ?", int),
    "has_code": ("(case when p.repository is null then 0 else 1 end) = ?", int),
}
"""Of each of ``bot.model.searching.FILTERS``: its condition, and how its value is written."""


def filters_of(query: Query) -> tuple[str, list[Any]]:
    """Conditions on ``papers p``, with a ``?`` for each value, and the values in order."""
    passes = [(*_PASSES[name], value) for name, value in query.filters.items()]
    return " and ".join(["p.withdrawn = 0", *(sql for sql, _, _ in passes)]), [
        written(value) for _, written, value in passes
    ]


def order_of(query: Query) -> str:
    return "p.upvotes desc" if query.sort is Sort.TOP else "p.day desc nulls last"
