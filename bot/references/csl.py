"""The JSON that reference managers export: CSL-JSON, and Zotero's own."""

import json
from collections.abc import Iterator

from bot.references.fields import Fields


def csl_items(text: str) -> list[object] | None:
    """The items of a JSON text: of a list, of an object with ``items``, or the object itself. None where it is none."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = content.get("items", [content]) if isinstance(content, dict) else content
    return list(items) if isinstance(items, list) else None


def csl_entries(items: list[object]) -> Iterator[tuple[int, Fields]]:
    """The fields of each item, by their names in small letters, and its place among the items; none of what is none."""
    for place, item in enumerate(items, start=1):
        yield place, {str(name).lower(): value for name, value in item.items()} if isinstance(item, dict) else {}
