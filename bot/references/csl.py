"""JSON of works: CSL-JSON, and what Zotero, Crossref and Semantic Scholar make of it."""

import json
import re
from collections.abc import Iterator, Mapping

from bot.references.fields import Fields

_BESIDE = ("attachment", "note", "annotation")
"""What Zotero lists beside works."""
_BETWEEN = re.compile(r"[\s,]*")


def csl_items(text: str) -> list[object] | None:
    """The items of a JSON text: of a list, of an object that holds them, or the object itself. None where it is none.

    Of a text that breaks off, and of one with an item a line, those that are whole; None stands for what is not.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return _one_by_one(text.lstrip().removeprefix("["))
    items = _within(content)
    return [_unwrapped(item) for item in items]


def csl_entries(items: list[object]) -> Iterator[tuple[int, Fields]]:
    """The fields of each item, by their names in small letters, and its place among the items; none of what is none."""
    for place, item in enumerate(items, start=1):
        if isinstance(item, dict) and item.get("itemType") in _BESIDE:
            continue
        yield place, {str(name).lower(): value for name, value in item.items()} if isinstance(item, dict) else {}


def _one_by_one(text: str) -> list[object] | None:
    decoder, at, items = json.JSONDecoder(), 0, list[object]()
    while at < len(text):
        at = match.end() if (match := _BETWEEN.match(text, at)) else at
        if text[at : at + 1] in ("", "]"):
            break
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return [*items, None] if items else None
        items.append(_unwrapped(item))
    return items or None


def _within(content: object) -> list[object]:
    if isinstance(content, dict) and isinstance(content.get("items"), list):
        return list(content["items"])  # a collection may have a title as works have
    if not isinstance(content, dict) or _is_work(content):
        return content if isinstance(content, list) else [content]
    lists = (value for value in content.values() if isinstance(value, list) and any(map(_is_work, value)))
    works = [value for value in content.values() if _is_work(value)]
    return next(lists, works or [content])


def _unwrapped(item: object) -> object:
    """Zotero's service keeps a work's fields in ``data``, Crossref's in ``message``."""
    if not isinstance(item, dict) or _is_work(item):
        return item
    return next((value for value in item.values() if _is_work(value)), item)


def _is_work(value: object) -> bool:
    return isinstance(value, Mapping) and "title" in value
