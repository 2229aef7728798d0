"""A query's filters and order as SQL: nothing that was typed is part of a statement."""

from collections.abc import Iterable
from typing import Any

from bot.model import Query, Sort


def filters_of(query: Query) -> tuple[str, list[Any]]:
    """Conditions on ``papers p``, with a ``?`` for each value, and the values in order."""
    conditions: list[tuple[str, Iterable[Any]]] = [("p.withdrawn = 0", ())]
    if query.since:
        conditions.append(("p.day >= ?", (query.since.isoformat(),)))
    if query.until:
        conditions.append(("p.day <= ?", (query.until.isoformat(),)))
    if query.min_upvotes is not None:
        conditions.append(("p.upvotes >= ?", (query.min_upvotes,)))
    if query.max_upvotes is not None:
        conditions.append(("p.upvotes <= ?", (query.max_upvotes,)))
    if query.has_code is not None:
        conditions.append((f"p.repository is {'not ' if query.has_code else ''}null", ()))
    return " and ".join(text for text, _ in conditions), [value for _, values in conditions for value in values]


def order_of(query: Query) -> str:
    return "p.upvotes desc" if query.sort is Sort.TOP else "p.day desc nulls last"
