"""XML of works: EndNote's (Mendeley's, too), Zotero's RDF, PubMed's, Word's, the Library of Congress's MODS, and feeds.

It is read on the way through, and no tree is built: entities are refused, and depth costs nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from bot.references.fields import Fields
from bot.references.ids import named_works

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
"""A "&" of no entity that XML knows: those of HTML are for the reader of the text."""
_FILE = re.compile(r"(?<=[>\s])(?=<\?xml\s)")
"""Where another file begins that was put behind one."""
_RECORDS = {"record", "PubmedArticle", "mods", "Source", "entry", "item"}
_OF_RDF = re.compile(
    r"\{(?:http://purl\.org/net/biblio#|http://www\.w3\.org/1999/02/22-rdf-syntax-ns#)\}(?!Memo|Journal|Series|Periodical)(\w+)"
)
"""What is a work where it stands in Zotero's RDF itself: no attachment, note, collection, or journal."""
_LOOKS_SO = re.compile(r"<(?:record|PubmedArticle|(?:\w{1,10}:)?(?:mods|Sources)|rdf:RDF|rss|feed)\b")
_BEGINS = re.compile(
    rb"<(?:record|PubmedArticle|(?:\w{1,10}:)?(?:mods|Source|entry|item)|bib:\w{1,30}|rdf:Description)(?=[\s>])"
)
_MOST_BROKEN, _MOST_READ = 50, 100_000_000
"""Broken records of a file, and bytes in all: to go on behind one costs what is left of it."""
_MOST_FRUITLESS = 2
"""Broken records without a whole one between them."""
_LONGEST_HEAD, _LONGEST_RECORD = 20_000, 50_000
_STYLED = {"style", "i", "b", "u", "sup", "sub", "em", "strong", "font"}
"""Marks within a text."""
_NAMES: Mapping[str, str] = {
    "titles/title": "title",
    "contributors/authors/author": "author",
    "electronic-resource-num": "doi",
    "urls/related-urls/url": "url",
    "urls/web-urls/url": "url",
    "urls/pdf-urls/url": "file",
    "accession-num": "an",
    "periodical/full-title": "journal",
    "titles/secondary-title": "journal",
    "title": "title",
    "authors/Seq/li/Person/surname": "author",
    "identifier": "identifier",
    "identifier/URI/value": "url",
    "isPartOf/Journal/title": "journal",
    "isPartOf/Journal/identifier": "identifier",
    "description": "extra",
    "MedlineCitation/Article/ArticleTitle": "title",
    "MedlineCitation/Article/AuthorList/Author/LastName": "author",
    "MedlineCitation/Article/ELocationID": "identifier",
    "PubmedData/ArticleIdList/ArticleId": "identifier",
    "titleInfo/title": "title",
    "name/namePart": "author",
    "location/url": "url",
    "Title": "title",
    "URL": "url",
    "DOI": "doi",
    "Author/Author/NameList/Person/Last": "author",
    "id": "identifier",
    "guid": "identifier",
    "link": "url",
    "doi": "doi",
    "author/name": "author",
    "creator": "author",
    "summary": "extra",
    "content": "extra",
    "header/identifier": "identifier",
    **{
        f"metadata/dc/{name}": known
        for name, known in (("title", "title"), ("creator", "author"), ("identifier", "identifier"))
    },
    **{name: name for name in ("volume", "number", "pages", "publisher", "notes", "repository", "label", "extra")},
    **{f"custom{number}": f"c{number}" for number in range(1, 8)},
}
"""Where in a record what stands, by the names of elements, and what it is called elsewhere."""
DEEPEST = 12
"""Elements within a record that are looked at."""


def is_markup(text: str) -> bool:
    """Whether it is XML that has records of a form known here."""
    return text.lstrip()[:1] == "<" and _LOOKS_SO.search(text) is not None


def markup_records(text: str) -> Iterator[tuple[int, Fields]]:
    """The fields of each record and the line it begins at; where the text breaks off, one without fields.

    A text may be put together from several files.
    """
    before = 0
    for part in _FILE.split(text):
        if part.strip():
            yield from ((before + line, fields) for line, fields in _records_of(part))
        before += part.count("\n")


