"""JSON of works: CSL-JSON, and what Zotero, Crossref and Semantic Scholar make of it."""

import json
import re
from collections.abc import Iterator, Mapping

from bot.references.fields import Fields

_BESIDE = ("attachment", "note", "annotation")
"""What Zotero lists beside works."""
_MOST_BROKEN = 200
"""After so many objects that break off, the rest is no JSON: finding out where one does costs the whole text."""
_DEEPEST = 3
_OF_A_WORK = frozenset(("title", "titles", "DOI", "doi", "itemType"))
"""One of these every work has; the registries know some by nothing but a DOI."""
_TELLING = re.compile(
    r'"?\b(title|doi|url|archiveid|arxiv(?:_?id)?)"\s*:\s*("(?:[^"\\\n]|\\.){3,2000}")', re.IGNORECASE
)
"""What says of a broken object which work it is."""
_DECODER = json.JSONDecoder(parse_float=str)
"""What programs take for decimals may be ids: 2401.01230 is not 2401.0123."""
_BEGINS = r'\{(?=\s{0,99}")'
_ANYWHERE, _NEXT = re.compile(_BEGINS), re.compile(r"[\s,\[\]]*" + _BEGINS)
_OF_A_LINE = re.compile(r"^[ \t]*(?:[\[,][\s,\[]{0,99})?" + _BEGINS, re.MULTILINE)


def csl_items(text: str) -> tuple[list[object], str]:
    """The items of a JSON text, and what is no JSON in it: a list's, those that an object holds, or the object itself.

    Of a text that is not JSON as a whole, the works in it: it may break off, have an item a line, or be put together
    from several files, of other forms too. None stands for what is broken. The other text has as many lines as all.
    """
    try:
        return [_unwrapped(item) for item in _within(_DECODER.decode(text))], ""
    except (ValueError, RecursionError):
        return _piecewise(text)


def csl_entries(items: list[object]) -> Iterator[tuple[int, Fields]]:
    """The fields of each item, by their names in small letters, and its place among the items; none of what is none.

    An item that is only a text is a work's link, id or title.
    """
    for place, item in enumerate(items, start=1):
        if isinstance(item, dict) and item.get("itemType") in _BESIDE:
            continue
        fields = item if isinstance(item, dict) else {"url": item, "title": item} if isinstance(item, str) else {}
        yield place, {str(name).lower(): value for name, value in fields.items()}


def _piecewise(text: str) -> tuple[list[object], str]:
    items, other, at, failures = list[object](), list[str](), 0, 0
    broken = missing = False
    rest = 0
    while failures < _MOST_BROKEN and (begun := _next(text, at, anywhere=broken)):
        start = begun.end() - 1
        item, end = _decoded(text, start)
        works = [each for each in map(_unwrapped, _within(item)) if _is_work(each)]
        if works:
            items += [*_rescued(text[rest:start], missing=missing), *works]
            rest = end
        missing = not works
        failures += item is None
        broken = item is None or (broken and not works)
        other += (text[at:start], "\n" * text.count("\n", start, end))
        at = end
    items += _rescued(text[rest:], missing=missing) if rest or missing else []
    return (items, "".join([*other, text[at:]])) if any(map(_is_work, items)) else ([], text)


def _rescued(text: str, *, missing: bool) -> list[object]:
    """The works between two that could be read whole, as far as they can be read; None for a broken one of nothing."""
    works = list[object]()
    work: dict[str, object] = {}
    for told in _TELLING.finditer(text):
        name, value = told[1].lower(), _string(told[2])
        if work.get(name, value) != value:
            works.append(work)
            work = {}
        work[name] = value
    return [*works, work] if work else [None] if missing else []


def _string(written: str) -> str:
    try:
        return str(_DECODER.decode(written))
    except ValueError:
        return written.strip('"')


def _next(text: str, at: int, *, anywhere: bool) -> re.Match[str] | None:
    """Where an object begins: next to the one before, else on a line of its own, or anywhere after a broken one."""
    return _NEXT.match(text, at) or (_ANYWHERE if anywhere else _OF_A_LINE).search(text, at)


def _decoded(text: str, start: int) -> tuple[object, int]:
    """The object, None where it is broken, and where it ends or breaks."""
    try:
        return _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        return None, max(error.pos, start + 1)
    except RecursionError:
        return None, len(text)
    except ValueError:  # a number of more digits than Python reads
        return None, start + 1


def _within(content: object, depth: int = _DEEPEST) -> list[object]:
    if isinstance(content, dict) and isinstance(content.get("items"), list):
        return list(content["items"])  # a collection may have a title as works have
    if not isinstance(content, dict) or _is_work(content):
        return content if isinstance(content, list) else [content]
    lists = (value for value in content.values() if isinstance(value, list) and any(map(_holds_work, value)))
    works = [value for value in content.values() if _is_work(value)]
    if depth and not works:
        deeper = (_within(value, depth - 1) for value in content.values() if isinstance(value, dict))
        works = next((found for found in deeper if any(map(_holds_work, found))), [])
    return next(lists, works or [content])


def _unwrapped(item: object) -> object:
    """Zotero's service keeps a work's fields in ``data``, Crossref's in ``message``, Hugging Face's in ``paper``."""
    if not isinstance(item, dict):
        return item
    if _is_work(item):
        return {**item, **item["paper"]} if _is_work(item.get("paper")) else item
    return next((value for value in item.values() if _is_work(value)), item)


def _holds_work(item: object) -> bool:
    return _is_work(_unwrapped(item))


def _is_work(value: object) -> bool:
    return isinstance(value, Mapping) and not _OF_A_WORK.isdisjoint(value)
