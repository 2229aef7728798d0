"""Tables of works: CSV as Zotero, Scopus, Notion and others write it, and what is copied from a sheet."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.identity import parse_paper_id
from bot.markup import without_markdown
from bot.references.fields import Fields

DELIMITERS = ",;\t|"
MOST_BEFORE = 3
"""Lines that the headings are among: Dimensions tells first where the table is from, and notes have a heading."""
_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)
"""Excel's first line, which is no row."""
_TITLES = ("title", "articletitle", "documenttitle", "itemtitle", "papertitle", "ti", "paper", "name")
_AUTHORS = ("author", "authors", "authornames", "authorfullnames", "authorsfullname", "creator", "creators", "au")
_LINKS = ("link", "links", "paperlink", "paperurl", "pdflink", "pdfurl", "articleurl", "weblink", "address", "source")
_ALIASES: Mapping[str, str] = {
    **dict.fromkeys(("arxiv", "arxivlink", "arxivurl"), "arxivid"),
    **dict.fromkeys(("doilink", "doiurl", "itemdoi", "di"), "doi"),
    "locinarchive": "archivelocation",
    "abstractnote": "abstract",
}
_OTHERS = """
doi arxivid url urls year publicationyear date journal publication publicationtitle sourcetitle venue abstract tags
status notes published added created itemtype type citations comments topic read rating key extra
"""
_COLUMNS = frozenset((*_TITLES[:-2], *_AUTHORS, *_LINKS, *_ALIASES, *_OTHERS.split()))
"""What such tables have beside the title; one of these must be there."""
_RULE = " \t\n-:"
"""What the line under the headings of Markdown's tables is made of."""
_BARS = str.maketrans("|\n", ";;")


@dataclass(frozen=True, slots=True)
class _Table:
    delimiter: str
    names: tuple[str, ...]
    start: int
    markdown: bool


def is_table(text: str) -> bool:
    """Whether one of the first lines names a column of titles and another that such tables have."""
    return _table(text) is not None


def table_rows(text: str) -> Iterator[tuple[int, Fields]]:
    """The fields of each row, by the names of their columns in small letters, and the line it begins at.

    A row that breaks the rules of CSV has none.
    """
    table = _table(text)
    if table is None:
        return
    lines = text.split("\n")[table.start :]
    if table.markdown:  # other text may stand around it
        lines = [line if line.lstrip().startswith("|") else "" for line in lines]
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=table.delimiter, skipinitialspace=True)
    begun = table.start
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            row = None
        if row is None:
            yield begun + 1, {}
        elif any(cell.strip(_RULE) for cell in row):
            yield from ((begun + 1, fields) for fields in _rows(table.names, row))
        begun = table.start + reader.line_num


def _table(text: str) -> _Table | None:
    separator = _SEPARATOR.match(text)
    lines = list(enumerate(text[:20_000].split("\n"), start=1))[1 if separator else 0 :]
    first = [(number, line) for number, line in lines if line.strip()][:MOST_BEFORE]
    tried = (
        (number, line, delimiter) for number, line in first for delimiter in (separator[1] if separator else DELIMITERS)
    )
    for number, line, delimiter in tried:
        names = tuple(map(_name, next(csv.reader([line], delimiter=delimiter), [])))
        title = next((name for name in _TITLES if name in names), "")
        if title and not _COLUMNS.isdisjoint(name for name in names if name != title):
            return _Table(delimiter, names, number, markdown=line.lstrip().startswith("|"))
    return None


def _name(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).lower()


def _rows(names: tuple[str, ...], row: list[str]) -> Iterator[Fields]:
    """The fields of a row. One of too many cells holds a comma that nothing encloses, or a second row glued to it."""
    surplus = [cell for cell in row[len(names) :] if cell.strip()]
    own = list(filter(parse_paper_id, row[: len(names)]))
    others = list(filter(parse_paper_id, surplus))
    if surplus and not (own and others):
        yield {**_fields(names, row), "link": [*own, *others]}
        return
    yield _fields(names, row)
    yield from ({"url": [cell]} for cell in others)


def _fields(names: tuple[str, ...], row: list[str]) -> Fields:
    """Of several columns of titles the first of ``_TITLES``: a title as such before the name of a page."""
    found: dict[str, list[str]] = {}
    titles = next(name for name in _TITLES if name in names)
    for name, value in zip(names, row, strict=False):
        value = value.strip()
        if not value:
            continue
        if name == titles and "](http" in value:
            found.setdefault("url", []).append(value)
        if name == titles:
            found["title"] = [without_markdown(value)]
        elif name in _AUTHORS:
            found.setdefault("author", []).append(_people(value))
        else:
            found.setdefault("url" if name in _LINKS else _ALIASES.get(name, name), []).append(value)
    return found


def _people(value: str) -> str:
    """Names parted by semicolons: in a table bars and line breaks part them too, and commas two whole names."""
    value = value.translate(_BARS)
    parts = value.split(",")
    return ";".join(parts) if len(parts) == 2 and all(" " in part.strip(" .") for part in parts) else value
