"""Lists that people keep by hand: a line a work, by a link, an id or its title alone."""

import re
from collections.abc import Iterator

from bot.identity import find_paper_ids
from bot.model import Reference
from bot.text import clean, sentences

_MARK = re.compile(r"(?:[-*+•‣–]|\(?\d{1,3}[.)]|\[\d{1,3}\])[ \t]+(?:\[[ xX]\][ \t]+)?")
_HEADING = re.compile(r"#{1,6} |[=~-]{3,}$|.{0,60}:$")
_ADDRESS = re.compile(r"https?://|www\.|\]\(")
_QUOTED = re.compile(r"^[\"“«]([^\"”»]+)[\"”»]|^\*\*([^*]+)\*\*|^__([^_]+)__|^\*([^*]+)\*")
_ASIDE = re.compile(r"[ \t]*[(\[][^()\[\]]{0,100}\b(?:19|20)\d\d[a-z]?[)\]]\.?$|[ \t]+[-–—][ \t]*$|\.$")
"""Whose and of what year, after a title."""
_TITLE = re.compile(r"[^\W_a-z].{8,250}(?<![,;:.])")
_WORDS = range(4, 31)
"""How many words a title has that is taken for one: of fewer, nobody could tell whose it is."""


def listed(text: str) -> tuple[Reference, ...]:
    """The works of a list, in order; none where the text is no list.

    A list has a mark before each of its lines (headings apart), or else nothing but lines that could be titles.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    marked = [(number, _MARK.sub("", line, count=1)) for number, line in lines if _MARK.match(line)]
    others = [line for _, line in lines if not _MARK.match(line)]
    if len(marked) > 1 and all(map(_HEADING.match, others[1:])):
        return tuple(reference for number, line in marked for reference in _works(line, number))
    if len(lines) > 1 and not marked and all(_is_title(line) for _, line in lines):
        return tuple(Reference((), clean(line), line=number) for number, line in lines)
    return ()


def _works(line: str, number: int) -> Iterator[Reference]:
    """Each paper that a line names by an id, else the one whose title it is; links to other pages name none."""
    ids = find_paper_ids(line)
    yield from (Reference((paper,), line=number) for paper in ids)
    title = _title(line)
    if not ids and not _ADDRESS.search(line) and _is_title(title):
        yield Reference((), title, line=number)


def _title(line: str) -> str:
    quoted = _QUOTED.match(line)
    title = next(filter(None, quoted.groups())) if quoted else line
    return clean(_ASIDE.sub("", title.strip()))


def _is_title(line: str) -> bool:
    return _TITLE.fullmatch(line) is not None and len(line.split()) in _WORDS and len(sentences(line)) == 1
