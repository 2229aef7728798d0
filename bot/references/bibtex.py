"""BibTeX as reference managers write it: what the library can't read whole is rescued field by field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, Entry, ImplicitComment, ParsingFailedBlock

from bot.identity import PaperId, is_arxiv
from bot.references.bibtex_values import value_of
from bot.references.fields import ENTRY_KEY, Fields, reference_of

LOOKS_SO = re.compile(r"@\s*[A-Za-z]+\s*[{(]")
STARTS = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)

_NO_WORK = re.compile(r"@\s*(?:comment|string|preamble)\b", re.IGNORECASE)
_NO_WORKS = {"set", "xdata", "control", "ieeetranbstctl"}
"""Types of entries that say something of other entries, or of the style."""
_ONCE = ("title", "author", "journal", "eprint", "doi")
_NAMING = ("eprint", "doi", "url", "volume", "journal", "number", "arxivid")
"""Fields that an entry has once, and fields that say which work it is."""
_START = re.compile(r"(?:^|(?<=[,;{}\"\n]))[ \t]*([A-Za-z][\w-]*)\s*=\s*(?=[{\"\w])")
_COMMENT = re.compile(r"^[ \t]*%.*", re.MULTILINE)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
"""Between fields where an entry was shown on a page."""
_APART = re.compile(r"(?<=@)[ \t]+(?=[A-Za-z]+\s{0,9}[{(])")
_GLUED = re.compile(r"(?<=[}\"])(?=[ \t]{0,9}@[A-Za-z]+\s{0,9}[{(][^\s{}=,]{0,200}\s{0,9},\s{0,99}[A-Za-z-]+\s{0,9}=)")
"""Between an entry that nothing closes and the next on its line."""
_RUN_ON = re.compile(r"(?:\n|[}\"][ \t]*;?)[ \t]*[A-Za-z][\w-]*\s*=\s*[{\"]")
"""A field within a value: the comma or brace between them is missing."""


@dataclass(slots=True)
class _Piece:
    """An entry as far as it was understood, with the text that may hold more of it."""

    line: int
    fields: dict[str, list[str]]
    text: str = ""
    text_line: int = 0


def bibtex_entries(text: str) -> Iterator[tuple[int, Fields]]:
    """The fields of each entry and the line it begins at, in order; what couldn't be read has few fields, or none."""
    library = parse_string(_APART.sub("", _BREAK.sub(" ", text)), parse_stack=())
    macros: dict[str, str] = {}
    for macro in library.strings:
        macros[macro.key.lower()] = value_of(str(macro.value), macros)
    for piece in _pieces(library.blocks, macros):
        yield from _entries_of(piece)


def holds_an_entry(text: str) -> bool:
    """Whether fields of a work stand in what is no entry and no comment: the beginning of the first may be broken."""
    names = {name for name, _, _ in _rescued(_COMMENT.sub("", text))}
    return "title" in names and len(names.intersection((*_ONCE, *_NAMING))) > 1


def _entries_of(piece: _Piece) -> Iterator[tuple[int, Fields]]:
    """The entry of a piece, and those that were glued to it or follow it with a broken beginning."""
    entry, line, text_line = _Rescue(piece.fields), piece.line, piece.text_line or piece.line
    for text in _GLUED.split(piece.text):
        for name, value, before in _rescued(text):
            if not entry.takes(name, value):
                yield line, entry.fields
                entry, line = _Rescue({}), text_line + text.count("\n", 0, before)
                entry.takes(name, value)
        yield line, entry.fields
        text_line += text.count("\n")
        entry, line = _Rescue({}), text_line


class _Rescue:
    """The fields of an entry, of which the first were read whole, and others are found behind them one by one."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self.fields = fields
        self._whole = {name: tuple(fields[name]) for name in _ONCE if name in fields}
        self._ids = set(reference_of(fields).ids) if fields else set[PaperId]()

    def takes(self, name: str, value: str) -> bool:
        """Add a field, unless it belongs to another entry: this has another such, or another id of the kind."""
        if value not in self._whole.get(name, (value,)):
            return False
        if name in _NAMING:
            ids = set(reference_of({name: value}).ids)
            if not ids <= self._ids and not {*map(is_arxiv, ids)}.isdisjoint(map(is_arxiv, self._ids)):
                return False
            self._ids |= ids
        self.fields.setdefault(name, []).append(value)
        return True


def _pieces(blocks: list[Block], macros: Mapping[str, str]) -> Iterator[_Piece]:
    """Each entry with what follows it: where braces don't match, the library takes the rest for a comment."""
    piece: _Piece | None = None
    for block in blocks:
        if isinstance(block, ImplicitComment):
            parts = re.split(r"(?=@\s*[A-Za-z]+\s*\()", str(block.comment or ""))
            if piece is None and holds_an_entry(parts[0]):
                piece = _Piece(_line(block), {})
            if piece is not None:
                piece.text_line = piece.text_line if piece.text else _line(block)
                piece.text += parts[0]
            for part in parts[1:]:
                if piece is not None:
                    yield piece
                piece = _Piece(_line(block), {}, part)
            continue
        if piece is not None and piece.text and isinstance(block, Entry) and not block.fields:
            piece.text += str(block.raw)  # @word{another} in a text: it ended the entry before its end
            continue
        if piece is not None:
            yield piece
        piece = _piece(block, macros)
    if piece is not None:
        yield piece


def _piece(block: Block, macros: Mapping[str, str]) -> _Piece | None:
    inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    if isinstance(inner, Entry) and inner.entry_type.lower() in _NO_WORKS:
        return None
    if isinstance(inner, Entry):
        runs_on = any(_RUN_ON.search(str(each.value)) for each in inner.fields)
        return _Piece(_line(block), {} if runs_on else _fields(inner, macros), str(block.raw) if runs_on else "")
    raw = block.raw or ""
    if isinstance(block, ParsingFailedBlock) and not _NO_WORK.match(raw.lstrip()):
        return _Piece(_line(block), {}, raw)
    return None


def _fields(entry: Entry, macros: Mapping[str, str]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {ENTRY_KEY: [entry.key]}
    for each in entry.fields:
        fields.setdefault(each.key.lower(), []).append(value_of(str(each.value), macros))
    return fields


def _rescued(text: str) -> Iterator[tuple[str, str, int]]:
    """Each ``name = value`` and its place, where a value ends at the next name: braces can't be trusted here."""
    starts = list(_START.finditer(text))
    for place, start in enumerate(starts, start=1):
        end = starts[place].start() if place < len(starts) else len(text)
        yield start[1].lower(), text[start.end() : end].strip(' \t\r\n,{}"'), start.start()


def _line(block: Block) -> int:
    return (block.start_line or 0) + 1
