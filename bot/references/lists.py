"""Lists that people keep by hand: a line a work, by a link, an id or its title alone."""

import re
from collections.abc import Iterator

from bot.model import Reference
from bot.references.ids import named_works
from bot.text import clean, sentences

_MARK = re.compile(r"(?:[-*+•‣–]|\(?\d{1,3}[.)]|\[\d{1,3}\])[ \t]+(?:\[[ xX]\][ \t]+)?")
_HEADING = re.compile(r"#{1,6} |[=~-]{3,}$|.{0,60}:$")
_ADDRESS = re.compile(r"https?://|www\.|\]\(")
_QUOTED = re.compile(r"^[\"“«]([^\"”»]+)[\"”»]|^\*\*([^*]+)\*\*|^__([^_]+)__|^\*([^*]+)\*")
_ASIDE = re.compile(r"[ \t]*[(\[][^()\[\]]{0,100}\b(?:19|20)\d\d[a-z]?[)\]]\.?$|[ \t]+[-–—][ \t]*$|\.$")
"""Whose and of what year, after a title."""
_TITLE = re.compile(r"[^\W_a-z].{8,250}(?<![,;:.])")
_LONGEST_CITATION = 1_000
_FULL_LINE = 40
"""Letters of a line that was broken where a page ends, rather than by whoever wrote it."""
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_NAMES = re.compile(r"(?:[^.“\"]{0,60}?\b[A-Z]\.)+[,;:)]*")
"""Authors before a title, each with an initial before or after the name."""
_PART = re.compile(r"(?<=[^\W_]{2})[.?!]\s+|(?<=[0-9])[).,]{1,2}\s+|[“”\"]")
_BETWEEN_NAMES = re.compile(r",|\band\b|&|\bet al\b")
_NAME = re.compile(r"(?:(?:[^\W\d_a-z][\w.'-]*|van|von|de[rn]?|la|di)(?:\s+|$)){1,4}")
_WORDS = range(4, 31)
"""How many words a title has that is taken for one: of fewer, nobody could tell whose it is."""


def listed(text: str) -> tuple[Reference, ...]:
    """The works of a list, in order, one without id and title for a line that can't be read; none of no list.

    A list has a mark before each of its lines (headings apart), or else nothing but lines that could be titles or
    name a work, or nothing but lines that cite one.
    """
    lines = _joined(text.split("\n"))
    marked = [(number, _MARK.sub("", line, count=1)) for number, line in lines if _MARK.match(line)]
    others = [(number, line) for number, line in lines if not _MARK.match(line)]
    if len(marked) > 1 and all(_HEADING.match(line) for _, line in others[1:]):
        named = [Reference((paper,), line=number) for number, line in others for paper in named_works(line)]
        return (*named, *(reference for number, line in marked for reference in _works(line, number)))
    titles = lines if lines and _is_title(lines[0][1]) else lines[1:]
    if len(titles) > 1 and not marked and all(_is_title(line) for _, line in titles):
        return tuple(Reference((), clean(line), line=number) for number, line in titles)
    if len(lines) > 1 and not marked and all(_is_title(line) or named_works(line) for _, line in lines):
        return tuple(reference for number, line in lines for reference in _works(line, number))
    if lines and not marked and all(_cited(line) for _, line in lines):
        return tuple(reference for number, line in lines for reference in _works(line, number))
    return ()


def _joined(lines: list[str]) -> list[tuple[int, str]]:
    """The lines that hold something, those of a list with what goes on below them: indented, or after a full line."""
    found: list[tuple[int, list[str]]] = []
    goes_on = full = False
    for number, line in enumerate(lines, start=1):
        plain = line.strip()
        if _MARK.match(plain) or not (goes_on and plain and (full or line[0].isspace())):
            found += [(number, [plain])] if plain else []
            goes_on = _MARK.match(plain) is not None
        else:
            found[-1][1].append(plain)
        full = len(plain) > _FULL_LINE and plain[-1] not in ".!?"
    return [(number, " ".join(parts)) for number, parts in found]


def _works(line: str, number: int) -> Iterator[Reference]:
    """Each paper that a line names by an id, else the one whose title it is, or none that could be read.

    Links to other pages name none.
    """
    ids = named_works(line)
    yield from (Reference((paper,), line=number) for paper in ids)
    if not ids and not _ADDRESS.search(line):
        title = _title(line)
        yield Reference((), title if _is_title(title) else _cited(line), line=number)


def _cited(line: str) -> str:
    """The title in a reference as papers print them: the first part that may be one, after the authors; else ''."""
    if not _YEAR.search(line) or len(line) > _LONGEST_CITATION:
        return ""
    names = _NAMES.match(line)
    parts = (clean(part).strip(" ,.") for part in _PART.split(line[names.end() :] if names else line))
    return next((part for part in parts if _is_title(part) and not _are_names(part)), "")


def _are_names(part: str) -> bool:
    names = [name.strip() for name in _BETWEEN_NAMES.split(part) if name.strip()]
    whole = "," in part or all(" " in name for name in names)
    return len(names) > 1 and whole and all(map(_NAME.fullmatch, names))


def _title(line: str) -> str:
    quoted = _QUOTED.match(line)
    title = next(filter(None, quoted.groups())) if quoted else line
    return clean(_ASIDE.sub("", title.strip()))


def _is_title(line: str) -> bool:
    return _TITLE.fullmatch(line) is not None and len(line.split()) in _WORDS and len(sentences(line)) == 1
