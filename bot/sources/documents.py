"""JSON and XML from outside, read within bounds: of depth, and of how many values they hold."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

import structlog
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from bot.errors import SourceBroken

MOST_VALUES = 300_000
"""Of one document: so many fit into 80 MB, and no honest answer has a third of it."""
DEEPEST = 100
LONGEST_MENDED = 6 * 2**20
"""Bytes. The longest feed, of 2,000 papers, has three quarters of it."""
MOST_MENDED = 5_000
"""Bare "&" in one document: where there are more, it is no XML."""
LONGEST_NUMBER = 300
"""Digits. Python's ``json`` gives up on a whole text for one number of more than 4,300."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^<>]{0,200}\?>")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)(\w{0,12};?)")
"""A "&" of no entity that XML knows; those of HTML are for the reader of the text."""

T = TypeVar("T")

log = structlog.get_logger()


def read_json(body: bytes, operator: str) -> object:
    """The value of a JSON text. Raises ``SourceBroken``, naming the operator, where it is none or too large."""
    if sum(map(body.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise SourceBroken(f"{operator} answered with more than can be read.")
    try:
        return json.loads(body, parse_int=lambda digits: int(digits[:LONGEST_NUMBER]))
    except (ValueError, RecursionError):
        raise SourceBroken(f"{operator} answered with something that isn't whole JSON.") from None


def read_xml(body: bytes, operator: str) -> Element:
    """The root of an XML text. Raises ``SourceBroken``, naming the operator, where it is none or too large.

    A control character, half a letter or a bare "&" in one record would cost all of them: they are mended.
    """
    with suppress(ParseError):
        return _parsed(body, operator)
    with suppress(ParseError):
        return _parsed(_mended(body[:LONGEST_MENDED]), operator)
    raise _not_whole(operator)


def _parsed(body: bytes, operator: str) -> Element:
    parser = DefusedXMLParser(target=_BoundedBuilder())
    try:
        parser.feed(body)
        root: Element = parser.close()
    except (DefusedXmlException, ValueError, LookupError, AssertionError):
        raise _not_whole(operator) from None
    return root


def _mended(body: bytes) -> bytes:
    text = _DECLARATION.sub("", _FORBIDDEN.sub("", body.decode("utf-8", "replace")))
    return _BARE.sub(lambda match: f"&amp;{match[1]}", text, count=MOST_MENDED).encode()


def _not_whole(operator: str) -> SourceBroken:
    return SourceBroken(f"{operator} answered with something that isn't whole XML.")


def each_readable(records: list[Any], read: Callable[[Any], T | None], operator: str) -> list[T]:
    """What ``read`` makes of each record. One that it can't read, or that breaks it, costs that record alone."""
    found = [record for each in records if (record := _readable(each, read, operator)) is not None]
    if len(found) < len(records):
        log.warning("source.records_skipped", operator=operator, skipped=len(records) - len(found), listed=len(records))
    return found


def _readable(record: Any, read: Callable[[Any], T | None], operator: str) -> T | None:
    try:
        return read(record)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        log.warning("source.record_broke_the_reader", operator=operator, why=type(error).__name__)
        return None


class _BoundedBuilder(TreeBuilder):
    """Builds the tree as usual, but gives up on what only an attack would send."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = self._depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self._elements += 1 + len(attrs)
        self._depth += 1
        if self._elements > MOST_VALUES or self._depth > DEEPEST:
            raise ValueError("more or deeper elements than any answer needs")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def children(element: Element, name: str) -> Iterator[Element]:
    """By local name: the namespaces differ between feeds, answers and their times."""
    return (child for child in element if child.tag.rpartition("}")[2] == name)


def child(element: Element, name: str) -> Element | None:
    """The first of that local name, or None."""
    return next(children(element, name), None)


def child_text(element: Element, name: str) -> str:
    """The text of the first child of that local name, with that of what is marked within it, or ''."""
    found = child(element, name)
    return "".join(found.itertext()) if found is not None else ""
