"""References in the forms that people have them: links and ids, BibTeX, RIS and its kin, JSON, CSV and XML."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from bot.cards import problems
from bot.errors import BadQuery
from bot.model import Reference
from bot.references import csl, lists, markup, records, tables
from bot.references.encodings import decode, text_of_file
from bot.references.fields import Fields, reference_of
from bot.references.ids import named_works

__all__ = ["MAX_CHARACTERS", "References", "decode", "read_references", "text_of_file"]

MAX_CHARACTERS = 20_000_000
"""Characters of one import; a large Zotero library has a few million."""
_HIDDEN = dict.fromkeys(map(ord, "\0\xad\u200b\u2060\ufeff")) | dict.fromkeys(map(ord, "\u2010\u2011"), "-")
_QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
"""How mail marks what it quotes."""


@dataclass(frozen=True, slots=True)
class References:
    """What a text refers to, each work once, and where entries stand that could not be read ("line 88")."""

    found: tuple[Reference, ...]
    unreadable: tuple[str, ...] = ()
    entries: int = 0

    @property
    def repeated(self) -> int:
        """How many entries name what another one names."""
        return max(0, self.entries - len(self.unreadable) - len(self.found))


def read_references(text: str) -> References:
    """Every reference in the text. Raises ``BadQuery`` when there is none."""
    if len(text) > MAX_CHARACTERS:
        raise BadQuery(problems.TOO_LONG_TO_IMPORT)
    text = _QUOTED.sub("", text.translate(_HIDDEN).replace("\r\n", "\n").replace("\r", "\n"))
    read = _read(text)
    if not read.found:
        listed = _parted(lists.listed(text), "line")
        found = listed.found or tuple(Reference((paper,)) for paper in named_works(text))
        read = References(found, read.unreadable + listed.unreadable, read.entries + listed.entries)
    if not read.found:
        raise BadQuery(problems.NO_REFERENCES)
    return read


def _read(text: str) -> References:
    if text.lstrip()[:1] not in ("[", "{", "@"):
        if tables.is_table(text):
            return _sorted_out(tables.table_rows(text), "line")
        if markup.is_markup(text):
            return _sorted_out(markup.markup_records(text), "line")
    items, others = csl.csl_items(text)
    read, beside = _sorted_out(csl.csl_entries(items), "entry"), _of_records(others, alone=bool(items))
    if not read.found:  # no JSON of works, but a text that may name some
        return beside
    return References(
        tuple(dict.fromkeys(read.found + beside.found)),
        read.unreadable + beside.unreadable,
        read.entries + beside.entries,
    )


def _of_records(text: str, *, alone: bool) -> References:
    """Records, and beside them, or where they may be alone, the works that are named by a link or an id on its own."""
    read = _sorted_out(records.records(text), "line")
    known = {paper for reference in read.found for paper in reference.ids}
    named = records.named_alone(text) if read.entries or alone else ()
    others = dict.fromkeys(each for each in named if not known.issuperset(each.ids))
    found = sorted((*read.found, *others), key=attrgetter("line"))
    return References(tuple(found), read.unreadable, read.entries + len(others))


def _sorted_out(entries: Iterable[tuple[int, Fields]], unit: str) -> References:
    return _parted([reference_of(fields, line) for line, fields in entries], unit)


def _parted(read: Sequence[Reference], unit: str) -> References:
    """Each work once, and where those stand that name none."""
    found = dict.fromkeys(reference for reference in read if reference.ids or reference.title)
    unreadable = [f"{unit} {reference.line}" for reference in read if not reference.ids and not reference.title]
    return References(tuple(found), tuple(unreadable), len(read))
