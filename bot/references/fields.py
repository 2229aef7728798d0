"""What the fields of a bibliography entry say of a work: its ids, title and authors. The same for every format."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from bot.identity import PaperId, is_arxiv, is_preprint_doi, parse_paper_id, preference
from bot.latex import with_dashes
from bot.markup import without_markup
from bot.model import Reference
from bot.references.ids import named_works
from bot.same_work import family_names
from bot.text import clean

Fields = Mapping[str, object]
"""The values of an entry, by the names of its format in small letters: a text, or a list of texts."""

ENTRY_KEY = "entry key"
"""The field for what an entry is called in its file."""
MOST_AUTHORS = 200
LONGEST_TITLE = 2_000

_NAMING = (
    *("doi", "do", "di", "eprint", "arxivid", "arxiv", "archiveid", "archive_location", "archivelocation"),
    *("arxiv_eprints", "dois"),
    *("externalids", "identifiers", "identifier", "lid", "aid", "url", "ur", "urls", "ul", "ee", "link", "lk", "l1"),
    *("l2", "l3", "l4", "an", "howpublished", "journaltitle", "journal", "container-title", "publicationtitle"),
    *("jo", "jf", "t2", "t3"),
    *("ja", "so", "volume", "vl", "number", "is", "pages", "sp", "page", "m1", "m3", "c1", "c2", "c3", "c7", "series"),
    *("publisher", "pb", "repository", "id"),
)
"""Fields that name the work itself, the surest first. Exports put an arXiv id into nearly any of them."""
_MENTIONING = ("note", "notes", "extra", "n1", "annote", "addendum", "report_number")
"""Fields that may speak of other works too: read only where no other names the work."""
_TITLES = (
    *("title", "ti", "t1", "ct", "primary_title", "bt", "booktitle", "maintitle", "st", "tt", "shorttitle"),
    *("title-short", "titles"),
)
_FAMILY = ("family", "lastName", "last_name", "last", "literal", "name")
_BETWEEN_NAMES = re.compile(r" ?; ?| (?:and|AND|&) ")
_INITIALS = re.compile(r"(\S.*\S|\S)\s+((?:[A-Z]\.?-?){1,4})")
_NOBODY = {"others", "et al"}
_AUTHORS = ("author", "authors", "au", "a1", "fau", "creators")
_OF_OTHERS = re.compile(
    r"abstract|ab$|n2$|title|ti$|t[0-9]$|[bcst]t$|author|au$|keyword|kw$|tags?$|reference|relat|cit(?:e|ation)s?$|cited"
    rf"|crossref|xref|xdata|bibsource|biburl|{ENTRY_KEY}"
)
"""Beginnings of the names of fields where ids are those of other works."""
_PATHS = ("file", "files", "local-url", "pdf", "attachments", "localfile", "l1", "l2", "l3", "l4")
_MOST_NESTED = 4
_BRACES = str.maketrans("", "", "{}")
_COMMAND = re.compile(r"\\(?:url|href|path|nolinkurl|texttt|emph)\b\s*")
_ANGLE = re.compile(r"\{?\\text(less|greater)(?:\}|\b\s?)")
_ESCAPED = re.compile(r"\\([_%&#$~:])")
_ESCAPED_TEX = re.compile(r"\\textbackslash(?:\{\}|\s|(?![A-Za-z]))|\\([$^_{}])")
_DIGITS = re.compile(r"[0-9]{4}")
"""Every id has as many in a row."""
_UNDERSCORE = re.compile(r"\$\\?_\$|\\textunderscore(?:\{\}|\b\s?)")
_OTHER_ARCHIVES = {"jstor", "pubmed", "hal", "googlebooks", "hdl"}
"""Those beside arXiv that biblatex and its users know: their numbers may look like arXiv's."""
_OLD_SERIAL = re.compile(r"[0-9]{7}(?:v[0-9]+)?")
_PAGE_TITLE = re.compile(r"^\s*\[([^\[\]\s]{9,30})\]\s+(?=\S)")
"""What arXiv's pages are called, and so what is saved of them: [2401.01234] Attention …"""


def reference_of(fields: Fields, line: int = 0) -> Reference:
    """What an entry refers to; no id and no title where nothing can be read."""
    if any(text.strip().lower() in _OTHER_ARCHIVES for text in texts(fields.get("eprinttype"))):
        fields = {name: value for name, value in fields.items() if name != "eprint"}
    ids = _ids(fields, _NAMING) or _ids(fields, _MENTIONING) or _only_id(fields) or _titled_id(fields)
    title = _with_subtitle(next((title for text in _titles(fields) if (title := _title(text))), ""), fields)
    return Reference(ids or _keyed(fields), title, family_names(_authors(fields)), line)


def texts(value: object) -> list[str]:
    """The texts in a value, whatever it is."""
    return list(_texts(value, _MOST_NESTED))


def _texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list | dict) and depth:
        for each in value if isinstance(value, list) else value.values():
            yield from _texts(each, depth - 1)