def _records_of(text: str) -> Iterator[tuple[int, Fields]]:
    """A record that breaks the rules of XML is passed over: what follows is read as if it stood behind the head.

    Where too many do, of each of the rest only the id is looked for.
    """
    data = _BARE.sub("&amp;", _FORBIDDEN.sub("", text)).encode()
    head = data[: first.start()] if (first := _BEGINS.search(data)) else b""
    start = fruitless = 0
    for _ in range(min(_MOST_BROKEN, 1 + _MOST_READ // max(1, len(data)))):
        before = head if start else b""
        reader, broken = _read((before + data[start:]).decode())
        lines = data.count(b"\n", 0, start) - before.count(b"\n")
        yield from ((lines + line, fields) for line, fields in reader.records)
        if broken is None:
            return
        fruitless = 0 if reader.records else fruitless + 1
        at = max(start, start + broken - len(before))
        following = _BEGINS.search(data, at + 1) if len(head) < _LONGEST_HEAD else None
        yield lines + reader.begun, _rescued(data[at : following.start() if following else len(data)])
        if following is None:
            return
        start = following.start()
        if fruitless > _MOST_FRUITLESS:
            break
    line = 1 + data.count(b"\n", 0, start)
    starts = (begun.start() for begun in _BEGINS.finditer(data, start))
    for start, end in pairwise((*starts, len(data))):
        yield line, _rescued(data[start:end])
        line += data.count(b"\n", start, end)


def _read(text: str) -> tuple["_RecordReader", int | None]:
    """The records, and the byte where one begins that is broken, or where the text is outside of records; else None."""
    reader = _RecordReader()
    parser = DefusedXMLParser(target=reader)
    reader.line = lambda: int(parser.parser.CurrentLineNumber)
    reader.place = lambda: int(parser.parser.CurrentByteIndex)
    try:
        parser.feed(text)
        parser.close()
    except DefusedXmlException:  # nothing that follows is wanted either
        return reader, len(text.encode())
    except (ParseError, ValueError, LookupError, AssertionError):
        return reader, reader.begun_at if reader.is_within else max(0, int(parser.parser.ErrorByteIndex))
    return reader, None


def _rescued(record: bytes) -> Fields:
    """The one work that a broken record names, if any."""
    named = named_works(record[:_LONGEST_RECORD].decode(errors="replace"))
    return {"identifier": list(named)} if len(named) == 1 else {}


@dataclass(slots=True)
class _RecordReader:
    """What an XML parser tells of elements as it meets them."""

    records: list[tuple[int, dict[str, list[str]]]] = field(default_factory=list)
    begun: int = 1
    begun_at: int = 0
    line: Callable[[], int] = lambda: 1
    place: Callable[[], int] = lambda: 0
    _outside: list[str] = field(default_factory=list)
    _path: list[str] | None = None
    _fields: dict[str, list[str]] = field(default_factory=dict)
    _text: list[list[str]] = field(default_factory=list)

    @property
    def is_within(self) -> bool:
        """Whether a record has begun and not ended."""
        return self._path is not None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if self._path is not None:
            self._path.append(name)
            self._text.append([])
            return
        if name in _RECORDS or (self._outside == ["RDF"] and _OF_RDF.fullmatch(tag)):
            self._path, self._fields, self._text = [], {}, []
            self.begun, self.begun_at = self.line(), self.place()
            self._add("url", [value for name, value in attributes.items() if name.endswith("}about")])
        self._outside.append(name)

    def data(self, text: str) -> None:
        if self._text:
            self._text[-1].append(text)

    def end(self, tag: str) -> None:
        if self._path is None:
            self._outside.pop()
        elif self._path:
            self._end_field(self._path, self._text.pop())
        else:
            self.records.append((self.begun, self._fields))
            self._path = None
            self._outside.pop()

    def _end_field(self, path: list[str], parts: list[str]) -> None:
        if path[-1] in _STYLED and len(self._text) > 0:
            self._text[-1].extend(parts)
        elif len(path) <= DEEPEST and (name := _NAMES.get("/".join(path))):
            self._add(name, [" ".join("".join(parts).split())])
        path.pop()

    def _add(self, name: str, values: list[str]) -> None:
        if given := [value for value in values if value]:
            self._fields.setdefault(name, []).extend(given)

    def close(self) -> None:
        """Nothing is left to tell."""
