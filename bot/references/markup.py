"""XML of works: EndNote's (Mendeley's, too), Zotero's RDF, PubMed's, Word's, the Library of Congress's MODS, and feeds.

It is read on the way through, and no tree is built: entities are refused, and depth costs nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from bot.references.fields import Fields

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
    reader = _RecordReader()
    parser = DefusedXMLParser(target=reader)
    reader.line = lambda: int(parser.parser.CurrentLineNumber)
    try:
        parser.feed(_BARE.sub("&amp;", _FORBIDDEN.sub("", text)))
        parser.close()
    except (DefusedXmlException, ParseError, ValueError, LookupError, AssertionError):
        reader.records.append((reader.begun, {}))
    yield from reader.records


@dataclass(slots=True)
class _RecordReader:
    """What an XML parser tells of elements as it meets them."""

    records: list[tuple[int, dict[str, list[str]]]] = field(default_factory=list)
    begun: int = 1
    line: Callable[[], int] = lambda: 1
    _outside: list[str] = field(default_factory=list)
    _path: list[str] | None = None
    _fields: dict[str, list[str]] = field(default_factory=dict)
    _text: list[list[str]] = field(default_factory=list)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if self._path is not None:
            self._path.append(name)
            self._text.append([])
            return
        if name in _RECORDS or (self._outside == ["RDF"] and _OF_RDF.fullmatch(tag)):
            self._path, self._fields, self._text = [], {}, []
            self.begun = self.line()
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
