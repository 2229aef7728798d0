"""What the fields of a bibliography entry say of a work: its ids, title and authors. The same for every format."""

import re
from collections.abc import Iterable, Mapping

from bot.identity import PaperId, find_paper_ids, is_arxiv, parse_paper_id, preference
from bot.model import Reference
from bot.same_work import family_names
from bot.text import clean

Fields = Mapping[str, object]
"""The values of an entry, by the names of its format in small letters: a text, or a list of texts."""

MOST_AUTHORS = 200
LONGEST_TITLE = 2_000

_NAMING = (
    *("eprint", "arxivid", "arxiv", "archiveid", "archive_location", "archivelocation", "doi", "do", "url", "ur"),
    *("urls", "ee", "link", "lk", "l1", "l2", "l3", "l4", "an", "howpublished", "journaltitle", "journal"),
    *("container-title", "publicationtitle", "jo", "jf", "t2", "ja", "volume", "vl", "number", "is", "pages", "sp"),
    *("page", "m1", "m3", "c1", "c2", "c3", "c7", "series", "publisher", "repository", "id"),
)
"""Fields that name the work itself, the surest first. Exports put an arXiv id into nearly any of them."""
_MENTIONING = ("note", "notes", "extra", "n1", "annote", "addendum", "report_number")
"""Fields that may speak of other works too: read only where no other names the work."""
_TITLES = ("title", "ti", "t1", "ct", "primary_title")
_AUTHORS = ("author", "authors", "au", "a1", "creators")
_BRACES = str.maketrans("", "", "{}")
_COMMAND = re.compile(r"\\(?:url|href|path|nolinkurl|texttt|emph)\b\s*")
_ESCAPED = re.compile(r"\\([_%&#$~])")
_DIGITS = re.compile(r"[0-9]{4}")
"""Every id has as many in a row."""
_OLD_SERIAL = re.compile(r"[0-9]{7}(?:v[0-9]+)?")


def reference_of(fields: Fields, line: int = 0) -> Reference:
    """What an entry refers to; no id and no title where nothing can be read."""
    ids = _ids(fields, _NAMING) or _ids(fields, _MENTIONING)
    title = next((title for name in _TITLES for text in texts(fields.get(name)) if (title := _title(text))), "")
    return Reference(ids, title, family_names(_authors(fields)), line)


def texts(value: object) -> list[str]:
    """The texts in a value, whatever it is."""
    values = value if isinstance(value, list) else [value]
    return [str(each) for each in values if isinstance(each, str | int) and not isinstance(each, bool)]


def _ids(fields: Fields, names: Iterable[str]) -> tuple[PaperId, ...]:
    """The first id of arXiv, and every DOI: an entry is of one work, which may have been published as well."""
    found = dict.fromkeys(paper for name in names for text in _with_archive(name, fields) for paper in _named(text))
    arxiv = [paper for paper in found if is_arxiv(paper)][:1]
    others = sorted((paper for paper in found if not is_arxiv(paper)), key=lambda paper: preference(paper)[:2])
    return tuple(arxiv + others)


def _with_archive(name: str, fields: Fields) -> list[str]:
    """BibTeX writes hep-th/9901001 in two fields at times: the number, and the archive as ``primaryclass``."""
    found = texts(fields.get(name))
    archive = next(iter(texts(fields.get("primaryclass"))), "")
    return [f"{archive}/{text}" if archive and _OLD_SERIAL.fullmatch(text.strip()) else text for text in found]


def _named(text: str) -> tuple[PaperId, ...]:
    if not _DIGITS.search(text):
        return ()
    bare = _ESCAPED.sub(r"\1", _COMMAND.sub(" ", text).translate(_BRACES))
    whole = parse_paper_id(bare)
    return (whole,) if whole else find_paper_ids(bare)


def _title(text: str) -> str:
    return clean(text[:LONGEST_TITLE]).translate(_BRACES).strip()


def _authors(fields: Fields) -> list[str]:
    names = [author for name in _AUTHORS for author in _people(fields.get(name))]
    return [clean(name[:LONGEST_TITLE]).translate(_BRACES) for name in names[:MOST_AUTHORS]]


def _family(person: Mapping[str, object]) -> object:
    return next((name for key in ("family", "lastName", "literal", "name") if (name := person.get(key))), None)


def _people(value: object) -> list[str]:
    """BibTeX joins names by "and", RIS repeats the field, CSL-JSON and Zotero have objects."""
    people = value if isinstance(value, list) else [value]
    objects = [_family(each) for each in people if isinstance(each, dict)]
    lists = [name for each in people if isinstance(each, str) for name in " ".join(each.split()).split(" and ")]
    return [str(name) for name in (*objects, *lists) if name]
