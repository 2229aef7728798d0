"""Who wrote a paper, from lists that also hold affiliations, numbers and collaborations: people are people. Pure."""

import re
from collections.abc import Iterable, Iterator

from bot.text import clean

MOST_AUTHORS = 5_000
LONGEST_NAME = 200
LONGEST_LIST = 200_000

_INSTITUTION = re.compile(
    r"\b(?:universit\w+|institut\w*|department|dept|laborator\w+|facult\w+|school of|college of|academy of|hospital"
    r"|cent(?:er|re) (?:for|of)|inc\.?$|ltd\.?$|gmbh$|corporation)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\b(?:collaborations?|team|consortium|group|network|initiative|project)\b", re.IGNORECASE)
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md"}
_NO_NAMES = {"et al", "others", "and others", "and", "the"}
_MARKS = re.compile(r"^[\W\d_]+|[\d*†‡§¶#^¹²³⁴-⁹⁰,;:\s_]+$")
_PREFIX = re.compile(r"^(?:and|on behalf of|for)\s+(?:the\s+)?(?=\S)", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Z][A-Za-z.'-]{0,40}(?: [A-Z][A-Za-z.'-]{0,40}){1,4}(?<!\.)")
"""A name that nothing has to be done about, as nearly all are."""
_AND = re.compile(r"\s+(?:and|&)\s+")


def names_in(text: str) -> tuple[str, ...]:
    """The people and groups of one comma-joined text, each once; what stands in brackets are affiliations."""
    plain = clean(text[:LONGEST_LIST]).replace("~", " ")
    parts = re.split(r"[,;]|:(?=\s|$)", _without_brackets(plain))
    return _unique(_with_suffixes(name for part in parts for name in _apart(part)))


def names_of(entries: Iterable[str]) -> tuple[str, ...]:
    """The same for a list that has an entry for each author."""
    return _unique(name for entry in entries for name in _entry(clean(entry[:LONGEST_LIST])))


def family_first(text: str) -> tuple[str, ...]:
    """The names of a list like ``Alpha, A. B.; Beta, C.; Garden Team``, given names first."""
    entries = (entry.partition(",") for entry in clean(text[:LONGEST_LIST]).split(";"))
    return _unique(_named(f"{given} {family}".strip() if comma else family) for family, comma, given in entries)


def _entry(text: str) -> Iterator[str]:
    if _PLAIN.fullmatch(text):
        yield text
        return
    for part in re.split(r";|:(?=\s|$)", _without_brackets(text.replace("~", " "))):
        yield _named(part)


def _without_brackets(text: str) -> str:
    """Without what stands in brackets, however deep; one that is never closed takes the rest with it."""
    kept, depth = [], 0
    for part in re.split(r"([()\[\]])", text):
        if part in ("(", "["):
            depth += 1
        elif part in (")", "]"):
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(part)
    return " ".join(kept)


def _apart(part: str) -> Iterator[str]:
    """One or several names joined by "and"; the names of groups may hold one themselves."""
    for name in [part] if _GROUP.search(part) else _AND.split(part):
        yield _named(name)


def _named(name: str) -> str:
    """A name without the marks and words around it; '' for what is no name."""
    name = _PREFIX.sub("", _MARKS.sub("", " ".join(name.split())).strip())
    plain = name.lower().rstrip(".")
    if plain in _NO_NAMES or not any(map(str.isalpha, name)):
        return ""
    return name[:LONGEST_NAME]


def _with_suffixes(names: Iterable[str]) -> Iterator[str]:
    """ "King, Jr." is one person, and commas part them from each other."""
    before = ""
    for name in names:
        if before and name.lower().rstrip(".") in _SUFFIXES:
            before = f"{before} {name}"
            continue
        yield before
        before = name
    yield before


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    found = list(dict.fromkeys(name for name in names if name))
    if not _INSTITUTION.search(", ".join(found)):
        return tuple(found)[:MOST_AUTHORS]
    people = [name for name in found if not _INSTITUTION.search(name) or _GROUP.search(name)]
    return tuple(people or found)[:MOST_AUTHORS]
