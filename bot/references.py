"""References in the forms that people have them: links and ids, BibTeX, RIS, and the CSL-JSON that Zotero exports."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry

from bot.errors import BadQuery
from bot.identity import find_paper_ids, parse_paper_id, preference
from bot.model import PaperId
from bot.text import clean

_BIBTEX = re.compile(r"@\s*[A-Za-z]+\s*[{(]")
_RIS = re.compile(r"^\s*TY\s{1,2}-", re.MULTILINE)
_IDENTIFYING = (
    "eprint",
    "arxivid",
    "arxiv",
    "doi",
    "url",
    "urls",
    "link",
    "note",
    "notes",
    "journal",
    "archive_location",
)
_BRACES = str.maketrans("", "", "{}")
LONGEST = 20_000_000
"""Characters of one import; a large Zotero library has a few million."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One work referred to: the ids it gives, arXiv's first, and its title, or ''."""

    ids: tuple[PaperId, ...]
    title: str = ""

    @property
    def label(self) -> str:
        """What to call it when it can't be found."""
        return self.title or (self.ids[0].partition(":")[2] if self.ids else "an entry without id and title")


def read_references(text: str) -> list[Reference]:
    """Every reference in the text, each once. Raises ``BadQuery`` when there is none."""
    if len(text) > LONGEST:
        raise BadQuery("That is too long for one import; split it.")
    found = [reference for reference in _read(text) if reference.ids or reference.title]
    if not found:
        raise BadQuery(
            "I see no reference there. Give arXiv links or ids, BibTeX, RIS, or a Zotero export in one of these."
        )
    return list(dict.fromkeys(found))


def _read(text: str) -> Iterable[Reference]:
    if text.lstrip()[:1] in ("[", "{") and (entries := _json_entries(text)) is not None:
        return map(_csl, entries)
    if _RIS.search(text):
        return map(_entry, rispy.loads(f"{text}\nER  - \n"))
    if _BIBTEX.search(text):
        return [_entry({name.lower(): field.value for name, field in e.fields_dict.items()}) for e in _bibtex(text)]
    return [Reference((paper,)) for paper in find_paper_ids(text)]


def _bibtex(text: str) -> Iterable[Entry]:
    return parse_string(text).entries


def _json_entries(text: str) -> list[object] | None:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    entries = content.get("items", [content]) if isinstance(content, dict) else content
    return list(entries) if isinstance(entries, list) else None


def _csl(entry: object) -> Reference:
    fields = entry if isinstance(entry, dict) else {}
    return _entry({str(name).lower(): value for name, value in fields.items()})


def _entry(fields: Mapping[str, object]) -> Reference:
    """Reads the fields that name a work, under the names that the three forms use."""
    texts = [text for name in _IDENTIFYING for text in _texts(fields.get(name))]
    ids = dict.fromkeys(paper for text in texts for paper in _ids(text))
    title = next((text for name in ("title", "primary_title") for text in _texts(fields.get(name))), "")
    return Reference(tuple(sorted(ids, key=preference)), clean(title.translate(_BRACES)))


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def _ids(text: str) -> tuple[PaperId, ...]:
    whole = parse_paper_id(text)
    return (whole,) if whole else find_paper_ids(text)