def _ids(fields: Fields, names: Iterable[str]) -> tuple[PaperId, ...]:
    """The first id of arXiv, and every DOI: an entry is of one work, which may have been published as well."""
    found = dict.fromkeys(
        paper for name in names if name in fields for text in _with_archive(name, fields) for paper in _named(text)
    )
    arxiv = [paper for paper in found if is_arxiv(paper)][:1]
    others = sorted((paper for paper in found if not is_arxiv(paper)), key=lambda paper: preference(paper)[:2])
    return tuple(arxiv + others)


def _with_archive(name: str, fields: Fields) -> list[str]:
    """BibTeX writes hep-th/9901001 in two fields at times: the number, and the archive as ``primaryclass``."""
    found = texts(fields.get(name))
    if name != "eprint" or not any(_OLD_SERIAL.fullmatch(text.strip()) for text in found):
        return found
    archives = (each for field in ("primaryclass", "eprintclass", "archiveprefix") for each in texts(fields.get(field)))
    return [*(f"{archive}/{text}" for archive in archives for text in found), *found]


def _only_id(fields: Fields) -> tuple[PaperId, ...]:
    """The one preprint that the fields of any other name speak of, were it by the name of a file; () of several."""
    found: set[PaperId] = set()
    for name, value in fields.items():
        if not _OF_OTHERS.match(name):
            spaced = str.maketrans("/\\_", "   ") if name in _PATHS else {}
            found.update(paper for text in texts(value) for paper in _named(text) or _named(text.translate(spaced)))
    preprints = tuple(paper for paper in found if is_arxiv(paper) or is_preprint_doi(paper))
    return preprints if len(preprints) == 1 else ()


def _titled_id(fields: Fields) -> tuple[PaperId, ...]:
    marks = (match[1] for text in _titles(fields) if (match := _PAGE_TITLE.match(text.translate(_BRACES))))
    return tuple(paper for mark in marks if (paper := parse_paper_id(mark)))[:1]


def _keyed(fields: Fields) -> tuple[PaperId, ...]:
    """The id that an entry is called by: Crossref, arXiv, ADS and DBLP do so."""
    return tuple(paper for key in texts(fields.get(ENTRY_KEY)) for paper in _named(key))[:1]


def _named(text: str) -> tuple[PaperId, ...]:
    if not _DIGITS.search(text):
        return ()
    angled = _ANGLE.sub(lambda match: "<" if match[1] == "less" else ">", text)
    plain = _COMMAND.sub(" ", _UNDERSCORE.sub("_", angled)).replace("}{", " ").translate(_BRACES)
    bare = _ESCAPED.sub(r"\1", unescape(plain))
    whole = parse_paper_id(bare)
    return (whole,) if whole else named_works(bare)


def _titles(fields: Fields) -> Iterator[str]:
    return (text for name in _TITLES if name in fields for text in texts(fields[name]))


def _with_subtitle(title: str, fields: Fields) -> str:
    subtitle = next(map(_title, texts(fields.get("subtitle"))), "")
    return f"{title}: {subtitle}" if title and subtitle and subtitle.lower() not in title.lower() else title


def _title(text: str) -> str:
    """A title as text; the id that arXiv's pages put before it does not belong to it."""
    text = text[:LONGEST_TITLE]
    if "\\textbackslash" in text:  # a program took a formula for words, and escaped it
        text = _ESCAPED_TEX.sub(lambda match: match[1] or "\\", text)
    plain = with_dashes(clean(without_markup(text))).translate(_BRACES).strip()
    mark = _PAGE_TITLE.match(plain)
    return plain[mark.end() :] if mark and parse_paper_id(mark[1]) else plain


def _authors(fields: Fields) -> list[str]:
    names = [author for name in _AUTHORS if name in fields for author in _people(fields[name])]
    return [clean(name[:LONGEST_TITLE]).translate(_BRACES) for name in names[:MOST_AUTHORS]]


def _family(person: Mapping[str, object]) -> str:
    return str(next((name for key in _FAMILY if (name := person.get(key))), ""))


def _people(value: object) -> list[str]:
    """BibTeX joins names by "and", RIS repeats the field, CSL-JSON and Zotero have objects."""
    people = value if isinstance(value, list) else [value]
    objects = [_family(each) for each in people if isinstance(each, dict)]
    return objects + [name for each in people if isinstance(each, str) for name in names_in(each)]


def names_in(text: str) -> list[str]:
    """The names of one text, parted by "and", by semicolons, or by commas where each part is a whole name.

    *Alpha A* is *Alpha, A*.
    """
    text = " ".join(without_markup(text).split())
    names = [name.strip(" ,") for name in _BETWEEN_NAMES.split(text) if name.strip(" ,")]
    if len(names) == 1:
        parts = [part.strip(" .") for part in names[0].split(",") if part.strip(" .")]
        listed = len(parts) > 2 or all(map(_INITIALS.fullmatch, parts))
        names = parts if listed and all(" " in part for part in parts) else names
    flipped = (_INITIALS.sub(r"\1, \2", name) if _INITIALS.fullmatch(name) else name for name in names)
    return [name for name in flipped if name.lower().rstrip(".") not in _NOBODY]
