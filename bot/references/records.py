"""Files of records: BibTeX, the formats of tags, and texts that were put together from several of them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

from bot.model import Reference
from bot.references import bibtex, tagged
from bot.references.fields import Fields
from bot.references.ids import named_works
from bot.references.tagged import TaggedFormat

_ALONE = re.compile(r"^[ \t]*(?:[-*+•][ \t]+)?(\S{9,200})[ \t]*$", re.MULTILINE)
"""A line of one word. The shortest id has nine characters."""

_Form = TaggedFormat | None
"""None stands for BibTeX."""


def records(text: str) -> Iterator[tuple[int, Fields]]:
    """The fields of each record and the line it begins at; nothing of a text without any."""
    line, counted = 0, 0
    for start, end, form in _parts(text):
        line, counted = line + text.count("\n", counted, start), start
        part = text[start:end]
        for within, fields in tagged.tagged_records(part, form) if form else bibtex.bibtex_entries(part):
            yield line + within, fields


def named_alone(text: str) -> Iterator[Reference]:
    """The links and ids that have a line to themselves."""
    line, counted = 1, 0
    for word in _ALONE.finditer(text):
        if ids := named_works(word[1]):
            line, counted = line + text.count("\n", counted, word.start()), word.start()
            yield Reference(ids, line=line)


def _parts(text: str) -> Iterator[tuple[int, int, _Form]]:
    """Where each part of one form begins and ends; the first record may begin before what its form is known by."""
    starts: list[tuple[int, _Form]] = [(begun.start(), None) for begun in bibtex.STARTS.finditer(text)]
    for known in tagged.UNMISTAKABLE:
        starts += ((begun.start(), known) for begun in known.looks_so.finditer(text))
    starts.sort(key=itemgetter(0))
    if not starts:
        only = tagged.format_of(text)
        starts = [(0, only)] if only or bibtex.LOOKS_SO.search(text) else []
    changes = [each for n, each in enumerate(starts) if n == 0 or each[1] is not starts[n - 1][1]]
    for (start, form), (end, _) in pairwise([*changes, (len(text), None)]):
        first = start == changes[0][0] and (form or bibtex.holds_an_entry(text[:start]))
        yield 0 if first else start, end, form
